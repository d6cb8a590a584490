import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

const RUNS = 50;
const CONFIG_KEYS = 500;
const METRICS = 60;
const PACKAGES = 150;
const LAST = RUNS - 1;
/** A fifth of the config differs everywhere, another fifth in the last run alone, far out of sight. */
const DIFFERENT = { config: (CONFIG_KEYS / 5) * 2, summary: METRICS - 1, packages: 1 };

const nameOf = (i: number): string => `r${String(i).padStart(2, '0')}`;

function configOf(i: number): Record<string, unknown> {
  const valueOf = (k: number): unknown => {
    if (k % 5 === 0) return (i + k) / 7;
    return k % 5 === 1 && i === LAST ? 'odd one' : `same for all ${k}`;
  };
  return Object.fromEntries(
    Array.from({ length: CONFIG_KEYS }, (_, k) => [`group${k % 20}.key${String(k).padStart(3, '0')}`, valueOf(k)]),
  );
}

async function writeRuns(client: WireClient): Promise<void> {
  for (let i = 0; i < RUNS; i++) {
    const displayName = `run ${nameOf(i)} with a name that is long`;
    const run = await client.startRun({ project: 'large', name: nameOf(i), displayName, config: configOf(i) });
    await run.summary(
      Object.fromEntries(Array.from({ length: METRICS }, (_, k) => [`metric/${k}`, i === 0 ? -k : k * i])),
    );
    const packages = Array.from({ length: PACKAGES }, (_, k) => `package-${k}==1.${k === 3 ? i : 0}\n`);
    await run.file('requirements.txt', packages.join(''));
    await run.finish(0);
  }
}

describe.skipIf(missing !== undefined)(`fifty runs side by side${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let address: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeRuns(new WireClient(host.address));
    const names = Array.from({ length: RUNS }, (_, i) => nameOf(i));
    address = `${host.address}/${await entityOf(host.address)}/large/compare?runs=${names.join(',')}`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const grid = () => page.getByRole('grid', { name: 'Run comparer' });
  const row = (key: string) =>
    grid()
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: key }) });
  const counts = async (): Promise<string> => (await page.locator('[aria-live=polite]').first().innerText()).trim();

  async function open(): Promise<void> {
    await page.goto(address);
    await grid().waitFor();
    await until('packages', async () => !(await counts()).includes('loading'));
  }

  /** Scrolls the table to a share of its way, and waits until what belongs there is drawn. */
  async function scrollTo(right: number, down: number): Promise<void> {
    await page.getByRole('region', { name: 'Values' }).evaluate(
      (box, [x, y]) => {
        box.scrollTo({ left: x * (box.scrollWidth - box.clientWidth), top: y * (box.scrollHeight - box.clientHeight) });
      },
      [right, down] as const,
    );
    await settled(page);
  }

  test('what differs is counted over all keys of all runs, and never before all of it is known', async () => {
    // The last list of packages comes late here: until then packages are no difference.
    let release = (): void => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await page.route(new RegExp(`${nameOf(LAST)}/requirements\\.txt`), async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.goto(address);
    await grid().waitFor();
    const run = await sectionCount('Run');
    const known = run + DIFFERENT.config + DIFFERENT.summary;
    expect(await counts()).toMatch(new RegExp(`^${known} of \\d+ keys · packages are loading$`));
    release();
    await until('packages', async () => !(await counts()).includes('loading'));
    expect((await counts()).split(' of ')[0]).toBe(String(known + DIFFERENT.packages));
    await page.unrouteAll();
    expect(await sectionCount('Config')).toBe(DIFFERENT.config);
    await page.getByRole('switch', { name: 'Only differences' }).click();
    await until('all keys', async () => {
      const [shown, all] = (await counts()).replace(' keys', '').split(' of ').map(Number);
      return shown === all && shown !== undefined && shown >= CONFIG_KEYS + METRICS + PACKAGES;
    });
    await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('odd one');
    await until('those of the last run', async () => (await counts()).startsWith(`${CONFIG_KEYS / 5} of `));
  });

  async function sectionCount(title: string): Promise<number> {
    const text = await grid()
      .getByRole('button', { name: new RegExp(`^${title} ?\\d+$`) })
      .innerText();
    return Number(/\d+/.exec(text)?.[0]);
  }

  test('only what is in sight is drawn, and it is right at every corner', async () => {
    await open();
    expect(await grid().getAttribute('aria-colcount')).toBe(String(RUNS + 1));
    const few = async (): Promise<void> => expect(await grid().getByRole('gridcell').count()).toBeLessThan(600);
    await few();
    const odd = 'group1.key001';
    expect(await row(odd).getByText('odd one').count()).toBe(0);
    await scrollTo(1, 0);
    await few();
    const heads = await grid().getByRole('columnheader').allInnerTexts();
    expect(heads[0]).toBe('Key');
    // The baseline stays beside the keys, so that a difference can be read anywhere.
    expect(heads[1]).toContain('run r00');
    expect(heads.at(-1)).toContain(`run ${nameOf(LAST)}`);
    const base = grid().getByRole('columnheader', { name: /run r00/ });
    const shownAt = await base.boundingBox();
    const keysAt = await grid().getByRole('columnheader', { name: 'Key' }).boundingBox();
    expect(shownAt?.x).toBeCloseTo((keysAt?.x ?? 0) + (keysAt?.width ?? 0), 0);
    await searchFor(odd);
    const cells = row(odd).getByRole('gridcell');
    expect(await cells.last().innerText()).toBe('odd one');
    expect(await cells.last().getAttribute('aria-colindex')).toBe(String(RUNS + 1));
    expect(await cells.last().getAttribute('data-different')).toBe('');
    expect(await cells.nth(1).getAttribute('data-different')).toBeNull();
    // Its head stands above it.
    const [head, cell] = await Promise.all([
      grid().getByRole('columnheader').last().boundingBox(),
      cells.last().boundingBox(),
    ]);
    expect([head?.x, head?.width]).toEqual([cell?.x, cell?.width]);
    await searchFor('');
    await scrollTo(0.5, 1);
    await few();
    const section = await grid().getByRole('button', { name: 'Packages 1' }).boundingBox();
    expect(section?.x).toBeCloseTo(keysAt?.x ?? 0, 0);
    const [middle] = await row('package-3').getByRole('gridcell', { name: '1.25' }).all();
    expect(await middle?.getAttribute('aria-colindex')).toBe('27');
  });

  async function searchFor(text: string): Promise<void> {
    await page.getByRole('searchbox', { name: 'Search keys and values' }).fill(text);
    if (text === '') await until('all rows', async () => !(await counts()).startsWith('1 of'));
    else await until('one row', async () => (await counts()).startsWith('1 of'));
  }

  test('the file holds every run and every row, in the order of the table', async () => {
    await open();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.length - 1).toBe(Number((await counts()).split(' of ')[0]));
    for (const line of lines) expect(line.split(',').length).toBe(RUNS + 2);
    expect(lines.find((line) => line.startsWith('Config,group1.key001,'))?.endsWith(',odd one')).toBe(true);
  });

  test('it is easy to look at in both themes and in a narrow window', async () => {
    await open();
    await scrollTo(0.4, 0.3);
    await keepScreen(page, 'compare-large');
    await showTheme(page, 'dark');
    await grid().waitFor();
    await scrollTo(1, 0.3);
    await keepScreen(page, 'compare-large-dark');
    // A look at every cell in sight takes long.
    await searchFor('group1.key001');
    expect(await axeFaults(page)).toEqual([]);
    await showTheme(page, 'light');
    await page.setViewportSize({ width: 1024, height: 700 });
    await grid().waitFor();
    await scrollTo(0.7, 1);
    await keepScreen(page, 'compare-large-1024');
    await page.setViewportSize({ width: 640, height: 700 });
    await scrollTo(0.7, 0);
    // No room for keys and the baseline beside what is looked at.
    expect(await grid().locator('[data-stays]').count()).toBe(0);
    await keepScreen(page, 'compare-large-640');
    expect(trouble).toEqual([]);
  });
});
