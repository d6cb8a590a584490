import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { seededRng } from '../support/demo/rng.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addPanel, keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const MADE_PANELS = '[data-cell^="p-"]';
const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

/** Runs whose accuracy comes of the learning rate, a little of the batch, and not at all of the seed. */
async function writeRuns(client: WireClient): Promise<void> {
  const rng = seededRng(3);
  for (let i = 0; i < 40; i++) {
    const lr = 10 ** -(1 + 3 * rng.next());
    const batch = [16, 32, 64, 128][i % 4] ?? 16;
    const acc = 0.9 - 0.1 * Math.abs(Math.log10(lr) + 2) - batch / 2000 + 0.004 * rng.normal();
    const run = await client.startRun({
      project: 'params',
      name: `p${i}`,
      displayName: `trial ${i}`,
      config: { lr, batch, optimizer: i % 3 === 0 ? 'adam' : 'sgd', seed: i * 7919, epochs: 10, id: `x${i}` },
    });
    await run.history([{ acc, _step: 0, _runtime: 1 }]);
    await run.summary({ acc });
    await run.finish(0);
  }
}

describe.skipIf(missing !== undefined)(`panels over parameters${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let workspace: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeRuns(new WireClient(host.address));
    const entity = await entityOf(host.address);
    workspace = `${host.address}/${entity}/params/workspace`;
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const add = (kind: string, body?: object): Promise<Locator> =>
    addPanel(page, workspace, kind, body === undefined ? {} : { body });

  const axisNames = (panel: Locator): Promise<readonly string[]> =>
    panel.getByRole('button', { name: /, axis \d of \d$/ }).allInnerTexts();

  test('a line for each run; axes are moved by keyboard and pointer, and undone', async () => {
    const panel = await add('Parallel coordinates');
    const picture = panel.getByRole('application', { name: /^Parallel coordinates of .*acc: 40 runs/ });
    await picture.waitFor();
    const names = await axisNames(panel);
    expect(names.at(-1)).toBe('acc');
    expect(names).toContain('lr');
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'parallel-light');
    await panel.getByRole('button', { name: /^acc, axis/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await until('the axis to move', async () => (await axisNames(panel)).at(-2) === 'acc');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the axis to be back', async () => (await axisNames(panel)).at(-1) === 'acc');
    const [first, third] = [0, 2].map((i) => panel.getByRole('button', { name: /, axis \d of \d$/ }).nth(i));
    const from = await first?.boundingBox();
    const to = await third?.boundingBox();
    if (!from || !to) throw new Error('no axes');
    await page.mouse.move(from.x + from.width / 2, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + 8, { steps: 6 });
    await page.mouse.up();
    await until('the axis to be dragged', async () => (await axisNames(panel))[2] === names[0]);
  });

  test('a range that is dragged along an axis selects runs, and becomes the filter', async () => {
    const panel = await add('Parallel coordinates');
    const picture = panel.getByRole('application', { name: /^Parallel coordinates/ });
    await picture.waitFor();
    await settled(page);
    const box = await picture.boundingBox();
    const head = await panel.getByRole('button', { name: /^acc, axis/ }).boundingBox();
    if (box === null || head === null) throw new Error('no picture');
    // The last axis stands left of the right edge by the room for its words.
    const x = box.x + box.width - 52;
    await page.mouse.move(x, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height * 0.4, { steps: 4 });
    await page.mouse.up();
    const bar = panel.getByRole('toolbar', { name: 'Selected runs' });
    const count = Number(/^(\d+) runs? selected/.exec(await bar.innerText())?.[1]);
    expect(count).toBeGreaterThan(2);
    expect(count).toBeLessThan(30);
    await keepScreen(page, 'parallel-brushed');
    await bar.getByRole('button', { name: 'Filter the runs to these' }).click();
    await until('the rest to go', async () => (await picture.getAttribute('data-count')) === String(count));
  });

  test('a typed range does the same, runs with a closed eye turn grey, and the keyboard opens a run', async () => {
    const panel = await add('Parallel coordinates');
    const picture = panel.getByRole('application', { name: /^Parallel coordinates/ });
    await picture.waitFor();
    await panel.getByRole('button', { name: /^batch, axis/ }).click();
    const settings = page.getByRole('dialog', { name: 'batch' });
    await settings.getByRole('button', { name: 'Add a range' }).click();
    await settings.getByRole('textbox', { name: 'From' }).fill('64');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    const bar = panel.getByRole('toolbar', { name: 'Selected runs' });
    await bar.getByText('20 runs selected').waitFor();
    await bar.getByRole('button', { name: 'Show only these' }).click();
    await panel.getByText('20 runs with a closed eye in grey').waitFor();
    await showTheme(page, 'dark');
    await settled(page);
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'parallel-dark');
    await showTheme(page, 'light');
    await picture.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^trial \d+, .*acc 0\.\d+/).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/p\d+/);
    expect(trouble).toEqual([]);
  });

  test('parameters are ranked by what they say about a metric, and taken out by hand', async () => {
    const panel = await add('Parameter importance');
    const table = panel.getByRole('table');
    const rowsOf = async (): Promise<readonly string[]> => table.getByRole('row').allInnerTexts();
    await until('the ranks', async () => (await table.count()) === 1 && (await rowsOf()).length > 3);
    expect((await rowsOf())[1]).toMatch(/^lr\s/);
    expect((await rowsOf()).join()).not.toMatch(/epochs|id =/);
    await panel.getByText('From 40 runs').waitFor();
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'importance-light');
    await panel.getByRole('button', { name: 'Correlation' }).click();
    await until('the other order', async () => /^batch\s[\s\S]*−0\.\d/.test((await rowsOf())[1] ?? ''));
    await panel.getByRole('button', { name: /^Parameters \d of 6/ }).click();
    const manager = page.getByRole('group', { name: 'Parameters' });
    await manager.getByText('same in all runs').waitFor();
    await manager.getByText('different in each run').waitFor();
    await manager.getByRole('checkbox', { name: 'batch' }).click();
    await until('batch to be gone', async () => !(await rowsOf()).join().includes('batch'));
    await page.keyboard.press('Escape');
    await panel.getByRole('searchbox', { name: 'Search parameters' }).fill('optim');
    await until('the search', async () => (await rowsOf()).length === 3);
    await showTheme(page, 'dark');
    await until('the ranks again', async () => (await table.count()) === 1);
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'importance-dark');
    await showTheme(page, 'light');
    expect(trouble).toEqual([]);
  });

  test('few runs are said to be few', async () => {
    const panel = await add('Parameter importance', { filter: 'config.batch = 64' });
    await panel.getByText('fewer than 20 runs, read with care').waitFor();
  });
});
