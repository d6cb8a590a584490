import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults, axeFaultsOfColors, doubleText, lostControls, mouseOnly } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { writePretraining } from '../support/demo/pretraining.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { chartPicture, keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`every page, on made-up runs${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let empty: TestHost;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let project: string;

  beforeAll(async () => {
    [host, empty] = await Promise.all([startHost(), startHost()]);
    await writeClassifierSweep(host.address, nowMs(), 12);
    await writePretraining(host.address, nowMs(), 1000);
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/image-classifier`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
    await empty?.[Symbol.asyncDispose]();
  });

  /** Addresses of all pages, under the made-up project where they begin with a slash. */
  const PAGES: Readonly<Record<string, string>> = {
    home: '',
    connect: 'connect',
    settings: 'settings',
    machine: 'machine',
    import: 'import',
    missing: 'a/b/c/d/e/f',
    overview: '/overview',
    workspace: '/workspace',
    runs: '/table',
    sweeps: '/sweeps',
    artifacts: '/artifacts',
    compare: '/compare?runs=clf000,clf001,clf002',
    'run-charts': '/runs/clf000',
    'run-overview': '/runs/clf000/overview',
    'run-system': '/runs/clf000/system',
    'run-logs': '/runs/clf007/logs',
    'run-files': '/runs/clf000/files',
    'run-code': '/runs/clf000/code',
    'run-artifacts': '/runs/clf000/artifacts',
  };

  for (const [name, place] of Object.entries(PAGES))
    test(`the page ${name} is for everybody: in both themes, in a narrow window, with large text, without a mouse`, () =>
      expectForAll(name, place.startsWith('/') ? `${project}${place}` : `${host.address}/${place}`));

  test('a home without a run is for everybody too', () => expectForAll('home-empty', empty.address));

  /** Opens the page once and looks at it as people of all kinds do. */
  async function expectForAll(name: string, url: string): Promise<void> {
    const tab = await context.newPage();
    const trouble = listenForTrouble(tab, new URL(url).origin);
    await tab.goto(url);
    await settled(tab);
    await keepScreen(tab, `${name}-light`);
    expect(await axeFaults(tab)).toEqual([]);
    await showTheme(tab, 'dark');
    await settled(tab);
    await keepScreen(tab, `${name}-dark`);
    expect(await axeFaultsOfColors(tab)).toEqual([]);
    await showTheme(tab, 'light');
    await tab.setViewportSize({ width: 1024, height: 700 });
    await settled(tab);
    expect(await overflowOf(tab)).toBeLessThanOrEqual(0);
    await doubleText(tab);
    await settled(tab);
    await keepScreen(tab, `${name}-large`);
    expect(await overflowOf(tab)).toBeLessThanOrEqual(0);
    expect(await lostControls(tab)).toEqual([]);
    expect(await mouseOnly(tab)).toEqual([]);
    expect(trouble).toEqual([]);
    await tab.close();
  }

  /** Pixels that the page is wider than its window. */
  function overflowOf(tab: Page): Promise<number> {
    return tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }

  test('the workspace draws a panel for each key, and an eye hides a run everywhere', async () => {
    await page.goto(`${project}/workspace`);
    await settled(page);
    // Sections below the window are drawn when they come near it.
    await page.getByText('learning_rate').first().hover();
    for (const key of ['optim/learning_rate', 'train/loss', 'val/accuracy']) {
      await until(`a panel of ${key}`, async () => {
        await page.mouse.wheel(0, 200);
        return (await page.getByText(key, { exact: true }).count()) > 0;
      });
    }
    await settled(page);
    const before = await until('the charts to be drawn', () => chartPicture(page));
    await page
      .getByRole('button', { name: /hide/i })
      .or(page.getByRole('checkbox', { name: /show|hide|eye|visible/i }))
      .first()
      .click();
    await until('the charts to lose a line', async () => (await chartPicture(page)) !== before);
  });

  test('a workspace of curves loads no library that it does not draw with', async () => {
    const tab = await context.newPage();
    const scripts = new Map<string, number>();
    const bodies: Promise<unknown>[] = [];
    tab.on('response', (response) => {
      const name = /assets\/(.+\.js)$/.exec(response.url())?.[1];
      if (name === undefined) return;
      bodies.push(response.body().then((body) => scripts.set(name, gzipSync(body).length)));
    });
    await tab.goto(`${project}/workspace`);
    await until('the charts to be drawn', () => chartPicture(tab));
    await settled(tab);
    await Promise.all(bodies);
    await tab.close();
    const heavy = [...scripts.keys()].filter((name) => /three|scene|molecule|plotly|bokeh|vega|draw-/.test(name));
    expect(heavy).toEqual([]);
    const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
    expect(total / 1024).toBeLessThanOrEqual(400);
  });

  test('the runs table lists, searches and sorts', async () => {
    await page.goto(`${project}/table`);
    await page
      .getByText(/resnet50-/)
      .first()
      .waitFor();
    await page
      .getByRole('searchbox')
      .or(page.getByPlaceholder(/search|find/i))
      .first()
      .fill('vit_small');
    await until('the search to narrow the table', async () => (await page.getByText(/resnet50-/).count()) === 0);
    await page
      .getByText(/vit_small-/)
      .first()
      .waitFor();
  });

  test('logs keep their colours and fold progress bars', async () => {
    await page.goto(`${project}/runs/clf007/logs`);
    await page.getByText('Traceback (most recent call last)').first().waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toContain('OutOfMemoryError');
    expect(text).not.toContain('[31m');
  });

  test('files are listed and can be opened', async () => {
    await page.goto(`${project}/runs/clf000/files`);
    await page.getByText('requirements.txt').first().click();
    await page.getByText('torchvision==0.21.0').first().waitFor();
  });
});
