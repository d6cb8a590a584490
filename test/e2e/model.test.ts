import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`watched models${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('watch.py'), { address: host.address });
    project = `${host.address}/${await entityOf(host.address)}/watch`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panel = (): Locator => page.locator('[data-cell="summary/graph_0"]');
  const layer = (id: string): Locator => panel().locator(`[data-layer="${id}"]`);
  const layers = (): Promise<readonly string[]> =>
    panel()
      .locator('[data-layer]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['layer'] ?? '').sort());

  /** Panels far from the screen do not exist. */
  const show = (): Promise<void> => page.locator('[data-section="Model"]').scrollIntoViewIfNeeded();

  test('gradients, parameters and the graph are found by themselves', async () => {
    await page.goto(project);
    for (const kind of ['gradients', 'parameters'])
      await page.locator(`[data-cell="history/${kind}/stem.weight"]`).waitFor();
    await show();
    // The newest run's graph comes first: Keras says what leads where.
    await layer('join').waitFor();
    expect(await layers()).toEqual(['input', 'join', 'left', 'right']);
    expect(await panel().locator('svg path[marker-end]').count()).toBe(4);
    await panel().getByText('4 layers · 120 parameters').waitFor();
  });

  test('a module is opened to the layers inside, which tell their shapes and weights', async () => {
    await panel().getByRole('combobox', { name: 'Model of' }).click();
    await page.getByRole('option', { name: 'two and 1 more' }).click();
    await layer('stem').waitFor();
    await panel().getByText('layers stand in the order they ran in').waitFor();
    expect(await layers()).toEqual(['blocks.', 'blocks.0', 'blocks.1', 'head', 'stem']);
    await layer('blocks.0').click();
    await layer('blocks.0.inner').waitFor();
    expect(await layers()).toContain('blocks.0.conv');
    await layer('blocks.0.conv').click();
    const details = panel().getByRole('complementary', { name: 'blocks.0.conv' });
    await details.getByText('Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1))').waitFor();
    await details
      .getByText('576 · 61.6 % of the model')
      .or(details.getByText(/^576 · /))
      .waitFor();
    await details.getByText('8 × 8 × 3 × 3').waitFor();
    await keepScreen(page, 'model-graph-light');
    expect(await axeFaults(page, '[data-cell="summary/graph_0"]')).toEqual([]);
    await details.getByRole('button', { name: 'Close the details' }).click();
    await layer('blocks.0').click();
    await layer('blocks.0.conv').waitFor({ state: 'detached' });
  });

  test('the graph is exported as it is opened, and every layer as a row', async () => {
    const menu = async (item: string): Promise<void> => {
      await panel().getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu('Export as picture…');
    const picture = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const svg = readFileSync(await (await picture).path(), 'utf8');
    const names = ['stem', 'blocks', 'head', 'conv'].filter((name) => svg.includes(`>${name}<`));
    expect(names).toEqual(['stem', 'blocks', 'head']);
    const rows = page.waitForEvent('download');
    await menu('CSV of what is drawn');
    const csv = readFileSync(await (await rows).path(), 'utf8');
    expect(csv).toMatch(/^Name,Class,Output shape,Parameters\n/);
    expect(csv).toMatch(/\nblocks\.0\.conv,Conv2d,,576\n/);
  });

  test('keys go from layer to layer and zoom; a search opens what it finds', async () => {
    await layer('stem').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['layer'])).toBe('blocks.0');
    const widthOf = async (): Promise<number> => (await layer('stem').boundingBox())?.width ?? 0;
    const before = await widthOf();
    await page.keyboard.press('+');
    await until('a larger graph', async () => (await widthOf()) > before * 1.1);
    await page.keyboard.press('0');
    await panel().getByRole('searchbox', { name: 'Search layers' }).fill('linear');
    await layer('blocks.0.inner.0').waitFor();
    await panel().getByText('1 of 2').waitFor();
    await panel().getByRole('searchbox', { name: 'Search layers' }).press('Enter');
    await panel().getByRole('complementary', { name: 'head' }).waitFor();
    await showTheme(page, 'dark');
    await show();
    await layer('stem').waitFor();
    await keepScreen(page, 'model-graph-dark');
    await showTheme(page, 'light');
  });

  test('the layers are a table too, and the run alone shows its graph', async () => {
    await show();
    await layer('stem').waitFor();
    await panel().getByRole('button', { name: 'Table', exact: true }).click();
    await panel().getByRole('gridcell', { name: 'stem', exact: true }).first().waitFor();
    await panel().getByRole('button', { name: 'Graph', exact: true }).click();
    await layer('stem').waitFor();
    await page.goto(`${project}/runs/keras`);
    await show();
    await layer('join').waitFor();
    expect(trouble).toEqual([]);
  });
});
