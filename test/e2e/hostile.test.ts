import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { HOSTILE_KEYS, MANY, writeHostileRuns, writeManyKeys } from '../support/hostile.ts';
import { entityOf, newDataDir, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`bad input, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const dataDir = newDataDir();
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let entity: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost({ dataDir });
    const client = new WireClient(host.address);
    await writeHostileRuns(client);
    await writeManyKeys(client);
    entity = await entityOf(host.address);
    project = `${host.address}/${entity}/hostile`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.locator(`[data-cell=${JSON.stringify(`history/${key}`)}]`);
  const searchPanels = (text: string): Promise<void> =>
    page.getByRole('searchbox', { name: 'Search panels' }).fill(text);

  /** Nothing of what a script sent was run, and nothing from elsewhere was asked for. */
  async function expectCalm(): Promise<void> {
    expect(await page.title()).not.toContain('stolen');
    expect(trouble).toEqual([]);
  }

  test('every key has a panel of its own, whatever it is called', async () => {
    await page.goto(`${project}/workspace`);
    await settled(page);
    for (const key of HOSTILE_KEYS) {
      await searchPanels(key.slice(0, 40));
      await panelOf(key).locator('canvas').first().waitFor();
    }
    await searchPanels('loss');
    await panelOf('Loss').waitFor();
    await panelOf('loss').waitFor();
    await keepScreen(page, 'hostile-case');
    await searchPanels('');
    await settled(page);
    await keepScreen(page, 'hostile-workspace');
    await expectCalm();
  });

  test('nothing but NaN, one point and no points at all each say so', async () => {
    await searchPanels('only/');
    await panelOf('only/nan').waitFor();
    await panelOf('only/one').locator('canvas').first().waitFor();
    await settled(page);
    await keepScreen(page, 'hostile-few');
    await page.goto(`${project}/runs/nothing`);
    await page.getByText('The run ended without logging a number.').waitFor();
    await expectCalm();
  });

  test('a pattern and an expression that cannot be read leave the rest of the page alive', async () => {
    await page.goto(`${project}/workspace`);
    await settled(page);
    await searchPanels('(');
    await page.getByRole('searchbox', { name: 'Search panels' }).waitFor();
    await searchPanels('loss');
    await panelOf('loss').hover();
    await panelOf('loss').getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('button', { name: 'Add an expression' }).click();
    await page.getByRole('textbox', { name: 'New expression' }).fill('log(');
    await page.getByRole('textbox', { name: 'New expression' }).press('Enter');
    await until('the expression to be refused', () =>
      page
        .getByRole('textbox', { name: 'New expression' })
        .evaluate((field) => field.ariaInvalid === 'true' || field.getAttribute('aria-invalid') === 'true'),
    );
    await page.keyboard.press('Escape');
    await panelOf('Loss').locator('canvas').first().waitFor();
    await expectCalm();
  });

  test('the runs table shows such columns, sorts by them, and refuses a bad filter in its place', async () => {
    await page.goto(`${project}/table?where=${encodeURIComponent(`config.\`__proto__\` = "of __proto__"`)}`);
    await page.locator('[data-run]').first().waitFor();
    expect(await page.locator('[data-run]').count()).toBe(1);
    await page.goto(`${project}/table?sort=-summary:${encodeURIComponent('emoji 😀🚀')}`);
    await until('all runs', async () => (await page.locator('[data-run]').count()) === 3);
    expect(await page.locator('[data-run]').first().getAttribute('data-run')).toContain('odd');
    await keepScreen(page, 'hostile-table');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('button', { name: 'As text' }).click();
    await page.getByRole('textbox', { name: 'Filter as text' }).fill('config.lr <<< and (');
    await page
      .getByRole('alert')
      .filter({ hasText: /^\d+: / })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('[data-run]').count()).toBe(3);
    await expectCalm();
  });

  test('notes, tags, config, logs and files show what was sent and run none of it', async () => {
    await page.goto(`${project}/runs/odd/overview`);
    const notes = page.getByRole('region', { name: 'Notes' });
    await notes.getByText('press me').waitFor();
    expect(await notes.locator('script, iframe, style, img, a[href^="javascript:"], a[href^="data:"]').count()).toBe(0);
    const config = page.getByRole('tree', { name: 'Config' });
    for (const key of HOSTILE_KEYS) {
      await config.getByText(key, { exact: true }).first().waitFor();
    }
    await config.getByText('found').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'hostile-overview');
    await page.goto(`${project}/runs/odd/logs`);
    await page.getByText('<script>document.title = "stolen"</script>').waitFor();
    await page.goto(`${project}/runs/odd/files`);
    await page.getByText('print("<script>")').waitFor();
    await page.goto(`${project}/compare?runs=odd,few`);
    await page.getByRole('grid', { name: 'Run comparer' }).getByText('nested.__proto__.deep').waitFor();
    await expectCalm();
  });

  test('one run with 5,000 keys: its panel is found, its values are read', async () => {
    const last = `layer${MANY / 10 - 1}/stat9`;
    await page.goto(`${host.address}/${entity}/many-keys/runs/many`);
    await page.getByRole('searchbox', { name: 'Search panels' }).waitFor();
    await searchPanels(last);
    await panelOf(last).locator('canvas').first().waitFor();
    await keepScreen(page, 'hostile-many-charts');
    await page.goto(`${host.address}/${entity}/many-keys/runs/many/overview`);
    const config = page.getByRole('region', { name: 'Config' });
    await config.getByRole('searchbox').fill(last);
    await config.getByText((MANY - 1).toLocaleString('en-US'), { exact: true }).waitFor();
    await page.goto(`${host.address}/${entity}/many-keys/table`);
    await page.locator('[data-run]').first().waitFor();
    await keepScreen(page, 'hostile-many-table');
    await expectCalm();
  });

  test('the host goes away and comes back while the page is open: it says so, keeps what it shows and goes on', async () => {
    const { port } = host;
    await page.goto(`${project}/workspace`);
    await settled(page);
    await searchPanels('loss');
    await panelOf('loss').locator('canvas').first().waitFor();
    await host.kill();
    await page.getByText('Taffrail does not answer. Trying again…').waitFor();
    await panelOf('loss').locator('canvas').first().waitFor();
    host = await startHost({ dataDir, port });
    await page.getByText('Taffrail does not answer. Trying again…').waitFor({ state: 'detached' });
    const run = await new WireClient(host.address).startRun({
      project: 'hostile',
      name: 'after',
      displayName: 'came later',
    });
    await run.history([{ 'later/loss': 1, _step: 0, _runtime: 1 }]);
    await panelOf('later/loss').waitFor();
    await page.getByText('came later').first().waitFor();
    await expectCalm();
  });
});
