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
    expect(trouble).toEqual([]);
  });
});
