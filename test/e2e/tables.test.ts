import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`logged tables${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];
  let project: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('tables.py'), { address: host.address });
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/tables`;
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 2400 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(project);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.locator(`[data-cell="history/${key}"]`);
  const rowsOf = (key: string): Locator => panelOf(key).getByRole('row');
  /** Texts of one column, as they stand. */
  async function columnOf(key: string, name: string): Promise<readonly string[]> {
    const heads = await panelOf(key).getByRole('columnheader').allTextContents();
    const at = heads.findIndex((head) => head.startsWith(name)) - 1;
    const rows = await rowsOf(key).all();
    const texts = await Promise.all(
      rows.slice(1).map((row) =>
        row
          .getByRole('gridcell')
          .nth(at)
          .textContent({ timeout: 1000 })
          .catch(() => null),
      ),
    );
    return texts.filter((text): text is string => text !== null);
  }

  test('tables of both runs stand on top of each other, with their pictures', async () => {
    await panelOf('predictions').getByText('80 rows').waitFor();
    await panelOf('predictions').getByRole('grid').waitFor();
    expect((await columnOf('predictions', 'word')).slice(0, 2)).toEqual(['item 0', 'item 1']);
    const picture = panelOf('predictions').locator('img').first();
    await until('a picture to be there', () =>
      picture.evaluate((one) => (one as HTMLImageElement).naturalWidth === 16),
    );
    await panelOf('predictions').getByRole('button', { name: 'Open the picture' }).first().click();
    const large = page.getByRole('dialog').locator('img');
    await until('a picture of 16 × 12 to be large', async () => ((await large.boundingBox())?.height ?? 0) > 300);
    expect(await large.evaluate((one) => getComputedStyle(one).imageRendering)).toBe('pixelated');
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    await panelOf('empty').getByText('The table has no rows').waitFor();
    await panelOf('grown').getByText('6 rows').waitFor();
    await panelOf('mixed').getByText('6 rows').waitFor();
    await keepScreen(page, 'tables-light');
  });

  test('a click on a head sorts all rows, not only those in sight', async () => {
    await panelOf('many').getByRole('button', { name: 'n', exact: true }).click();
    await panelOf('many').getByRole('button', { name: 'n', exact: true }).click();
    await until('the greatest first', async () => (await columnOf('many', 'n'))[0] === '4999');
    expect((await columnOf('many', 'n')).slice(0, 3)).toEqual(['4999', '4999', '4998']);
    expect(await rowsOf('many').count()).toBeLessThan(60);
  });

  test('after scrolling far every row stands in order and shows its own cells', async () => {
    const grid = panelOf('many').getByRole('grid');
    const inSight = (): Promise<readonly (readonly string[])[]> =>
      grid.evaluate((element) =>
        [...element.querySelectorAll('[role=row]')]
          .slice(1)
          .map((row) => [
            row.getAttribute('aria-rowindex') ?? '',
            ...[...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent),
          ]),
      );
    for (const top of [40_000, 41_000, 100_123]) await grid.evaluate((element, to) => element.scrollTo(0, to), top);
    await until('the rows there, in order', async () => {
      const rows = await inSight();
      const first = Number(rows[0]?.[0]);
      return (
        first > 3000 &&
        rows.every(([at, n]) => Number(at) > 0 && n !== '') &&
        rows.every(([at], i) => Number(at) === first + i)
      );
    });
    // Sorted from the greatest, each number twice, and each with its own text.
    const rows = await inSight();
    expect(rows.map(([, n]) => Number(n))).toEqual(rows.map(([at]) => 4999 - Math.floor((Number(at) - 2) / 2)));
    expect(rows.map(([, , text]) => text)).toEqual(rows.map(([, n]) => `row ${n}`));
    await grid.evaluate((element) => element.scrollTo(0, 0));
    await until('the first rows', async () => (await inSight())[0]?.[0] === '2');
  });

  test('search and conditions keep rows, and a number that is none is refused in words', async () => {
    await panelOf('many').getByRole('searchbox').fill('row 499');
    await panelOf('many').getByText('22 of 10,000 rows').waitFor();
    await panelOf('many').getByRole('searchbox').fill('');
    await panelOf('many').getByRole('button', { name: 'Filter rows' }).click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByRole('combobox', { name: 'Comparison' }).click();
    await page.getByRole('option', { name: '<', exact: true }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill('10');
    await panelOf('many').getByText('20 of 10,000 rows').waitFor();
    await page.getByRole('textbox', { name: 'Value' }).fill('ten');
    await panelOf('many').getByText('a number, as the column holds numbers').waitFor();
    await page.getByRole('textbox', { name: 'Value' }).fill('10');
    await page.keyboard.press('Escape');
    await panelOf('many').getByText('20 of 10,000 rows').waitFor();
  });

  test('rows are grouped by a column, and one run is shown alone', async () => {
    await panelOf('predictions').getByRole('combobox', { name: 'Group by' }).click();
    await page.getByRole('option', { name: 'Group by: right' }).click();
    await panelOf('predictions').getByText('2 groups').waitFor();
    expect(await columnOf('predictions', 'right')).toEqual(['false', 'true']);
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await panelOf('predictions').getByRole('combobox', { name: 'Group by' }).click();
    await page.getByRole('option', { name: 'Group by: no groups' }).click();
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await panelOf('predictions').getByRole('combobox', { name: 'Run' }).click();
    await page.getByRole('option', { name: 'alpha' }).click();
    await panelOf('predictions').getByText('40 rows').waitFor();
  });

  test('a row opens in full, the step goes back, and the table is a file', async () => {
    await panelOf('predictions').getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Row 2' });
    await dialog.getByText('item 1', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Next row' }).click();
    await page.getByRole('dialog', { name: 'Row 3' }).waitFor();
    await page.keyboard.press('Escape');
    expect((await columnOf('predictions', 'score'))[0]).toBe('1');
    await panelOf('predictions').getByRole('button', { name: 'Previous step' }).click();
    await until('the first step', async () => (await columnOf('predictions', 'score'))[0] === '0');
    await panelOf('predictions').getByRole('button', { name: 'Last step' }).click();
    await panelOf('many').getByText('20 of 10,000 rows').waitFor();
    await panelOf('many').hover();
    await panelOf('many').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').split('\r\n');
    expect([lines[0], lines[1], lines.length]).toEqual(['n,text', '9,row 9', 22]);
    await showTheme(page, 'dark');
    await panelOf('predictions').getByRole('grid').waitFor();
    await keepScreen(page, 'tables-dark');
    expect(trouble.filter((line) => !line.includes('a number'))).toEqual([]);
  });
});
