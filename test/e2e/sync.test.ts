import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyncState } from '#shared/api';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeClassifierSweep } from '../support/demo/classifier.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, ROOT, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, showTheme } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`sync in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let here: TestHost;
  let there: TestHost;
  let browser: Browser;
  let page: Page;
  let entity: string;

  beforeAll(async () => {
    [here, there] = await Promise.all([startHost(), startHost()]);
    await writeClassifierSweep(here.address, nowMs(), 3);
    entity = await entityOf(here.address);
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1024, height: 800 } })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
  });

  async function expectAccess(): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
  }
  const dialog = () => page.getByRole('dialog');
  const items = () => page.getByRole('main').getByRole('listitem');

  test('a remote is named, with errors at their fields', async () => {
    await page.goto(here.address);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sync' }).click();
    await page.getByText('No remote yet').waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-empty-light');
    await page.getByRole('button', { name: 'Add remote' }).click();
    await dialog().getByLabel('Name').fill('Lab server');
    await dialog().getByLabel('Address').fill('http://127.0.0.1:1');
    await dialog().getByLabel('API key').fill('k'.repeat(40));
    await dialog().getByRole('button', { name: 'Add remote' }).click();
    await dialog()
      .getByText(/no host answers/)
      .waitFor();
    await dialog().getByLabel('Address').fill(there.address);
    await dialog().getByRole('button', { name: 'Test connection' }).click();
    await dialog()
      .getByText(/It answers/)
      .waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-remote-light');
    await dialog().getByRole('button', { name: 'Add remote' }).click();
    await items().filter({ hasText: 'Lab server' }).waitFor();
  });

  test('chosen rows are sent, and open at the far side', async () => {
    await page.goto(`${here.address}/${entity}/image-classifier/table`);
    for (let i = 0; i < 2; i++)
      await page
        .getByRole('checkbox', { name: /^Select (?!all)/ })
        .nth(i)
        .click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Send to…' }).click();
    await dialog().getByText('Send 2 runs').waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-send-light');
    await dialog().getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('2 runs will be sent').waitFor();
    await page.goto(`${here.address}/sync`);
    await items().filter({ hasText: 'Synced' }).nth(1).waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-runs-light');
    await showTheme(page, 'dark');
    await items().filter({ hasText: 'Synced' }).nth(1).waitFor();
    await keepScreen(page, 'sync-runs-dark');
    await showTheme(page, 'light');
    await items().filter({ hasText: 'Synced' }).nth(1).waitFor();
    const item = items().filter({ hasText: 'Synced' }).first();
    const own = (await item.getByRole('link').first().getAttribute('href')) ?? '';
    const name = await item.getByRole('link').first().innerText();
    const href = (await item.getByRole('link', { name: 'Open there' }).getAttribute('href')) ?? '';
    expect(href.startsWith(there.address)).toBe(true);
    await page.goto(`${here.address}${own}/overview`);
    const card = page.getByRole('region', { name: 'Sync' });
    await card.getByText(/Lab server\s+synced/).waitFor();
    expect(await card.getByRole('link', { name: 'Open there' }).getAttribute('href')).toBe(href);
    await expectAccess();
    await card.scrollIntoViewIfNeeded();
    await keepScreen(page, 'sync-run-light');
    await page.goto(href);
    await page.getByRole('heading', { name }).waitFor();
    // Over there no remote has a name, so nothing is said of any.
    await page.goto(`${href}/overview`);
    await page.getByRole('region', { name: 'About this run' }).waitFor();
    expect(await page.getByRole('region', { name: 'Sync' }).count()).toBe(0);
  });

  test('a run that was changed over there is a conflict, and a copy goes beside it', async () => {
    await page.goto(`${here.address}/sync`);
    const item = items().filter({ hasText: 'Synced' }).first();
    const href = (await item.getByRole('link', { name: 'Open there' }).getAttribute('href')) ?? '';
    await fetch(`${there.address}/api/runs${new URL(href).pathname.replace('/runs/', '/')}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ notes: 'changed there' }),
    });
    await item.getByRole('button', { name: 'Send again' }).click();
    await page.getByText(/changed over there/).waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-conflict-light');
    await page.getByRole('button', { name: 'Send as a copy' }).click();
    await items().filter({ hasText: 'Synced' }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Pause all' }).click();
    await page.getByText(/nothing is sent until you resume/).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause all' }).waitFor();
  });

  test('a remote is slowed down and paused, and a run waits for it', async () => {
    await page.goto(`${here.address}/sync`);
    await page.getByRole('button', { name: 'Change Lab server' }).click();
    expect(await dialog().getByLabel('API key').inputValue()).toBe('');
    await dialog().getByText('Speed, network, proxy and certificates').click();
    await dialog().getByLabel('Send at most').fill('fast');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('a number is needed').waitFor();
    await dialog().getByLabel('Send at most').fill('2');
    await dialog()
      .getByRole('textbox', { name: /^Proxy/ })
      .fill('http://127.0.0.1:1');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/no proxy answers/)
      .waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-network-light');
    await dialog()
      .getByRole('textbox', { name: /^Proxy/ })
      .fill('');
    await dialog()
      .locator('input[type=file]')
      .setInputFiles(join(ROOT, 'test', 'fixtures', 'tls', 'ca.pem'));
    await dialog().getByText('ca.pem').waitFor();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await items().filter({ hasText: 'at most 2.0 MB/s' }).filter({ hasText: 'trusts CN=Lab authority' }).waitFor();
    await page.getByRole('button', { name: 'Pause Lab server' }).click();
    await page.getByRole('button', { name: 'Resume Lab server' }).waitFor();
    const runs = page.getByRole('region', { name: 'Runs', exact: true }).getByRole('listitem');
    await runs.first().getByRole('button', { name: 'Send again' }).click();
    await runs.filter({ hasText: 'Waiting' }).waitFor();
    await runs
      .filter({ hasText: 'Waiting' })
      .getByRole('button', { name: /^Pause / })
      .click();
    await page.getByRole('button', { name: 'Resume Lab server' }).click();
    await runs.filter({ hasText: 'Paused' }).waitFor();
    await keepScreen(page, 'sync-paused-light');
    await runs.getByRole('button', { name: /^Resume / }).click();
    await until('all to be sent', async () => (await runs.filter({ hasText: 'Synced' }).count()) === 2);
  });

  test('what failed says why, and is tried again by one button', async () => {
    await page.goto(`${here.address}/sync`);
    const state = (await (await fetch(`${here.address}/api/sync`)).json()) as SyncState;
    const runs = [{ entity, project: 'image-classifier', run: 'gone' }];
    await fetch(`${here.address}/api/sync/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ remoteId: state.remotes[0]?.id, runs }),
    });
    const failed = items().filter({ hasText: 'gone' }).filter({ hasText: 'Failed' });
    await failed.getByText(/There is no run/).waitFor();
    await page.getByRole('button', { name: 'Retry 1 failed' }).waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-failed-light');
    await page.getByRole('button', { name: 'Retry 1 failed' }).click();
    await failed.waitFor();
    await failed.getByRole('button', { name: 'Take gone off the list' }).click();
    await until('it to be off the list', async () => (await items().filter({ hasText: 'gone' }).count()) === 0);
    expect(await page.getByRole('button', { name: /^Retry \d/ }).count()).toBe(0);
  });

  test('runs with a tag go by themselves while they go on, by a rule made with the keyboard alone', async () => {
    const press = (...keys: string[]) =>
      keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
    const choose = async (field: string, option: string): Promise<void> => {
      const box = dialog().getByRole('combobox', { name: field });
      await box.focus();
      await press('Enter');
      const marked = page.locator('[role=option][data-highlighted]', { hasText: option });
      await page.getByRole('option', { name: option }).waitFor();
      for (let i = 0; i < 10 && !(await marked.isVisible()); i++) await press('ArrowDown');
      await press('Enter');
      await box.filter({ hasText: option }).waitFor();
    };
    await page.goto(`${here.address}/sync`);
    await page.getByText('No run goes by itself').waitFor();
    await page.getByRole('button', { name: 'Add rule' }).focus();
    await press('Enter');
    await dialog().getByText('Send runs by themselves').waitFor();
    await choose('Runs of', 'image-classifier');
    await dialog().getByText('3 runs here match and stay here').waitFor();
    await dialog().getByLabel('Tag (optional)').focus();
    await page.keyboard.type('paper');
    await dialog().getByText('No run here matches yet.').waitFor();
    await choose('When', 'While they go on');
    await expectAccess();
    await keepScreen(page, 'sync-rule-light');
    await dialog().getByRole('button', { name: 'Add rule' }).focus();
    await press('Enter');
    const rules = page.getByRole('region', { name: 'Rules' }).getByRole('listitem');
    await rules.filter({ hasText: 'Runs of image-classifier tagged paper to Lab server' }).waitFor();

    const client = new WireClient(here.address);
    const start = { project: 'image-classifier', name: 'by-rule', displayName: 'by-rule' };
    const run = await client.startRun({ ...start, tags: ['paper'] });
    await run.history([{ _step: 0, _timestamp: nowMs() / 1000, _runtime: 0, loss: 1 }]);
    await client.startRun({ ...start, name: 'untagged', displayName: 'untagged' });
    const runs = page.getByRole('region', { name: 'Runs', exact: true }).getByRole('listitem');
    await runs.filter({ hasText: 'by-rule' }).filter({ hasText: 'Synced' }).filter({ hasText: 'by rule' }).waitFor();
    expect(await runs.filter({ hasText: 'untagged' }).count()).toBe(0);
    await showTheme(page, 'dark');
    await rules.first().waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-rules-dark');
    await showTheme(page, 'light');
    await rules.getByRole('switch').focus();
    await press('Space');
    await until('it to be off', async () => (await rules.getByRole('switch').getAttribute('aria-checked')) === 'false');
    await rules.getByRole('button', { name: /^Remove: / }).focus();
    await press('Enter');
    await page.getByText('No run goes by itself').waitFor();
  });

  test('a remote of one network: what is to go there says what it waits for', async () => {
    const client = new WireClient(here.address);
    await (await client.startRun({ project: 'image-classifier', name: 'away', displayName: 'away' })).finish(0);
    await page.goto(`${here.address}/sync`);
    const change = async (network: string): Promise<void> => {
      await page.getByRole('button', { name: 'Change Lab server' }).click();
      const more = dialog().getByText('Speed, network, proxy and certificates');
      if (!(await dialog().getByLabel('Only on this network').isVisible())) await more.click();
      await dialog().getByLabel('Only on this network').fill(network);
      await dialog().getByRole('button', { name: 'Save' }).click();
    };
    await change('240.0.0.0');
    await dialog()
      .getByText(/say how many of its bits count: 240\.0\.0\.0\/24/)
      .waitFor();
    await dialog().getByLabel('Only on this network').fill('240.0.0.0/8');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await items().filter({ hasText: 'only on 240.0.0.0/8, where this machine is not now' }).waitFor();
    const { remotes } = (await (await fetch(`${here.address}/api/sync`)).json()) as SyncState;
    const runs = [{ entity, project: 'image-classifier', run: 'away' }];
    await fetch(`${here.address}/api/sync/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ remoteId: remotes[0]?.id, runs }),
    });
    const row = items().filter({ has: page.getByRole('link', { name: 'away', exact: true }) });
    await row.filter({ hasText: 'Waits for the network 240.0.0.0/8' }).waitFor();
    await expectAccess();
    await keepScreen(page, 'sync-away-light');
    await page.goto(`${here.address}/${entity}/image-classifier/runs/away/overview`);
    await page
      .getByRole('region', { name: 'Sync' })
      .getByText(/Lab server\s+Waits for the network 240\.0\.0\.0\/8/)
      .waitFor();
    await page.goto(`${here.address}/sync`);
    await change('127.0.0.0/8');
    await row.filter({ hasText: 'Synced' }).waitFor();
    await items().filter({ hasText: 'only on 127.0.0.0/8' }).first().waitFor();
  });
});
