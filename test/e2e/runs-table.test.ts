import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`the runs table${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let table: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    for (const [i, name] of ['base', 'next', 'last'].entries()) {
      const config = { lr: 0.1 * (i + 1) };
      const run = await client.startRun({ project: 'rows', name, displayName: `run ${name}`, config });
      await run.history([{ acc: 0.7 + i * 0.1, loss: 0.5 - i * 0.1, _step: 0, _runtime: 1 }]);
      await run.summary({ acc: 0.7 + i * 0.1, loss: 0.5 - i * 0.1 });
      await run.finish(0);
    }
    const entity = await entityOf(host.address);
    table = `${host.address}/${entity}/rows/table`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const cell = (run: string, column: string): Locator => page.locator(`[data-run="${run}"] [data-cell="${column}"]`);

  async function rowMenu(run: string, entry: string): Promise<void> {
    await page.locator(`[data-run="${run}"]`).hover();
    await page.getByRole('button', { name: `Acts on run ${run}` }).click();
    await page
      .getByRole('menuitem', { name: entry })
      .or(page.getByRole('menuitemcheckbox', { name: entry }))
      .click();
  }

  test('rows say how far they are from the baseline and whether that is good, also after a reload', async () => {
    await page.goto(table);
    await cell('base', 'summary:acc').waitFor();
    await rowMenu('base', 'Baseline');
    await until('the difference', async () => (await cell('next', 'summary:acc').innerText()).includes('+0.1'));
    expect(await cell('next', 'summary:acc').locator('[data-verdict="better"]').count()).toBe(1);
    expect(await cell('next', 'summary:loss').locator('[data-verdict="better"]').innerText()).toBe('−0.1');
    expect(await cell('next', 'config:lr').locator('[data-verdict]').count()).toBe(0);
    expect(await cell('base', 'summary:acc').innerText()).toBe('0.7');
    await page.reload();
    await until('the difference again', async () => (await cell('last', 'summary:acc').innerText()).includes('+0.2'));
    await page.getByRole('columnheader', { name: 'acc' }).getByRole('button').click({ button: 'right' });
    await page.getByRole('menuitemcheckbox', { name: 'Lower is better' }).click();
    await until(
      'the other verdict',
      async () => (await cell('next', 'summary:acc').locator('[data-verdict="worse"]').count()) === 1,
    );
    // Ticks leave the menu open, for one more.
    expect(await page.getByRole('menuitemcheckbox', { name: 'Lower is better' }).isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'runs-table-baseline-light');
    await showTheme(page, 'dark');
    await cell('base', 'summary:acc').waitFor();
    await keepScreen(page, 'runs-table-baseline-dark');
    await showTheme(page, 'light');
  });

  test('the table is saved as CSV, JSON, LaTeX and Markdown', async () => {
    await page.goto(table);
    await cell('base', 'summary:acc').waitFor();
    const save = async (format: string): Promise<readonly [name: string, text: string]> => {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: format }).click(),
      ]);
      return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
    };
    const [csvName, csv] = await save('CSV');
    expect(csvName).toBe('rows-runs.csv');
    expect(csv).toMatch(/summary\.acc/);
    const [, json] = await save('JSON');
    expect(
      (JSON.parse(json) as { id: string; 'config.lr': number }[]).find((one) => one.id === 'base')?.['config.lr'],
    ).toBe(0.1);
    const [latexName, latex] = await save('LaTeX table');
    expect(latexName).toBe('rows-runs.tex');
    expect(latex).toMatch(/\\toprule[\s\S]*summary\.acc[\s\S]*run next/);
    const [, markdown] = await save('Markdown table');
    expect(markdown).toMatch(/^\| Name \|/);
    // Selected runs are saved also where the search no longer finds them.
    await page.getByRole('checkbox', { name: 'Select run base' }).click();
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('next');
    await until('the others to go', async () => (await page.locator('[data-run]').count()) === 1);
    const bar = page.getByRole('toolbar', { name: '1 selected' });
    await bar.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'JSON' }).click(),
    ]);
    const chosen = JSON.parse(readFileSync(await download.path(), 'utf8')) as { id: string }[];
    expect(chosen.map((one) => one.id)).toEqual(['base']);
    expect(trouble).toEqual([]);
  });

  test('grouped by two keys: mean and spread of each group, its runs on demand, and a table for paper', async () => {
    const client = new WireClient(host.address);
    for (const [i, acc] of [0.5, 0.7, 0.9, 0.6].entries()) {
      const config = { opt: i < 3 ? 'adam' : 'sgd', seed: i % 2 };
      const run = await client.startRun({ project: 'groups', name: `g${i}`, displayName: `trial ${i}`, config });
      await run.summary({ acc });
      await run.finish(0);
    }
    await page.goto(`${table.replace('/rows/', '/groups/')}?by=`);
    await cell('g0', 'summary:acc').waitFor();
    const groupBy = async (key: string): Promise<void> => {
      await page.getByRole('button', { name: 'Column', exact: true }).click();
      await page.getByRole('searchbox', { name: 'Find a column' }).fill(key);
      await page.getByRole('option', { name: key }).first().click();
    };
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await groupBy('opt');
    await groupBy('seed');
    await page.keyboard.press('Escape');
    const group = (name: string): Locator => page.locator(`[data-group="${name}"]`);
    await group('opt adam').waitFor();
    // 0.5, 0.7 and 0.9: a deviation of 0.2 with n - 1.
    await until('the mean of the outer group', async () =>
      /0\.7 ± 0\.2/.test(await group('opt adam').locator('[data-cell="summary:acc"]').innerText()),
    );
    expect(await group('opt adam, seed 0').locator('[data-cell="summary:acc"]').innerText()).toMatch(/^0\.7 ± 0\.28/);
    expect(await group('opt sgd').locator('[data-cell="summary:acc"]').innerText()).toBe('0.6');
    expect(await page.locator('[data-run]').count()).toBe(0);
    await page.getByRole('button', { name: 'Show the runs of opt adam, seed 0' }).click();
    await cell('g2', 'summary:acc').waitFor();
    expect(await page.locator('[data-run]').count()).toBe(2);
    await page.getByRole('checkbox', { name: 'Select the runs of opt adam', exact: true }).click();
    await page.getByText('3 selected').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'runs-table-groups-light');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.reload();
    await cell('g2', 'summary:acc').waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Mean ± std' }).click();
    const preview = page.getByLabel('Preview');
    await until('the table', async () => /adam & 0 & 2 & 0\.7 \$\\pm\$ 0\.28/.test(await preview.innerText()));
    await page.getByRole('combobox', { name: 'Side by side' }).click();
    await page.getByRole('option', { name: 'seed side by side' }).click();
    await until('seeds side by side', async () => /config\.opt & seed 0 & seed 1/.test(await preview.innerText()));
    await keepScreen(page, 'runs-table-pivot-light');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('groups-groups.tex');
    await page.keyboard.press('Escape');
    await showTheme(page, 'dark');
    await cell('g2', 'summary:acc').waitFor();
    await keepScreen(page, 'runs-table-groups-dark');
    await showTheme(page, 'light');
    expect(trouble).toEqual([]);
  });
});
