import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addPanel, keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`charts of artifacts${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];
  let project: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('chart_artifacts.py'), { address: host.address });
    project = `${host.address}/${await entityOf(host.address)}/chart-artifacts`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  async function choose(dialog: Locator, name: string, option: string | RegExp): Promise<void> {
    await dialog.getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await dialog.getByRole('combobox', { name, exact: true, expanded: false }).waitFor();
    await until('the focus to be back', () => page.evaluate(() => document.activeElement?.role === 'combobox'));
  }
  const panel = (): Locator => page.locator('[data-cell^="p-"]').first();
  const labelOf = (scope: Locator): Promise<string | null> =>
    scope.locator('[role=img][data-drawn]').getAttribute('aria-label');
  async function edit(): Promise<Locator> {
    await panel().hover();
    await panel().getByRole('button', { name: 'Edit chart' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Edit chart' });
    await dialog.waitFor();
    return dialog;
  }

  test('a table of an artifact is drawn: the artifact, its version and the table are chosen', async () => {
    await addPanel(page, project, 'Custom chart', {
      fill: async (dialog) => {
        await choose(dialog, 'Rows from', 'Table of an artifact');
        await dialog.getByText('No artifact is chosen').waitFor();
        await choose(dialog, 'Artifact', 'weights · model');
        await dialog.getByText('weights:v0 has no tables').waitFor();
        await choose(dialog, 'Artifact', 'scores · evaluation');
        await dialog.getByText('11 rows').waitFor();
        expect(await dialog.getByRole('combobox', { name: 'Table' }).textContent()).toContain('eval/all');
        await choose(dialog, 'Preset', 'Scatter');
        await choose(dialog, 'Field x', 'x');
        await choose(dialog, 'Field y', 'y');
        await until('the preview', async () => / 11 rows/.test((await labelOf(dialog)) ?? ''));
        expect(await axeFaults(page, '[role=dialog]')).toEqual([]);
        await keepScreen(page, 'chart-artifact-editor');
      },
    });
    expect(await labelOf(panel())).toBe('scores: 11 rows');
    await panel().getByText('scores:v1').waitFor();
    await keepScreen(page, 'chart-artifact');
  });

  test('a version is pinned, another table is chosen, and no run needs to be visible', async () => {
    const dialog = await edit();
    await choose(dialog, 'Version', 'v0');
    await dialog.getByText('10 rows').waitFor();
    await choose(dialog, 'Table', 'totals');
    await dialog.getByText('2 rows').waitFor();
    await choose(dialog, 'Table', 'eval/all');
    await choose(dialog, 'Field y', 'y');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('the first version', async () => / 10 rows/.test((await labelOf(panel())) ?? ''));
    await page.getByRole('button', { name: 'Hide one' }).click();
    await panel().getByText('scores:v0').waitFor();
    expect(await labelOf(panel())).toMatch(/ 10 rows/);
    await page.getByRole('button', { name: 'Show one' }).click();
  });

  test('the latest version goes on by itself, a pinned one stays', async () => {
    await runScript(fixture('chart_artifacts_more.py'), { address: host.address });
    await page.getByRole('button', { name: 'Hide two' }).waitFor();
    expect(await labelOf(panel())).toMatch(/ 10 rows/);
    const dialog = await edit();
    await choose(dialog, 'Version', 'latest, as it goes on');
    await dialog.getByText('25 rows').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await panel().getByText('scores:v2').waitFor();
    await showTheme(page, 'dark');
    await panel().locator('[role=img][data-drawn]').waitFor();
    await keepScreen(page, 'chart-artifact-dark');
    await showTheme(page, 'light');
  });

  test('a table that was logged by itself is an artifact too', async () => {
    const dialog = await edit();
    await choose(dialog, 'Artifact', /logged · run_table$/);
    await dialog.getByText('7 rows').waitFor();
    await choose(dialog, 'Field x', 'a');
    await choose(dialog, 'Field y', 'b');
    await until('its points', async () => / 7 rows/.test((await labelOf(dialog)) ?? ''));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(trouble).toEqual([]);
  });
});
