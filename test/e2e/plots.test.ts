import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addPanel, keepScreen, listenForTrouble, settled } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const MADE_PANELS = '[data-cell^="p-"]';
const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

/** Runs with all kinds of values: `lr` is a number, zero, a text or missing; `opt` a text; `acc` and `loss` results. */
async function writeRuns(client: WireClient): Promise<void> {
  const rates = [0.001, 0.01, 0.1, 0.03, 0, 'auto', undefined];
  for (const [i, lr] of rates.entries()) {
    const run = await client.startRun({
      project: 'plots',
      name: `run${i}`,
      displayName: `trial ${i}`,
      config: { ...(lr === undefined ? {} : { lr }), opt: i % 2 === 0 ? 'adam' : 'sgd' },
    });
    await run.history(
      [1, 2, 3].map((step) => ({ acc: 0.5 + i * 0.05 + step * 0.01, loss: 1 / step, _step: step, _runtime: step })),
    );
    await run.summary({ acc: (53 + i * 5) / 100, loss: 1 / 3 });
    await run.finish(0);
  }
}

describe.skipIf(missing !== undefined)(`panels over columns of runs${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let workspace: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeRuns(new WireClient(host.address));
    const entity = await entityOf(host.address);
    workspace = `${host.address}/${entity}/plots/workspace`;
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const add = (kind: string, fill?: (dialog: Locator) => Promise<void>, body?: object): Promise<Locator> =>
    addPanel(page, workspace, kind, {
      ...(fill === undefined ? {} : { fill }),
      ...(body === undefined ? {} : { body }),
    });

  test('a scatter starts with what was varied and what came of it, and says what it cannot draw', async () => {
    const panel = await add('Scatter');
    const picture = panel.getByRole('application', { name: /^Scatter of acc over lr: 4 runs, 3 not drawn/ });
    await picture.waitFor();
    await panel.getByText('1 run without lr').waitFor();
    await panel.getByText('1 where lr is no number').waitFor();
    await panel.getByText('1 where lr is not above zero (log axis)').waitFor();
    await picture.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('trial 0, lr 0.001, acc 0.53').waitFor({ state: 'attached' });
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'plots-scatter');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/run0/);
  });

  test('runs that are brushed are shown alone', async () => {
    const panel = await add('Scatter');
    const picture = panel.getByRole('application', { name: /^Scatter/ });
    await picture.waitFor();
    await settled(page);
    const brush = async (): Promise<void> => {
      const box = await picture.boundingBox();
      if (box === null) throw new Error('no picture');
      await page.mouse.move(box.x + box.width * 0.08, box.y + 6);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height - 30, { steps: 4 });
      await page.mouse.up();
    };
    await brush();
    const bar = panel.getByRole('toolbar', { name: 'Selected runs' });
    await bar.getByText('2 runs selected').waitFor();
    await bar.getByRole('button', { name: 'Show only these' }).click();
    await until('two runs to be drawn', async () => (await picture.getAttribute('data-count')) === '2');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('all to be back', async () => (await picture.getAttribute('data-count')) === '4');
    await brush();
    await bar.getByRole('button', { name: 'Filter the runs to these' }).click();
    await until('two runs to match', async () => (await picture.getAttribute('data-count')) === '2');
    await page.getByText('2 visualized of 2').waitFor();
  });

  test('a run that comes later appears by itself', async () => {
    const panel = await add('Scatter', undefined, { filter: 'config.opt = "adam"' });
    const picture = panel.getByRole('application', { name: /^Scatter/ });
    await until('the runs with adam', async () => (await picture.getAttribute('data-count')) === '2');
    const run = await new WireClient(host.address).startRun({
      project: 'plots',
      name: `late${nowMs()}`,
      displayName: 'late',
      config: { lr: 0.5, opt: 'adam', isLate: true },
    });
    await run.summary({ acc: 0.9 });
    await until('the new run', async () => Number(await picture.getAttribute('data-count')) > 2);
    await run.finish(0);
    await fetch(`${host.address}/api/runs/${run.entity}/plots/${run.run}`, { method: 'DELETE' });
    await until('it to be gone', async () => (await picture.getAttribute('data-count')) === '2');
  });

  test('bars measure each run, texts are counted, and the numbers are there as a table', async () => {
    const panel = await add('Bar, box, violin');
    await panel.getByRole('application', { name: /^Bars of acc: 7, from 0.83 to 0.53/ }).waitFor();
    await panel.hover();
    await panel.getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('button', { name: /^Together by/ }).click();
    await page.getByRole('searchbox', { name: 'Search columns' }).fill('opt');
    await page.keyboard.press('Enter');
    await page
      .getByRole('radio', { name: 'Violins' })
      .or(page.getByRole('button', { name: 'Violins' }))
      .click();
    await page.keyboard.press('Escape');
    await panel.getByRole('application', { name: /^Violins of acc: 2/ }).waitFor();
    await panel.getByText('2 groups, 7 runs').waitFor();
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
    await keepScreen(page, 'plots-violin');
    await panel.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Show data as table' }).click();
    const table = page.getByRole('dialog').getByRole('table');
    expect(await table.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('Mean acc'),
      expect.stringMatching(/^adam\s+4\s+0.68/),
      expect.stringMatching(/^sgd\s+3\s+0.68/),
    ]);
    await page.keyboard.press('Escape');
  });

  test('pictures and numbers of a plot are files', async () => {
    const panel = await add('Scatter');
    await panel.getByRole('application', { name: /^Scatter/ }).waitFor();
    const saved = async (press: () => Promise<void>): Promise<readonly [name: string, text: string]> => {
      const [download] = await Promise.all([page.waitForEvent('download'), press()]);
      return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
    };
    const choose = async (entry: string): Promise<void> => {
      await panel.hover();
      await panel.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    await choose('Export as picture…');
    const dialog = page.getByRole('dialog');
    const [svgName, svg] = await saved(() => dialog.getByRole('button', { name: 'Export' }).click());
    expect(svgName).toBe('acc-over-lr.svg');
    expect(svg).toMatch(/^<svg[\s\S]*>acc<\/text>[\s\S]*<\/svg>\s*$/);
    const [csvName, csv] = await saved(() => choose('CSV of what is drawn'));
    expect(csvName).toBe('acc-over-lr.csv');
    expect(csv.split('\n')).toContain('trial 1,run1,0.01,0.58');
  });

  test('one number for each run, with the way from the baseline', async () => {
    const panel = await add('Number', undefined, { baseline: 'run2' });
    const card = panel.getByRole('listitem').filter({ hasText: 'trial 6' });
    await card.getByText('+0.2 (+31.7 %)').waitFor();
    expect(await card.innerText()).toMatch(/0\.83[\s\S]*better[\s\S]*min 0\.81/);
    expect(await panel.getByRole('listitem').filter({ hasText: 'baseline' }).innerText()).toContain('0.63');
    expect(await axeFaults(page, MADE_PANELS)).toEqual([]);
  });

  test('a Markdown panel is written in place, and its links are safe', async () => {
    const text = '# Plan\n\n[docs](https://example.org) [bad](javascript:alert(1)) <img src=x onerror=alert(1)>';
    const panel = await add('Markdown', (dialog) =>
      dialog.getByRole('textbox', { name: 'Text (Markdown)' }).fill(text),
    );
    const link = panel.getByRole('link', { name: 'docs' });
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await panel.getByRole('link', { name: 'bad' }).count()).toBe(0);
    expect(await panel.locator('img').count()).toBe(0);
    await panel.hover();
    await panel.getByRole('button', { name: 'Edit text' }).click();
    await panel.getByRole('textbox').fill('# Findings\n\nRates **matter**.');
    await page.keyboard.press('Control+Enter');
    await panel.getByRole('heading', { name: 'Findings' }).waitFor();
    await panel.getByText('matter').waitFor();
    expect(trouble).toEqual([]);
  });
});
