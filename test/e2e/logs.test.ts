import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient, type RunWriter } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;
const LINES = 1_000_000;
const BATCH = 20_000;
const NEEDLES = [3, 123_456, 777_777, 999_990];

describe.skipIf(missing !== undefined)(`a million lines${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let run: RunWriter;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    run = await new WireClient(host.address).startRun({ project: 'logs', name: 'long', displayName: 'long' });
    for (let from = 0; from < LINES; from += BATCH)
      await run.console(Array.from({ length: BATCH }, (_, i) => `2026-11-27T07:00:00.000000 ${wordsOf(from + i)}`));
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const log = (): Locator => page.getByRole('log');
  const scrollTo = (share: number): Promise<void> =>
    log().evaluate((list, at) => {
      list.scrollTop = list.scrollHeight * at;
    }, share);

  test('it opens at the end and follows it, until one scrolls up', async () => {
    await page.goto(`${host.address}/${run.entity}/logs/runs/long/logs`);
    await log()
      .getByText(wordsOf(LINES - 1), { exact: true })
      .waitFor();
    await run.console(['2026-11-27T07:00:01.000000 one more']);
    await log().getByText('one more', { exact: true }).waitFor();
    await scrollTo(0.5);
    await page.getByRole('button', { name: 'Follow the end' }).waitFor();
    await page.getByRole('button', { name: 'Follow the end' }).click();
    await log().getByText('one more', { exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'logs-million');
  });

  test('the first line is reached too', async () => {
    await scrollTo(0);
    await page.getByRole('button', { name: /^Show earlier lines/ }).click();
    await page.getByRole('button', { name: 'Follow the end' }).waitFor();
    await until(
      'the earlier stretch',
      async () => (await page.getByRole('button', { name: /^Show earlier lines/ }).count()) === 0,
    );
    await scrollTo(0);
    await log().getByText(wordsOf(0), { exact: true }).waitFor();
    await scrollTo(1);
    await page.getByRole('button', { name: /^Show later lines/ }).waitFor();
  });

  test('a search goes through all of it, forth and back, by keyboard', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    for (const number of NEEDLES) {
      await log().locator('[data-current]').getByText(`needle in line ${number}`).waitFor();
      await page.keyboard.press('Enter');
    }
    await log().locator('[data-current]').getByText('needle in line 3', { exact: true }).waitFor();
    await page.keyboard.press('Shift+Enter');
    await log().locator('[data-current]').getByText('needle in line 999990').waitFor();
    await keepScreen(page, 'logs-million-search');
    await page.getByRole('searchbox', { name: 'Search logs' }).fill('line 99999\\d$');
    await page.getByRole('button', { name: /regular expression/i }).click();
    await page.getByText('1 of 10', { exact: true }).waitFor();
    expect(trouble).toEqual([]);
  });
});

function wordsOf(line: number): string {
  return NEEDLES.includes(line) ? `needle in line ${line}` : `loss at line ${line}`;
}
