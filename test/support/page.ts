import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from './host.ts';
import { until } from './time.ts';

const SCREENS = join(ROOT, '.cache', 'screens');

/** Keeps a picture in .cache/screens, for people to look at. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`) });
}

/** What a page complained of: errors on its console, exceptions, and requests to anybody but the host. */
export function listenForTrouble(page: Page, address: string): readonly string[] {
  const trouble: string[] = [];
  const note = (line: string): void => {
    if (!trouble.includes(line)) trouble.push(line);
  };
  page.on('pageerror', (error) => note(`exception: ${error.message}`));
  page.on('console', (message) => {
    // Chromium itself reports requests that fail while the host is away; those are expected and seen by other means.
    const isNetwork = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isNetwork) note(`console: ${message.text().slice(0, 300)}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url)) note(`request: ${url}`);
  });
  return trouble;
}

/** All pictures of the page's charts, as one fingerprint; undefined while there is none. It is made in the page: pictures are large. */
export function chartPicture(scope: Page | Locator): Promise<string | undefined> {
  return scope.locator('canvas').evaluateAll(async (all) => {
    const drawn = all
      .map((canvas) => (canvas as HTMLCanvasElement).toDataURL())
      .filter((picture) => picture.length > 1000);
    if (drawn.length === 0) return undefined;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(drawn.join()));
    return [...new Uint8Array(digest)].join();
  });
}

/** Waits until the charts show something else than `before`. */
export function chartMoved(scope: Page | Locator, before: string | undefined, timeoutMs = 30_000): Promise<string> {
  return until(
    'the charts to move',
    async () => {
      const now = await chartPicture(scope);
      return now !== before ? now : undefined;
    },
    timeoutMs,
  );
}

/** Waits until nothing is loading: no skeleton, no spinner, no request under way, and charts that stay as they are. */
export async function settled(page: Page): Promise<void> {
  await until('the page to settle', async () => {
    const busy = await page.locator('[aria-busy="true"]').count();
    if (busy > 0) return false;
    const before = await chartPicture(page);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return (await chartPicture(page)) === before;
  });
}

/** The theme as the system asks for it, which an open page follows. */
export async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
}

/** Opens a workspace with nothing set on its board but `body`, and adds a panel of a kind by the dialog. */
export async function addPanel(
  page: Page,
  workspace: string,
  kind: string,
  { body = {}, fill }: { readonly body?: object; readonly fill?: (dialog: Locator) => Promise<void> } = {},
): Promise<Locator> {
  const board = Buffer.from(JSON.stringify({ version: 2, ...body })).toString('base64url');
  await page.goto(`${workspace}?board=${board}`);
  await page.getByRole('button', { name: 'Add panels' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: kind, exact: true }).click();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: 'Add panel', exact: true }).click();
  const panel = page.locator('[data-cell^="p-"]').first();
  await panel.waitFor();
  return panel;
}
