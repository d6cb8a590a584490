import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addPanel, keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const MADE_PANELS = '[data-cell^="p-"]';
const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`query tables${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let entity: string;
  let workspace: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('query_table.py'), { address: host.address });
    entity = await entityOf(host.address);
    workspace = `${host.address}/${entity}/queried/workspace`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panel = (): Locator => page.locator(MADE_PANELS).first();
  const grid = (): Locator => panel().getByRole('grid');
  const headOf = (name: string): Locator =>
    panel()
      .getByRole('columnheader')
      .filter({ has: page.getByRole('button', { name, exact: true }) });
  /** Texts of a column in the rows that exist now; undefined where the column is not in sight. */
  async function cellsOf(name: string): Promise<readonly string[]> {
    return grid().evaluate((element, wanted) => {
      const heads = [...element.querySelectorAll('[role=columnheader]')].slice(1);
      const at = heads.findIndex((head) => head.querySelector('button')?.textContent === wanted);
      return [...element.querySelectorAll('[role=row]')]
        .slice(1)
        .map((row) => row.querySelectorAll('[role=gridcell]')[at]?.textContent ?? '');
    }, name);
  }
  async function choose(box: Locator, option: string): Promise<void> {
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await box.click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
  }
  async function namesOfColumns(): Promise<readonly string[]> {
    await panel().getByRole('button', { name: 'Columns', exact: true }).click();
    const boxes = await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox').all();
    const names = await Promise.all(boxes.map(async (box) => (await box.getAttribute('aria-label')) ?? ''));
    await page.keyboard.press('Escape');
    return names;
  }
  /** Only the columns in sight exist; those of the test have to be there. */
  async function showOnly(...names: readonly string[]): Promise<void> {
    await panel().getByRole('button', { name: 'Columns', exact: true }).click();
    const list = page.getByRole('dialog', { name: 'Columns' });
    for (const box of await list.getByRole('checkbox').all()) {
      const name = (await box.getAttribute('aria-label')) ?? '';
      if (!names.includes(name) && (await box.isChecked())) await box.click();
    }
    await page.keyboard.press('Escape');
  }

  test('the visible runs are rows with links, colours, configs and results', async () => {
    await addPanel(page, workspace, 'Query table');
    await panel().getByText('6 rows').waitFor();
    expect(await cellsOf('name')).toEqual([5, 4, 3, 2, 1, 0].map((i) => `trial ${i}`));
    await headOf('config.LR').waitFor();
    await headOf('config.lr').waitFor();
    await settled(page);
    await keepScreen(page, 'query-table-light');
    expect(await headOf('summary.sample').count()).toBe(0);
    await panel().hover();
    await panel().getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('checkbox', { name: 'Media', exact: true }).click();
    await page.keyboard.press('Escape');
    await until('the key with pictures', async () => (await namesOfColumns()).includes('summary.sample'));
    await showOnly('name', 'tags', 'config.model.depth', 'summary.acc', 'summary.sample');
    expect(await cellsOf('config.model.depth')).toEqual(['4', '3', '2', '4', '3', '2']);
    expect(await cellsOf('tags')).toContain('baseline');
    // NaN is a cell without a value, and its column is one of numbers.
    expect(await cellsOf('summary.acc')).toEqual(['0.9', '–', '0.74', '0.66', '0.58', '0.5']);
    await until('the pictures', async () => (await grid().getByRole('gridcell').locator('img').count()) === 3);
    const image = grid().getByRole('gridcell').locator('img').first();
    await until('a picture to be read', () => image.evaluate((one: HTMLImageElement) => one.naturalWidth === 36));
    await keepScreen(page, 'query-table-columns');
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await grid().getByRole('link', { name: 'trial 2' }).click();
    await page.waitForURL(/\/runs\/run2/);
    await page.goBack();
  });

  test('rows follow the filter and the eyes of the board, and a run that comes', async () => {
    await addPanel(page, workspace, 'Query table', { body: { filter: 'config.model.name = "net"' } });
    await panel().getByText('3 rows').waitFor();
    expect(await cellsOf('name')).toEqual(['trial 4', 'trial 2', 'trial 0']);
    await page.getByRole('button', { name: 'Hide trial 2' }).click();
    await panel().getByText('2 rows').waitFor();
    expect(await cellsOf('name')).toEqual(['trial 4', 'trial 0']);
    const run = await new WireClient(host.address).startRun({
      project: 'queried',
      name: 'late',
      displayName: 'late',
      config: { model: { name: 'net' } },
    });
    await panel().getByText('3 rows').waitFor();
    await showOnly('name', 'summary.acc');
    await run.summary({ acc: 0.25 });
    await until('its result', async () => (await cellsOf('summary.acc'))[0] === '0.25');
    await run.summary({ acc: 0.75 });
    await until('its next result', async () => (await cellsOf('summary.acc'))[0] === '0.75');
    await run.finish(0);
    await fetch(`${host.address}/api/runs/${entity}/queried/late`, { method: 'DELETE' });
    await panel().getByText('2 rows').waitFor();
  });

  test('rows are filtered, computed with, grouped and plotted; a reload keeps it, undo takes it back', async () => {
    await addPanel(page, workspace, 'Query table');
    await panel().getByText('6 rows').waitFor();
    await showOnly('name', 'config.lr', 'config.model.name', 'summary.acc');
    await panel().getByRole('button', { name: 'Compute' }).click();
    const editor = page.getByRole('dialog', { name: 'Computed columns' });
    await editor.getByRole('textbox', { name: 'Name' }).fill('error');
    await editor.getByRole('textbox', { name: 'Expression' }).fill('round((1 - summary.acc) * 100)');
    await headOf('error').waitFor();
    await page.keyboard.press('Escape');
    expect(await cellsOf('error')).toEqual(['10', '–', '26', '34', '42', '50']);
    await headOf('error').getByRole('button', { name: 'error', exact: true }).click();
    await until('the least first', async () => (await cellsOf('error')).join() === '10,26,34,42,50,–');
    await panel().getByRole('button', { name: 'Filter rows' }).click();
    const filter = page.getByRole('dialog', { name: 'Filter rows' });
    await filter.getByRole('button', { name: 'Add a condition' }).click();
    await choose(filter.getByRole('combobox', { name: 'Column' }), 'error');
    await choose(filter.getByRole('combobox', { name: 'Comparison' }), '>');
    await filter.getByRole('textbox', { name: 'Value' }).fill('30');
    await page.keyboard.press('Escape');
    await panel().getByText('3 of 6 rows').waitFor();
    await choose(panel().getByRole('combobox', { name: 'Group by' }), 'Group by: config.model.name');
    await panel().getByText('2 groups').waitFor();
    expect(await cellsOf('config.model.name')).toEqual(['net', 'wide']);
    await keepScreen(page, 'query-table-groups');
    await page.getByRole('button', { name: 'Undo' }).click();
    await panel().getByText('3 of 6 rows').waitFor();
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.reload();
    await panel().getByText('2 groups').waitFor();
    await panel().getByRole('button', { name: 'Plot', exact: true }).click();
    await panel()
      .getByRole('img', { name: /^Runs, histogram of 3 rows/ })
      .waitFor();
    await choose(panel().getByRole('combobox', { name: 'Kind of plot' }), 'Scatter');
    await choose(panel().getByRole('combobox', { name: 'x', exact: true }), 'x: config.lr');
    await choose(panel().getByRole('combobox', { name: 'y', exact: true }), 'y: summary.acc');
    await panel().getByRole('img', { name: 'Runs, scatter of 3 rows' }).waitFor();
    await page.reload();
    await panel().getByRole('img', { name: 'Runs, scatter of 3 rows' }).waitFor();
    await panel().getByText('3 of 6 rows').waitFor();
    await keepScreen(page, 'query-table-plot');
    await panel().hover();
    await panel().getByRole('button', { name: 'More' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('Runs.csv');
  });

  test('versions of artifacts are rows; type and collection are chosen, columns too', async () => {
    await addPanel(page, workspace, 'Query table', {
      fill: async (dialog) => {
        await dialog
          .getByRole('radio', { name: 'Artifacts' })
          .or(dialog.getByRole('button', { name: 'Artifacts' }))
          .click();
        await choose(dialog.getByRole('combobox', { name: 'Type', exact: true }), 'model');
        await keepScreen(page, 'query-table-dialog');
      },
    });
    await panel().getByRole('heading', { name: 'Artifacts: model' }).waitFor();
    await panel().getByText('3 rows').waitFor();
    expect(await cellsOf('name')).toEqual(['net:v2', 'net:v1', 'net:v0']);
    await keepScreen(page, 'query-table-artifacts');
    await showOnly('name', 'aliases', 'size_bytes', 'run', 'metadata.acc', 'metadata.size.layers');
    expect(await cellsOf('aliases')).toEqual(['latest', 'best', '–']);
    expect(await cellsOf('run')).toEqual(['trial 2', 'trial 1', 'trial 0']);
    expect(await cellsOf('metadata.size.layers')).toEqual(['4', '3', '2']);
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await panel().hover();
    await panel().getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('checkbox', { name: 'Config of its run' }).click();
    await choose(page.getByRole('combobox', { name: 'Type', exact: true }), 'every type');
    await page.keyboard.press('Escape');
    await panel().getByRole('heading', { name: 'Artifacts', exact: true }).waitFor();
    await panel().getByText('4 rows').waitFor();
    expect(await cellsOf('metadata.rows')).toContain('1797');
    expect((await namesOfColumns()).filter((name) => name.startsWith('config.'))).toEqual([
      'config.LR',
      'config.lr',
      'config.model.depth',
      'config.model.name',
    ]);
    await showTheme(page, 'dark');
    await panel().getByRole('grid').waitFor();
    await settled(page);
    await keepScreen(page, 'query-table-artifacts-dark');
    await grid().getByRole('link', { name: 'net:v1' }).click();
    await page.waitForURL(/\/artifacts\/model\/net\/v1/);
  });

  test('in the dark and in a narrow window', async () => {
    await addPanel(page, workspace, 'Query table');
    await panel().getByText('6 rows').waitFor();
    await settled(page);
    await keepScreen(page, 'query-table-dark');
    await page.setViewportSize({ width: 560, height: 900 });
    await settled(page);
    await keepScreen(page, 'query-table-narrow');
    await panel().hover();
    await panel().getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('textbox', { name: 'Keys' }).fill('acc');
    await page.getByRole('checkbox', { name: 'Run', exact: true }).click();
    await keepScreen(page, 'query-table-form');
    await page.keyboard.press('Escape');
    await until('only what was chosen', async () => (await headOf('summary.acc').count()) === 1);
    expect(await headOf('state').count()).toBe(0);
    expect(trouble).toEqual([]);
  });
});
