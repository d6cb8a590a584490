import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const TEXTS = [
  'A cat sat on the mat.\nIt was warm.\nIt slept.',
  'A cat lay on the mat.\nIt was warm.\nIt slept.',
  'A cat lay on the mat.\nIt was warm.\nIt slept.',
  `A cat lay on the mat.\nThe sun had gone.\nIt slept.\n${'a long line that goes on '.repeat(12)}`,
];
const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`texts against another step${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    const run = await client.startRun({ project: 'texts', name: 'cat' });
    await run.history(TEXTS.map((story, step) => ({ _step: step, _timestamp: step + 1, story })));
    await run.finish(0);
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${run.entity}/texts`);
    await panel().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panel = (): Locator => page.locator('[data-cell="history/story"]');
  const marks = (): Promise<string[]> => panel().locator('mark').allTextContents();
  const goTo = async (step: number): Promise<void> => {
    await panel().getByRole('textbox', { name: 'Step' }).fill(String(step));
    await panel().getByRole('textbox', { name: 'Step' }).press('Enter');
  };
  async function compareWith(name: string): Promise<void> {
    await panel().getByRole('button', { name: 'Compare steps' }).click();
    await page.getByRole('combobox', { name: 'Compare with' }).click();
    await page.getByRole('option', { name, exact: true }).click();
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await page.keyboard.press('Escape');
  }

  test('a text is saved, and dragged out as a file by its handle, while a drag in the text itself marks words', async () => {
    const item = panel().getByRole('listitem').first();
    await item.hover();
    const saving = page.waitForEvent('download');
    await item.getByRole('button', { name: 'Save cat-3.txt' }).click();
    expect((await saving).suggestedFilename()).toBe('cat-3.txt');
    await page.evaluate(() => {
      document.addEventListener('dragstart', (event) => {
        document.body.dataset['dragged'] = event.dataTransfer?.getData('DownloadURL') ?? '';
      });
    });
    const drag = async (from: Locator, x: number, y: number): Promise<string | undefined> => {
      const box = await from.boundingBox();
      if (box === null) throw new Error('nothing to drag');
      await page.mouse.move(box.x + x, box.y + y);
      await page.mouse.down();
      await page.mouse.move(box.x + x + 60, box.y + y + 2, { steps: 5 });
      await page.mouse.up();
      return page.evaluate(() => document.body.dataset['dragged']);
    };
    expect(await drag(item.locator('pre'), 12, 12)).toBeUndefined();
    expect(await page.evaluate(() => getSelection()?.toString() ?? '')).toMatch(/cat/);
    const dragged = (await drag(item.getByTitle('Drag it out as a file'), 8, 8)) ?? '';
    expect(dragged).toMatch(/^text\/plain:cat-3\.txt:data:text\/plain;/);
    expect(Buffer.from(dragged.split('base64,')[1] ?? '', 'base64').toString()).toBe(TEXTS[3]);
  });

  test('a text is compared with the step before, down to words, while the step moves', async () => {
    await compareWith('the step before');
    await panel().getByText('step 2 ⇄ step 3 · 2 added, 1 removed').waitFor();
    await panel().getByText('The sun had gone.').waitFor();
    await goTo(1);
    await panel().getByText('step 0 ⇄ step 1 · 1 added, 1 removed').waitFor();
    expect(await marks()).toEqual(['sat', 'lay']);
    await goTo(2);
    await panel().getByText('step 1 ⇄ step 2 · the same text').waitFor();
    await goTo(0);
    await panel().getByText('There is no text before it to compare with').waitFor();
    await panel().getByText('A cat sat on the mat.').waitFor();
  });

  test('a certain step is kept over a reload, stands side by side, and long lines are broken', async () => {
    await goTo(3);
    await compareWith('step 0');
    await panel().getByText('step 0 ⇄ step 3 · 3 added, 2 removed').waitFor();
    await panel().getByRole('button', { name: 'Compare steps' }).click();
    await page.getByRole('button', { name: 'Side by side' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await panel().getByText('step 0 ⇄ step 3 · 3 added, 2 removed').waitFor();
    const line = panel().getByText('a long line that goes on').first();
    await until('the line to be broken', async () => ((await line.boundingBox())?.height ?? 0) > 60);
    expect(await axeFaults(page, '[data-cell="history/story"]')).toEqual([]);
    await keepScreen(page, 'text-diff-light');
    await showTheme(page, 'dark');
    await page.reload();
    await panel().getByText('step 0 ⇄ step 3').waitFor();
    expect(await axeFaults(page, '[data-cell="history/story"]')).toEqual([]);
    await page.setViewportSize({ width: 480, height: 900 });
    await keepScreen(page, 'text-diff-dark-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
    await compareWith('nothing');
    await until('the text alone', async () => (await panel().getByText('⇄').count()) === 0);
    expect(trouble).toEqual([]);
  });
});
