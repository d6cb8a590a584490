import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`code that the client saved${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const { code, output } = await runScript(fixture('code_runs.py'), { address: host.address });
    expect(code, output).toBe(0);
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/code-runs`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('the code tab of a run has it, file by file', async () => {
    await page.goto(`${project}/runs/second/code`);
    await page.getByRole('button', { name: /net\.py/ }).click();
    await page.getByRole('region', { name: 'lib/net.py' }).getByText('RATE = 0.2').waitFor();
    await page.getByRole('button', { name: /requirements\.txt/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'code-tab');
  });

  test('two runs’ code is compared, the file that differs first', async () => {
    await page.goto(`${project}/compare?runs=first,second`);
    await page
      .getByRole('radio', { name: 'Code' })
      .or(page.getByRole('button', { name: 'Code' }))
      .first()
      .click();
    const lines = page.getByRole('region', { name: 'first ⇄ second: 1 added, 1 removed' });
    await lines.waitFor();
    expect(await lines.locator('[data-kind="removed"] mark').allInnerTexts()).toEqual(['1']);
    expect(await lines.locator('[data-kind="added"] mark').allInnerTexts()).toEqual(['2']);
    await keepScreen(page, 'code-compare');
  });

  test('the overview names the artifacts that a run made', async () => {
    await page.goto(`${project}/runs/first/overview`);
    await page.getByRole('region', { name: 'Outputs' }).getByRole('link', { name: 'data-first:v0' }).click();
    await page.waitForURL(/\/artifacts\/dataset\/data-first\/v0/);
    expect(trouble).toEqual([]);
  });
});
