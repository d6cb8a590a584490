import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { chartMoved, chartPicture, keepScreen, listenForTrouble, settled } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`the board of a workspace${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let workspace: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeClassifierSweep(host.address, nowMs(), 8);
    const entity = await entityOf(host.address);
    workspace = `${host.address}/${entity}/image-classifier/workspace`;
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('a panel is moved and resized by keyboard, and undo outlives a reload', async () => {
    await page.goto(workspace);
    await settled(page);
    const first = page.locator('[data-cell]').first();
    const id = await first.getAttribute('data-cell');
    await first.getByRole('button', { name: /^Move / }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await until('the panel to be wider', async () => /span 2/.test((await first.getAttribute('style')) ?? ''));
    await page.keyboard.press('ArrowRight');
    await until('the panel to move', async () => (await first.getAttribute('data-cell')) !== id);
    await until('the address to carry it', () => page.url().includes('board='));
    await until('undo to be kept', () =>
      page.evaluate(() => Object.keys(sessionStorage).some((key) => key.startsWith('taffrail.undo'))),
    );
    await page.reload();
    await settled(page);
    expect(await first.getAttribute('data-cell')).not.toBe(id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the panel to be back', async () => (await first.getAttribute('data-cell')) === id);
  });

  test('a pattern panel draws every key that matches and takes them off the automatic ones', async () => {
    await page.getByRole('button', { name: 'Add panels' }).click();
    await page.getByText('All keys that match a pattern').click();
    await page.getByRole('textbox', { name: 'Pattern' }).fill('^(train|val)/loss$');
    await page.getByText('2 keys match').waitFor();
    await page.getByRole('button', { name: 'Add panel', exact: true }).click();
    await page.locator('[data-cell^="p-"] canvas').first().waitFor();
    expect(await page.locator('[data-cell="history/train/loss"]').count()).toBe(0);
  });

  test('runs are grouped, and a group is one line with a band', async () => {
    await settled(page);
    const before = await chartPicture(page);
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('button', { name: 'Column' }).last().click();
    await page.getByRole('searchbox').last().fill('architecture');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Show the runs of / })
      .first()
      .waitFor();
    await chartMoved(page, before);
    await keepScreen(page, 'board-grouped');
    await page.keyboard.press('Escape');
  });

  test('one panel draws a subset of the runs and groups them by keys of its own, also after a reload', async () => {
    await page.goto(workspace);
    await settled(page);
    const panel = (name: string): Locator => page.locator(`[data-cell="history/${name}"]`);
    const summary = async (name: string): Promise<string> =>
      (await panel(name).locator('[data-axis]').getAttribute('aria-label')) ?? '';
    await panel('val/accuracy').scrollIntoViewIfNeeded();
    await panel('train/accuracy').locator('[data-axis]').waitFor();
    const whole = await summary('val/accuracy');
    await panel('train/accuracy').hover();
    await panel('train/accuracy').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Runs of this panel…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Runs of train/accuracy' });
    await dialog.getByRole('button', { name: 'As text' }).click();
    await dialog.getByRole('textbox', { name: 'Filter as text' }).fill('name = "nobody"');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await panel('train/accuracy').getByText('No runs are visible').waitFor();
    await dialog.getByRole('button', { name: 'Clear all' }).click();
    await dialog.getByText('Group by keys of its own').click();
    await dialog.getByRole('button', { name: 'Column' }).last().click();
    await page.getByRole('searchbox').last().fill('architecture');
    await page.keyboard.press('Enter');
    await keepScreen(page, 'board-own-runs');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await panel('train/accuracy').getByRole('button', { name: 'by model.architecture' }).waitFor();
    await until('its lines to be groups', async () => !(await summary('train/accuracy')).includes('8 lines'));
    expect(await summary('val/accuracy')).toBe(whole);
    await page.reload();
    await panel('train/accuracy').getByRole('button', { name: 'by model.architecture' }).waitFor();
  });

  test('every chart is drawn over an expression, and over the step again by undo', async () => {
    await page.goto(workspace);
    const chart = page.locator('[data-cell="history/optim/grad_norm"] [data-axis]');
    await chart.waitFor();
    const axis = (): Promise<string | null> => chart.getAttribute('data-axis');
    const before = await axis();
    await page.getByRole('toolbar', { name: 'Panels' }).getByRole('button', { name: 'Default' }).click();
    await page.getByRole('searchbox', { name: /type an expression/ }).fill('epoch * ${config:epochs}');
    await page.getByRole('option', { name: 'epoch * ${config:epochs}' }).click();
    await until('the axis to change', async () => (await axis()) === '=epoch * ${config:epochs}');
    await until(
      'points to be drawn',
      async () => !/ 0 points/.test((await chart.getAttribute('aria-label')) ?? ' 0 points'),
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the axis to be back', async () => (await axis()) === before);
  });

  test('a view is saved under a name, and its changes travel in the address', async () => {
    await page.getByRole('button', { name: /My workspace/ }).click();
    await page.getByText('Save as…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Losses');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await until('the view to open', () => page.url().includes('view=losses'));
    await page.getByRole('button', { name: 'Link zooms' }).click();
    const url = await until('the address to carry the change', () =>
      page.url().includes('board=') ? page.url() : undefined,
    );
    const other = await browser.newPage();
    await other.goto(url);
    await other.getByRole('button', { name: 'Zooms are linked' }).waitFor();
    await other.close();
    expect(trouble).toEqual([]);
  });

  test('keys act on the panel under the pointer, and its points can be read as a table', async () => {
    await page.goto(`${workspace}?board=${Buffer.from('{"version":2}').toString('base64url')}`);
    const panel = page.locator('[data-cell="history/train/loss"]');
    const plot = panel.locator('.u-over');
    await settled(page);
    await plot.hover();
    await page.keyboard.press('l');
    await panel.getByRole('button', { name: 'log', pressed: true }).waitFor();
    const { x = 0, y = 0, width = 0, height = 0 } = (await plot.boundingBox()) ?? {};
    await page.mouse.move(x + width * 0.3, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 4 });
    await page.mouse.up();
    const resetZoom = panel.getByRole('button', { name: 'Reset zoom' });
    await resetZoom.waitFor();
    await page.keyboard.press('0');
    await resetZoom.waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+F');
    const full = page.getByRole('dialog', { name: 'Panel in full screen' });
    // Arrows in a form over the panel are the form's own.
    await full.getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('dialog', { name: 'Edit panel' }).getByRole('button', { name: 'Linear' }).last().focus();
    await page.keyboard.press('ArrowRight');
    expect(await full.locator('h3').textContent()).toBe('train/loss');
    await page.mouse.click(2, 450);
    await full.waitFor({ state: 'detached' });
    await plot.hover();
    await panel.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Show data as table' }).click();
    const rows = page.getByRole('dialog').getByRole('row');
    expect(await rows.first().getByRole('columnheader').allTextContents()).toEqual(['Run', 'Key', 'Step', 'Value']);
    expect(await rows.nth(1).getByRole('cell').nth(2).textContent()).toBe('0');
    await page.keyboard.press('Escape');
  });
});
