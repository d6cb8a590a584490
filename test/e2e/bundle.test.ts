import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, showTheme } from '../support/page.ts';
import { nowMs } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`bundles in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-bundle-'));
  const zip = join(folder, 'two.zip');
  let here: TestHost;
  let there: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;

  beforeAll(async () => {
    [here, there] = await Promise.all([startHost(), startHost()]);
    await writeClassifierSweep(here.address, nowMs(), 4);
    const entity = await entityOf(here.address);
    project = `/${entity}/image-classifier`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1024, height: 800 } })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function expectAccess(): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
  }

  const dialog = () => page.getByRole('dialog');

  async function chooseRuns(count: number): Promise<void> {
    await page.goto(`${here.address}${project}/table`);
    for (let i = 0; i < count; i++)
      await page
        .getByRole('checkbox', { name: /^Select (?!all)/ })
        .nth(i)
        .click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Export bundle…' }).click();
  }

  test('chosen rows become one file on the disk, written and checked', async () => {
    await chooseRuns(2);
    await dialog().getByText('Export 2 runs').waitFor();
    await expectAccess();
    await keepScreen(page, 'bundle-dialog-light');
    await dialog().getByLabel('Write it to (optional)').fill(zip);
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    await dialog()
      .getByText(/2 runs, .* written and checked/)
      .waitFor();
    await keepScreen(page, 'bundle-done-light');
    expect(statSync(zip).size).toBeGreaterThan(1000);
    await dialog().getByRole('button', { name: 'Close' }).first().click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('a place that is taken is refused in words, and nothing is written over', async () => {
    const before = readFileSync(zip);
    await chooseRuns(1);
    await dialog().getByLabel('Write it to (optional)').fill(zip);
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    await dialog()
      .getByText(/there is a file or folder of this name/)
      .waitFor();
    expect(readFileSync(zip)).toEqual(before);
  });

  test('a folder for wandb sync comes from the menu of one run', async () => {
    await page.goto(`${here.address}${project}/table`);
    await page
      .getByRole('button', { name: /^Acts on / })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Export bundle…' }).click();
    await dialog().getByRole('button', { name: 'wandb folder' }).click();
    const make = dialog().getByRole('button', { name: 'Export', exact: true });
    expect(await make.isDisabled()).toBe(true);
    await dialog().getByLabel('Folder').fill(join(folder, 'out'));
    await make.click();
    await dialog()
      .getByText(/1 run, .* written and checked/)
      .waitFor();
    expect(readdirSync(join(folder, 'out', 'wandb')).join()).toMatch(/^offline-run-\d{8}_\d{6}-/);
  });

  test('a whole project is fetched through the browser from the home page', async () => {
    await page.goto(here.address);
    await page.getByRole('button', { name: 'Acts on image-classifier' }).click();
    await keepScreen(page, 'bundle-home-menu');
    await page.getByRole('menuitem', { name: 'Export bundle…' }).click();
    await dialog()
      .getByText(/Export image-classifier \(4 runs\)/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Export', exact: true }).click();
    const link = dialog().getByRole('link', { name: /^Download image-classifier-/ });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const file = join(folder, 'all.zip');
    await download.saveAs(file);
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  });

  test('another Taffrail shows what is in it, brings it in, and a second time changes nothing', async () => {
    await page.goto(`${there.address}/import`);
    const path = page.getByLabel(/^Path of a/);
    await path.fill(zip);
    await page.getByRole('button', { name: 'Look' }).click();
    const found = page.getByRole('region', { name: 'A bundle of runs' });
    await found.getByText(/^2 runs · /).waitFor();
    await expectAccess();
    await keepScreen(page, 'bundle-found-light');
    await found.getByRole('button', { name: 'Import it' }).click();
    await page.getByText('2 runs brought in').waitFor();
    await expectAccess();
    await keepScreen(page, 'bundle-imported-light');
    await path.fill(zip);
    await page.getByRole('button', { name: 'Look' }).click();
    await found.getByRole('button', { name: 'Import it' }).click();
    await page.getByText('2 runs, all here already; nothing changed').waitFor();
    await page.goto(`${there.address}${project}/table`);
    await page.getByText('2 runs').first().waitFor();
  });

  test('a file of the browser’s own machine is sent, and a broken one is refused in words', async () => {
    await page.goto(`${there.address}/import`);
    await page.getByLabel('Bundle file').setInputFiles(join(folder, 'all.zip'));
    await page.getByText('2 runs brought in, 2 runs here already or refused').waitFor();
    const broken = readFileSync(zip).subarray(0, 5000);
    await page
      .getByLabel('Bundle file')
      .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: broken });
    await page.getByText(/broken.zip is not imported: it ends too early/).waitFor();
    await showTheme(page, 'dark');
    await page.getByText(/broken.zip is not imported: it ends too early/).waitFor();
    await expectAccess();
    await keepScreen(page, 'bundle-import-dark');
    await page.getByRole('button', { name: 'Take off the list', exact: true }).first().click();
    await page.getByText(/broken.zip is not imported/).waitFor({ state: 'detached' });
    expect(existsSync(zip)).toBe(true);
  });
});
