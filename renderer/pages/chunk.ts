import { createElement, use, type ComponentType, type ReactElement } from 'react';

/** A page whose code is fetched when it is first needed, or ahead of that. */
export type PageChunk<P extends object> = ComponentType<P> & {
  /** Fetches the code; resolves when the page can be drawn without a pause, also when fetching failed. */
  readonly preload: () => Promise<void>;
};

const chunks: PageChunk<never>[] = [];

/**
 * Makes a page of a chunk of its own. Unlike `React.lazy` a page whose code is here is drawn at once: React shows what
 * was waited for no sooner than 300 ms after its placeholder, whenever it came.
 */
export function chunk<P extends object>(load: () => Promise<ComponentType<P>>): PageChunk<P> {
  let found: ComponentType<P> | undefined;
  let coming: Promise<ComponentType<P>> | undefined;
  const fetched = async (): Promise<ComponentType<P>> => {
    try {
      found = await load();
      return found;
    } catch (error) {
      // The next attempt fetches anew.
      coming = undefined;
      throw error;
    }
  };
  const Page = (props: P): ReactElement => createElement(found ?? use((coming ??= fetched())), props);
  const page = Object.assign(Page, {
    preload: () => (coming ??= fetched()).then(ignore, ignore),
  });
  chunks.push(page);
  return page;
}

/** Fetches the code of all pages, one after the other, each when the window has nothing better to do. */
export async function preloadAll(): Promise<void> {
  for (const page of chunks) {
    await new Promise((resolve) => void requestIdleCallback(resolve));
    await page.preload();
  }
}

// A page that fails to load says so where it is drawn.
function ignore(): void {}
