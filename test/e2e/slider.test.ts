import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`the slider of media${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('slider.py'), { address: host.address });
    const entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 1200 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${entity}/slider`);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('it is read by a logged number, and a typed one goes to the nearest picture', async () => {
    const panel = page.locator('[data-cell="history/shade"]');
    await panel.getByText('made at 6').waitFor();
    await panel.getByRole('button', { name: 'Steps a second' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'epoch', exact: true }).click();
    const field = panel.getByRole('textbox', { name: 'epoch' });
    await until('the epoch of the last picture', async () => (await field.inputValue()) === '1.5');
    await field.fill('0.6');
    await field.press('Enter');
    await panel.getByText('made at 2').waitFor();
    await until('its epoch', async () => (await field.inputValue()) === '0.5');
    await keepScreen(page, 'slider-epoch');
    await page.reload();
    await panel.getByRole('textbox', { name: 'epoch' }).waitFor();
    expect(trouble).toEqual([]);
  });
});
