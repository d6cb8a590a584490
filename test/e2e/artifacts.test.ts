import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults, axeFaultsOfColors } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`artifacts, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];
  let project: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const entity = await entityOf(host.address);
    project = `${host.address}/${entity}/artifact-steps`;
    await runScript(fixture('artifact_steps.py'), { address: host.address });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    trouble = listenForTrouble(page, host.address);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('from the tab of the project to a version of a collection', async () => {
    await page.goto(`${project}/workspace`);
    await page.getByRole('link', { name: 'Artifacts' }).click();
    await page.getByRole('link', { name: 'model 1' }).click();
    await page.getByRole('link', { name: 'net', exact: true }).click();
    await page.getByRole('link', { name: 'v1', exact: true }).click();
    await page.getByText('use_artifact(').first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/artifacts\/model\/net\/v1$/);
    expect(await page.title()).toContain('artifact-steps');
    await page.getByText('epochs').first().waitFor();
  });

  test('an alias moves, a bad one is refused, another window sees it', async () => {
    const other = await browser.newPage();
    await other.goto(`${project}/artifacts/model/net`);
    await other.getByText('best').waitFor();
    await page.goto(`${project}/artifacts/model/net/v2`);
    await page.getByRole('button', { name: 'Add an alias' }).click();
    const field = page.getByRole('textbox', { name: 'Alias' });
    await field.fill('v7');
    await page.getByText('and not a number like v3').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    // It would only move back with the next version that goes or comes.
    await page.goto(`${project}/artifacts/model/net/v1`);
    await page.getByRole('button', { name: 'Add an alias' }).click();
    await field.fill('latest');
    await page.getByText('latest moves by itself to the newest version').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    await page.goto(`${project}/artifacts/model/net/v2`);
    await page.getByRole('button', { name: 'Add an alias' }).click();
    await field.fill('best');
    await page.getByText('Moves here from v1.').waitFor();
    await field.press('Enter');
    await page.getByRole('button', { name: 'Remove best' }).waitFor();
    await until('the other window to follow', async () => {
      const row = other.getByRole('listitem').filter({ has: other.getByRole('link', { name: 'v2', exact: true }) });
      return (await row.getByText('best').count()) === 1;
    });
    await other.close();
  });

  test('files are previewed, references lead away, a hostile page is text', async () => {
    await page.goto(`${project}/artifacts/dataset/digits/latest/files`);
    await page.getByRole('button', { name: 'labels.csv' }).click();
    await page.getByText('a, b', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'page.html' }).click();
    await page.getByText('parent.hacked').waitFor();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
    const answer = await fetch(`${host.address}${href ?? ''}`);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    await page.getByRole('button', { name: 'README.md' }).click();
    await page.getByRole('heading', { name: 'Digits', level: 3 }).waitFor();
    await page
      .getByRole('cell', { name: 'label' })
      .or(page.getByRole('columnheader', { name: 'label' }))
      .waitFor();
    expect(await page.getByText('<b>bare</b>').count()).toBe(1);
    expect(await page.getByRole('link', { name: 'out' }).count()).toBe(0);
    await keepScreen(page, 'artifact-readme');
    await page
      .getByRole('button', { name: 'Source' })
      .or(page.getByRole('radio', { name: 'Source' }))
      .click();
    await page.getByText('# Digits').waitFor();
    await page.getByRole('button', { name: 'raw.zip' }).click();
    await page.getByText('https://example.org/raw.zip').waitFor();
  });

  test('the lineage shows what it came from and who read it, as graph and as list', async () => {
    await page.goto(`${project}/artifacts/model/net/v1/lineage`);
    const graph = page.getByRole('group', { name: 'Lineage' });
    for (const name of ['prepare', 'digits:v0', 'train-1', 'net:v1', 'evaluate']) {
      await graph.getByRole('button', { name }).first().waitFor();
    }
    await graph.getByRole('button', { name: 'evaluate' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByRole('link', { name: 'evaluate' }).waitFor();
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('region', { name: 'Where it came from' }).getByRole('link', { name: 'digits:v0' }).waitFor();
    await page.getByRole('region', { name: 'What came from it' }).getByRole('link', { name: 'evaluate' }).click();
    await page.getByRole('link', { name: /^Artifacts/ }).click();
    await page.getByRole('region', { name: 'Inputs' }).getByRole('link', { name: 'net:v1' }).waitFor();
  });

  test('two versions are compared', async () => {
    await page.goto(`${project}/artifacts/model/net/v2/compare`);
    await page.getByText('Changed 1', { exact: true }).waitFor();
    await page.getByText('Unchanged 1', { exact: true }).waitFor();
    const metadata = page.getByRole('region', { name: 'Metadata' });
    expect(await metadata.locator('del').innerText()).toBe('6');
    expect(await metadata.locator('ins').innerText()).toBe('7');
  });

  test('no page has an accessibility fault in either theme, and all fit the narrowest window', async () => {
    const net = `${project}/artifacts/model/net`;
    const pages = { list: `${project}/artifacts`, versions: net, overview: `${net}/v1` };
    const tabs = Object.fromEntries(['files', 'lineage', 'compare'].map((tab) => [tab, `${net}/v1/${tab}`]));
    const context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
    const faults: string[] = [];
    for (const [name, url] of Object.entries({ ...pages, ...tabs })) {
      const tab = await context.newPage();
      await tab.goto(url);
      await settled(tab);
      await keepScreen(tab, `artifact-${name}-light`);
      const found = [...(await axeFaults(tab))];
      await showTheme(tab, 'dark');
      await settled(tab);
      await keepScreen(tab, `artifact-${name}-dark`);
      found.push(...(await axeFaultsOfColors(tab)));
      if (await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push('wide');
      faults.push(...found.map((line) => `${name}: ${line}`));
      await tab.close();
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  test('a version is deleted by its name, and what it frees is said first', async () => {
    await page.goto(`${project}/artifacts/model/net/v2`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete this version' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Frees 3\.\d+ kB on the disk/).waitFor();
    await dialog.getByText('Scripts that ask for best').waitFor();
    const act = dialog.getByRole('button', { name: 'Delete version' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('net:v2');
    await act.click();
    await page.getByText('Frees').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'v1', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'v2', exact: true }).count()).toBe(0);
    await page.getByText('latest').first().waitFor();
    // What nobody asks for by an alias is as little to be had back.
    await page.goto(`${project}/artifacts/model/net/v0`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete this version' }).click();
    await dialog.getByText(/^Frees /).waitFor();
    expect(await act.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect(trouble).toEqual([]);
  });
});
