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

const code = (rate: string): string =>
  [...Array.from({ length: 30 }, (_, i) => `x${i} = ${i}`), `optimizer = Adam(lr=${rate})`, 'train()', ''].join('\n');

/** Three runs: alike in most, different in what a person looks for. */
async function writeRuns(client: WireClient): Promise<void> {
  const runs = [
    { name: 'base', config: { lr: 0.1, opt: { name: 'adam', beta: 0.9 }, amp: false, seed: 1 }, acc: 0.8 },
    { name: 'next', config: { lr: 0.2, opt: { name: 'adam', beta: 0.9 }, amp: 0, seed: 1 }, acc: 0.9 },
    { name: 'last', config: { lr: 0.1, opt: { name: 'sgd' }, seed: 1, note: '' }, acc: 0.7 },
  ];
  for (const [i, { name, config, acc }] of runs.entries()) {
    const run = await client.startRun({ project: 'pairs', name, displayName: `run ${name}`, config });
    await run.history([{ acc, _step: 0, _runtime: 1 }]);
    await run.summary({ acc });
    await run.file('requirements.txt', `numpy==1.${i}\ntorch==2.0\n`);
    await run.file('code/train.py', code(`0.${i + 1}`));
    await run.finish(0);
  }
}

describe.skipIf(missing !== undefined)(`runs side by side${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeRuns(new WireClient(host.address));
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/pairs`;
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const grid = () => page.getByRole('grid', { name: 'Run comparer' });
  const cellsOf = async (key: string): Promise<readonly string[]> =>
    grid()
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: key, exact: false }) })
      .first()
      .getByRole('gridcell')
      .allInnerTexts();

  async function expectAccess(): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
  }

  test('rows that are ticked are compared, by what differs, measured by the first', async () => {
    await page.goto(`${project}/table`);
    for (const name of ['base', 'next', 'last'])
      await page.getByRole('checkbox', { name: `Select run ${name}` }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Compare' }).click();
    await page.waitForURL(/\/compare\?runs=base,next,last/);
    await grid().waitFor();
    expect(await cellsOf('lr')).toEqual(['0.1', '0.2+0.1 (+100 %)', '0.1']);
    expect(await cellsOf('amp')).toEqual(['false', '0', '–']);
    expect(await cellsOf('opt.name')).toEqual(['adam', 'adam', 'sgd']);
    expect(await cellsOf('note')).toEqual(['–', '–', 'empty text']);
    expect(await cellsOf('numpy')).toEqual(['1.0', '1.1', '1.2']);
    expect(await grid().getByText('seed').count()).toBe(0);
    expect(await grid().getByText('torch').count()).toBe(0);
    await page.getByRole('switch', { name: 'Only differences' }).click();
    await grid().getByText('torch').waitFor();
    await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('sgd');
    await until('one row', async () => (await grid().getByRole('rowheader').count()) === 1);
    await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('');
  });

  test('a pinned row stands first, also after a reload, and what is shown is a file', async () => {
    await page.goto(`${project}/compare?runs=base,next,last`);
    await grid().waitFor();
    await grid().getByRole('button', { name: 'Pin acc' }).click();
    await until('the pin to be kept', () => page.url().includes('show='));
    await page.reload();
    await grid().getByText('Pinned').waitFor();
    expect(await grid().getByRole('rowheader').first().innerText()).toContain('acc');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv).toContain('Section,Key,run base,run next,run last');
    expect(csv).toContain('Config,amp,false,0,');
    await expectAccess();
    await keepScreen(page, 'compare-light');
    await showTheme(page, 'dark');
    await grid().waitFor();
    await expectAccess();
    await keepScreen(page, 'compare-dark');
    await showTheme(page, 'light');
  });

  test('config and code of two runs are compared line by line', async () => {
    await page.goto(`${project}/compare?runs=base,next,last`);
    await page
      .getByRole('radio', { name: 'Code' })
      .or(page.getByRole('button', { name: 'Code' }))
      .first()
      .click();
    const lines = page.getByRole('region', { name: /run base ⇄ run next: 1 added, 1 removed/ });
    await lines.waitFor();
    expect(await lines.locator('[data-kind="removed"] mark').allInnerTexts()).toEqual(['1']);
    expect(await lines.locator('[data-kind="added"] mark').allInnerTexts()).toEqual(['2']);
    await lines.getByRole('button', { name: '27 unchanged lines' }).waitFor();
    await expectAccess();
    await keepScreen(page, 'compare-code');
    await lines.getByRole('button', { name: '27 unchanged lines' }).click();
    await lines.getByText('x0 = 0').first().waitFor();
    await page
      .getByRole('radio', { name: 'Inline' })
      .or(page.getByRole('button', { name: 'Inline' }))
      .click();
    await until('one column', async () => (await lines.locator('[data-kind="added"]').count()) >= 1);
    await page
      .getByRole('radio', { name: 'Config as YAML' })
      .or(page.getByRole('button', { name: 'Config as YAML' }))
      .click();
    await page
      .getByRole('region', { name: /run base ⇄ run next/ })
      .getByText('amp: false')
      .waitFor();
    await page.getByRole('button', { name: 'Swap sides' }).click();
    await page.getByRole('region', { name: /run next ⇄ run base/ }).waitFor();
    await page
      .getByRole('radio', { name: 'Git patch' })
      .or(page.getByRole('button', { name: 'Git patch' }))
      .click();
    await page.getByText('Neither run has a diff.patch').waitFor();
  });

  test('a comparer on a workspace follows the eyes', async () => {
    await page.goto(`${project}/workspace`);
    await page.getByRole('button', { name: 'Add panels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Run comparer', exact: true }).click();
    await dialog.getByRole('button', { name: 'Add panel', exact: true }).click();
    await until('three columns', async () => (await grid().getByRole('columnheader').count()) === 4);
    await settled(page);
    await keepScreen(page, 'compare-panel');
    await page.getByRole('button', { name: 'Hide run next' }).click();
    await until('two columns', async () => (await grid().getByRole('columnheader').count()) === 3);
    expect(trouble).toEqual([]);
  });
});
