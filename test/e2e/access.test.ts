import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`access for all${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeClassifierSweep(host.address, nowMs(), 8);
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/image-classifier`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('dialogs, menus and popovers have no accessibility fault in either theme', async () => {
    const faults: string[] = [];
    const look = async (name: string): Promise<void> => {
      faults.push(...(await axeFaults(page, '[role=dialog], [role=menu]')).map((one) => `${name}: ${one}`));
    };
    await page.goto(`${project}/workspace`);
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(page, theme);
      await settled(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /Search projects/ }).fill('run');
      await look(`palette, ${theme}`);
      await keepScreen(page, `palette-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Shift+?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await look(`shortcuts, ${theme}`);
      await keepScreen(page, `shortcuts-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      for (const name of ['Filter', 'Group', 'Sort', 'Add panels', 'My workspace']) {
        await page.getByRole('button', { name }).first().click();
        await look(`${name}, ${theme}`);
        await page.keyboard.press('Escape');
        await until(
          'it to close',
          async () => (await page.getByRole('dialog').or(page.getByRole('menu')).count()) === 0,
        );
      }
    }
    await showTheme(page, 'light');
    expect(faults).toEqual([]);
  });

  test('from the palette to a comparison of two runs without a mouse', async () => {
    await page.goto(host.address);
    await page.getByText('image-classifier').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('image-classifier');
    await page
      .getByRole('option', { name: /image-classifier/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/image-classifier/);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.locator('[data-run]').first().waitFor();
    await settled(page);
    for (const key of ['j', 'x', 'j', 'x', 'c']) await page.keyboard.press(key);
    await page.waitForURL(/\/compare\?runs=/);
    await page.getByRole('grid', { name: 'Run comparer' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL(/workspace/);
    // By a key to its panel, though its section is folded and far down.
    const section = page.locator('[data-section="val"]');
    await section.getByRole('button', { expanded: true }).first().press('Enter');
    await section.getByRole('button', { expanded: false }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('val/top5');
    await page.getByRole('option', { name: 'val/top5_accuracy' }).waitFor();
    await until('the panel’s row to be the first', async () => {
      const chosen = page.getByRole('option', { selected: true });
      return (await chosen.innerText()).includes('val/top5_accuracy');
    });
    await page.keyboard.press('Enter');
    await page.locator('[data-cell="history/val/top5_accuracy"] canvas').first().waitFor();
    await until('it to be in sight', () =>
      page.locator('[data-cell="history/val/top5_accuracy"]').evaluate((cell) => {
        const { top, bottom } = cell.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    );
    await page.keyboard.press('/');
    await page.keyboard.type('accuracy');
    expect(await page.getByRole('searchbox', { name: 'Search panels' }).inputValue()).toBe('accuracy');
    expect(trouble).toEqual([]);
  });

  test('a shortcut is given other keys, which are refused where they are taken, and gets its own back', async () => {
    await page.goto(`${project}/workspace`);
    await settled(page);
    await page.keyboard.press('Shift+?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByRole('button', { name: 'Change the shortcut of “Go to the runs table”' }).click();
    await page.keyboard.press('/');
    await sheet.getByText(/^Taken by /).waitFor();
    await page.keyboard.press('Control+Shift+U');
    await sheet.getByRole('button', { name: 'Give “Go to the runs table” its own shortcut back' }).waitFor();
    await keepScreen(page, 'shortcuts-changed');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Control+Shift+U');
    await page.waitForURL(/\/table/);
    await page.keyboard.press('Shift+?');
    await sheet.getByRole('button', { name: 'Give “Go to the runs table” its own shortcut back' }).click();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.goto(`${project}/workspace`);
    await settled(page);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL(/\/table/);
  });

  test('j and k on a run’s page go down and up the runs table as it is sorted and filtered', async () => {
    const state = 'sort=-run%3AdisplayName&where=state+%3D+%22finished%22';
    const response = await fetch(project.replace(/\/([^/]+)\/([^/]+)$/, '/api/projects/$1/$2/views/runs-table'), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scope: 'runs-table', name: 'Runs table', body: { version: 1, state } }),
    });
    expect(response.status).toBe(200);
    await page.goto(`${project}/table`);
    await page.locator('[data-run]').first().waitFor();
    const rows = await page
      .locator('[data-run]')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-run') ?? ''));
    expect(rows.length).toBeGreaterThan(3);
    const hrefOf = (place: number): string => `/runs/${rows[place] ?? ''}/overview`;
    await page.goto(`${project}${hrefOf(1)}`);
    await page.getByRole('button', { name: /^Next run in the runs table: / }).waitFor();
    await page.keyboard.press('j');
    await until('the row below', () => page.url().endsWith(hrefOf(2)));
    await page.getByRole('button', { name: /^Next run in the runs table: / }).click();
    await until('the row below that', () => page.url().endsWith(hrefOf(3)));
    await page.getByRole('button', { name: /^Previous run in the runs table: / }).waitFor();
    await page.keyboard.press('k');
    await until('the row above', () => page.url().endsWith(hrefOf(2)));
  });
});
