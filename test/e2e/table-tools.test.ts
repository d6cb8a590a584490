import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`tools of tables${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('tables_compared.py'), { address: host.address });
    const entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 2000 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${entity}/compared`);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.locator(`[data-cell="history/${key}"]`);
  const headOf = (key: string, name: string): Locator =>
    panelOf(key)
      .getByRole('columnheader')
      .filter({ has: page.getByRole('button', { name, exact: true }) });
  async function choose(box: Locator, option: string): Promise<void> {
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await box.click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
  }
  /** Texts of a column in the rows that exist now. */
  async function cellsOf(grid: Locator, name: string): Promise<readonly string[]> {
    return grid.evaluate((element, wanted) => {
      const heads = [...element.querySelectorAll('[role=columnheader]')].slice(1);
      const at = heads.findIndex((head) => head.querySelector('button')?.textContent === wanted);
      return [...element.querySelectorAll('[role=row]')]
        .slice(1)
        .map((row) => row.querySelectorAll('[role=gridcell]')[at]?.textContent ?? '');
    }, name);
  }

  test('a column is computed by an expression; what is wrong is said while it is typed', async () => {
    await panelOf('predictions').getByRole('grid').waitFor();
    await panelOf('predictions').getByRole('button', { name: 'Compute' }).click();
    const editor = page.getByRole('dialog', { name: 'Computed columns' });
    await editor.getByRole('textbox', { name: 'Name' }).fill('percent');
    await editor.getByRole('textbox', { name: 'Expression' }).fill('word * 100');
    await editor.getByText('* takes a number, and “word” is a text').waitFor();
    await editor.getByRole('textbox', { name: 'Expression' }).fill('scor * 100');
    await editor.getByText('the table has no column “scor”').waitFor();
    expect(await headOf('predictions', 'percent').count()).toBe(0);
    await editor.getByRole('textbox', { name: 'Expression' }).fill('round(score * 100)');
    await headOf('predictions', 'percent').waitFor();
    await keepScreen(page, 'table-derived');
    await page.keyboard.press('Escape');
    const grid = panelOf('predictions').getByRole('grid');
    await headOf('predictions', 'percent').getByRole('button', { name: 'percent', exact: true }).click();
    await until('the least first', async () => (await cellsOf(grid, 'percent'))[0] === '200');
    await headOf('predictions', 'percent').getByRole('button', { name: 'percent', exact: true }).click();
    await until('the greatest first', async () => Number((await cellsOf(grid, 'percent'))[0]) > 300);
    await page.reload();
    await headOf('predictions', 'percent').waitFor();
  });

  test('tables are joined by a column, and only rows that differ are kept', async () => {
    const panel = panelOf('predictions');
    await panel.getByRole('button', { name: 'Compare', exact: true }).click();
    await choose(page.getByRole('combobox', { name: 'How tables stand' }), 'Joined by a column');
    await headOf('predictions', 'score@1').waitFor();
    await headOf('predictions', 'percent@2').waitFor();
    await panel.getByText('32 rows').waitFor();
    await choose(page.getByRole('combobox', { name: 'Join by' }), 'by word');
    await panel.getByText('30 rows').waitFor();
    expect(await panel.locator('[role=gridcell][data-differs]').count()).toBeGreaterThan(3);
    await choose(page.getByRole('combobox', { name: 'Which rows' }), 'rows that all have');
    await page.getByRole('checkbox', { name: 'Only rows that differ' }).click();
    await panel.getByText('30 rows').waitFor();
    await keepScreen(page, 'table-joined');
    await page.keyboard.press('Escape');
  });

  test('tables stand side by side, scroll together, and so do two steps of one run', async () => {
    const panel = panelOf('predictions');
    await panel.getByRole('button', { name: 'Joined by a column' }).click();
    await choose(page.getByRole('combobox', { name: 'How tables stand' }), 'Side by side');
    const grids = panel.getByRole('grid');
    await until('two grids', async () => (await grids.count()) === 2);
    await page.keyboard.press('Escape');
    await grids.first().evaluate((grid) => (grid.scrollTop = 300));
    await until('the other one to follow', () => grids.last().evaluate((grid) => grid.scrollTop === 300));
    await grids.first().evaluate((grid) => (grid.scrollTop = 0));
    const marked = (grid: Locator): Promise<number> => grid.locator('[role=gridcell][data-differs]').count();
    await until('differences in the second', async () => (await marked(grids.last())) > 3);
    expect(await marked(grids.first())).toBe(0);
    await choose(panel.getByRole('combobox', { name: 'Run' }), 'alpha');
    await panel.getByRole('button', { name: 'Side by side' }).click();
    await choose(page.getByRole('combobox', { name: 'Compare with step' }), 'with step 0');
    await page.keyboard.press('Escape');
    await panel.getByRole('region', { name: 'alpha · step 0' }).waitFor();
    await panel.getByRole('region', { name: 'alpha · step 2' }).waitFor();
    await until('the first step', async () => (await cellsOf(grids.first(), 'score'))[0] === '0');
    await until('the last step', async () => (await cellsOf(grids.last(), 'score'))[0] === '2');
    await keepScreen(page, 'table-beside');
  });

  test('all rows are drawn as a plot of their columns, counted in the host', async () => {
    const panel = panelOf('many');
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/tables/plot')) void response.body().then((body) => answers.push(body.length));
    });
    await panel.getByRole('button', { name: 'Plot', exact: true }).click();
    await panel.getByRole('img', { name: 'many, histogram of 20,000 rows' }).waitFor();
    await choose(panel.getByRole('combobox', { name: 'Kind of plot' }), 'Scatter');
    await panel.getByRole('img', { name: 'many, scatter of 20,000 rows' }).waitFor();
    await panel.getByText('20,000 rows, counted by place').waitFor();
    await choose(panel.getByRole('combobox', { name: 'Colour' }), 'Colour: kind');
    await panel.locator('[data-drawn] :text("odd")').or(panel.locator('[data-drawn] canvas')).first().waitFor();
    await keepScreen(page, 'table-plot-light');
    await choose(panel.getByRole('combobox', { name: 'Kind of plot' }), 'Bars');
    await choose(panel.getByRole('combobox', { name: 'x' }), 'x: kind');
    await choose(panel.getByRole('combobox', { name: 'Height of bars' }), 'mean of');
    await panel.getByRole('img', { name: 'many, bar of 20,000 rows' }).waitFor();
    await choose(panel.getByRole('combobox', { name: 'Kind of plot' }), 'Line');
    await panel.getByRole('img', { name: 'many, line of 20,000 rows' }).waitFor();
    expect(Math.max(...answers)).toBeLessThan(1_000_000);
    await showTheme(page, 'dark');
    await panel.getByRole('img', { name: 'many, line of 20,000 rows' }).waitFor();
    await keepScreen(page, 'table-plot-dark');
    await panel.getByRole('button', { name: 'Table', exact: true }).click();
    await panel.getByRole('grid').waitFor();
  });

  test('where the tools have no room in one line, they lie behind one button, which tells how many are in use', async () => {
    const panel = panelOf('predictions');
    const tools = panel.getByRole('toolbar', { name: 'Tools of the table' });
    const button = tools.getByRole('button', { name: /^Tools/ });
    expect(await button.count()).toBe(0);
    expect((await tools.boundingBox())?.height).toBeLessThan(45);
    try {
      await page.setViewportSize({ width: 820, height: 2000 });
      await button.waitFor();
      expect((await tools.boundingBox())?.height).toBeLessThan(45);
      expect(await tools.getByRole('button', { name: /Filter rows|filter/ }).count()).toBe(0);
      const before = await button.getAttribute('aria-label');
      await button.click();
      await page
        .getByRole('dialog', { name: 'Tools of the table' })
        .getByRole('button', { name: 'Filter rows' })
        .click();
      await page.getByRole('dialog', { name: 'Filter rows' }).getByRole('button', { name: 'Add a condition' }).click();
      await page.getByRole('textbox', { name: 'Value' }).fill('item 1');
      await keepScreen(page, 'table-tools-folded');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await until('one tool more in use', async () => (await button.getAttribute('aria-label')) !== before);
      expect(await button.getAttribute('aria-label')).toMatch(/^Tools, \d in use$/);
    } finally {
      await page.setViewportSize({ width: 1440, height: 2000 });
    }
    await until('all tools in sight again', async () => (await button.count()) === 0);
    expect(trouble).toEqual([]);
  });
});
