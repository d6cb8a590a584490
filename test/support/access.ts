import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Waits until what fades or moves has come to rest; what goes on for ever is left alone. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime ?? Number.NaN));
    // A transition that is cut off by another one ends with an error.
    await Promise.allSettled(passing.map((animation) => animation.finished));
  });
}

/** Faults that axe finds on the page, or within a selector, each with the first places. What was logged and lies in frames is not ours. */
export function axeFaults(page: Page, within?: string): Promise<readonly string[]> {
  return faultsOf(page, within);
}

/** Faults of colours alone: what a second theme can bring to a page that was found whole in the first. */
export function axeFaultsOfColors(page: Page): Promise<readonly string[]> {
  return faultsOf(page, undefined, ['color-contrast', 'link-in-text-block']);
}

async function faultsOf(page: Page, within?: string, rules?: readonly string[]): Promise<readonly string[]> {
  // Half faded in, everything would lack contrast.
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async ([place, named]) => {
      const tool = (globalThis as unknown as { readonly axe: typeof axe }).axe;
      const { violations } = await tool.run(place ?? document, {
        resultTypes: ['violations'],
        iframes: false,
        ...(named === undefined ? {} : { runOnly: { type: 'rule', values: [...named] } }),
      });
      return violations.map(({ id, nodes }) => {
        const places = nodes.slice(0, 3).map((node) => node.html.slice(0, 140));
        return `${id}: ${places.join(' | ')}`;
      });
    },
    [within, rules] as const,
  );
}

/** The page is drawn with text twice as large, as a person sets it in the browser. */
export async function doubleText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { font-size: 200% }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** Controls that lie outside of what can be seen or scrolled to, from left to right. */
export function lostControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const lost: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      'a[href]:not([href^="#"]), button, input, select, textarea, [tabindex="0"]',
    )) {
      const box = element.getBoundingClientRect();
      if (box.width < 4 || box.height < 4 || !element.checkVisibility({ visibilityProperty: true })) continue;
      let [left, right] = [0, innerWidth];
      let [top, bottom] = [-Infinity, Infinity];
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (['auto', 'scroll'].includes(style.overflowX)) {
          [left, right] = [-Infinity, Infinity];
          break;
        }
        if (style.overflowX === 'visible') continue;
        const clip = at.getBoundingClientRect();
        [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
        if (style.overflowY === 'hidden' || style.overflowY === 'clip')
          [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
      }
      const width = Math.min(box.right, right) - Math.max(box.left, left);
      const height = Math.min(box.bottom, bottom) - Math.max(box.top, top);
      if (width < Math.min(20, box.width) || height < Math.min(10, box.height))
        lost.push(element.outerHTML.slice(0, 160));
    }
    return lost;
  });
}

/** What looks as if it could be pressed but cannot be reached by keyboard. */
export function mouseOnly(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const reachable =
      'a[href], button, input, select, textarea, summary, label, [tabindex], [role=option], [role=menuitem]';
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => getComputedStyle(element).cursor === 'pointer')
      .filter((element) => element.checkVisibility() && element.closest(reachable) === null)
      .filter((element) => element.querySelector(reachable) === null)
      .map((element) => element.outerHTML.slice(0, 160));
  });
}
