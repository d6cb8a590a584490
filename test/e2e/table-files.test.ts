import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`files that are tables${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];
  let project: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('table_files.py'), { address: host.address });
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/table-files`;
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    trouble = listenForTrouble(page, host.address);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const grid = (name: string): Locator => page.getByRole('grid', { name });
  async function openFile(name: string): Promise<void> {
    await page.getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).click();
    await grid(name).waitFor();
  }

  test('a table of an artifact is read by ranges, with its pictures, searched and sorted', async () => {
    await page.goto(`${project}/artifacts/dataset/tables/v0/files`);
    await openFile('shown.table.json');
    await page.getByText('300 rows').waitFor();
    const picture = grid('shown.table.json').locator('img').first();
    await until('a picture to be there', () => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth === 8));
    expect(await grid('shown.table.json').getByRole('row').count()).toBeLessThan(40);
    await grid('shown.table.json').getByRole('button', { name: 'id', exact: true }).click();
    await grid('shown.table.json').getByRole('button', { name: 'id', exact: true }).click();
    await until('the greatest first', async () => {
      const cell = grid('shown.table.json').getByRole('row').nth(1).getByRole('gridcell').first();
      return (await cell.textContent()) === '299';
    });
    await keepScreen(page, 'table-file');
  });

  test('parts are one table, and joined tables stand beside each other', async () => {
    await openFile('whole.partitioned-table.json');
    await page.getByText('100 rows').waitFor();
    await page.getByRole('searchbox', { name: 'Search cells' }).fill('row 99');
    await page.getByText('1 of 100 rows').waitFor();
    await openFile('both.joined-table.json');
    await page.getByText('3 rows').waitFor();
    const heads = await grid('both.joined-table.json').getByRole('columnheader').allTextContents();
    expect(heads.map((head) => head.replace(/\s.*$/s, ''))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^id/),
        expect.stringMatching(/^score@1/),
        expect.stringMatching(/^score@2/),
      ]),
    );
    await keepScreen(page, 'table-file-joined');
  });

  test('the tables of a run stand in its files as tables', async () => {
    await page.goto(`${project}/runs/files/files`);
    await page
      .getByRole('button', { name: /\.table\.json/ })
      .first()
      .click();
    await page.getByText('120 rows').waitFor();
    await page.getByRole('button', { name: 'Plot', exact: true }).click();
    await page.getByRole('img', { name: /histogram of 120 rows/ }).waitFor();
  });

  test('a model graph is a table of layers, in a panel and among the files of a run', async () => {
    await page
      .getByRole('button', { name: /\.graph\.json/ })
      .first()
      .click();
    await page.getByRole('gridcell', { name: 'Linear', exact: true }).waitFor();
    await page.goto(project);
    const panel = page.locator('[data-cell="history/model"]');
    await panel.getByRole('button', { name: 'Table', exact: true }).click();
    await panel.getByText('2 rows').waitFor();
    await panel.getByRole('gridcell', { name: 'fc1', exact: true }).waitFor();
    await panel.getByRole('gridcell', { name: '10', exact: true }).waitFor();
    await keepScreen(page, 'model-graph');
    expect(trouble).toEqual([]);
  });

  test('a column of matrices, which the client keeps in a file beside the table, is read and projected', async () => {
    await page.goto(`${project}/artifacts/run_table/run-files-matrices/v0/files`);
    await openFile('matrices.table.json');
    const second = grid('matrices.table.json').getByRole('row').nth(2).getByRole('gridcell');
    await until('the matrix of the second row', async () => (await second.last().textContent()) === '[[1,2],[3,4]]');
    await page.getByText('Plot', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Kind of plot' }).click();
    await page.getByRole('option', { name: '2D projection', exact: true }).click();
    await page.getByRole('application', { name: 'matrices.table.json, PCA projection of 12 rows' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Vectors' }).textContent()).toContain('matrix (4)');
  });
});
