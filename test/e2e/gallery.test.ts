import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults, axeFaultsOfColors } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

/** What each kind of panel shows once it is drawn. */
const DRAWN: Readonly<Record<string, string>> = {
  'p-line-0': 'canvas',
  'p-histogram-0': 'canvas',
  'p-table-0': '[role=grid] [role=row]',
  'p-model-0': '[data-layer]',
  'p-custom-chart-0': '[role=img][data-drawn]',
  'p-scatter-0': '[role=application] canvas',
  'p-bar-0': '[role=application] canvas',
  'p-parallel-0': '[role=application] canvas',
  'p-importance-0': 'table tbody tr',
  'p-compare-0': '[role=grid] [role=rowheader]',
  'p-code-0': 'text=saved code',
  'p-scalar-0': '[role=listitem]',
  'p-markdown-0': 'h3',
};

describe.skipIf(missing !== undefined)(`the gallery of panels${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let entity: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('gallery.py'), { address: host.address });
    entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('every kind of panel is drawn over real runs, in both themes, and no fault is found', async () => {
    await page.goto(`${host.address}/${entity}/gallery/workspace`);
    // The workspace has boxes of choice of its own.
    await page.getByRole('button', { name: 'Add panels' }).waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('combobox').fill('Panel gallery');
    await page.getByRole('option', { name: /Panel gallery/ }).click();
    await page.waitForURL(/\/gallery\/gallery/);
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(page, theme);
      for (const [cell, drawn] of Object.entries(DRAWN)) {
        const panel = page.locator(`[data-cell="${cell}"]`);
        await panel.scrollIntoViewIfNeeded();
        await panel.locator(drawn).first().waitFor();
      }
      // One panel for each medium: image, sound, video, page, text, cloud, molecule.
      await until('all media', async () => (await page.locator('[data-cell^="p-media-"]').count()) >= 7);
      await settled(page);
      expect(await (theme === 'light' ? axeFaults(page) : axeFaultsOfColors(page))).toEqual([]);
      for (const cell of ['p-line-0', 'p-media-0', 'p-parallel-0', 'p-compare-0', 'p-markdown-0']) {
        await page.locator(`[data-cell="${cell}"]`).scrollIntoViewIfNeeded();
        await settled(page);
        await keepScreen(page, `gallery-${cell}-${theme}`);
      }
    }
    expect(trouble).toEqual([]);
  });

  test('what a project has nothing for is named with the line that logs it', async () => {
    const run = await new WireClient(host.address).startRun({ project: 'bare', name: 'b' });
    await run.history([{ loss: 1, _step: 0, _runtime: 0 }]);
    await run.finish(0);
    await page.goto(`${host.address}/${entity}/bare/gallery`);
    const list = page.getByRole('region', { name: 'Nothing of these in this project yet' });
    await list.getByText('run.log({"sample": wandb.Image(pixels)})').waitFor();
    expect(await list.getByRole('listitem').count()).toBe(5);
    await page.locator('[data-cell="p-line-0"] canvas').first().waitFor();
  });
});
