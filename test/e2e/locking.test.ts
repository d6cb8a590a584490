import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`locking runs${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    for (const name of ['one', 'two', 'three', 'four']) {
      const run = await client.startRun({ project: 'keep', name, displayName: `run ${name}`, config: { lr: 0.1 } });
      await run.history([{ loss: 1, _step: 0, _runtime: 1 }]);
      await run.finish(0);
    }
    project = `${host.address}/${await entityOf(host.address)}/keep`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const row = (run: string): Locator => page.locator(`[data-run="${run}"]`);
  const sign = (run: string): Locator => row(run).getByRole('img', { name: 'Locked: not deleted and not moved' });
  const dialog = (): Locator => page.getByRole('dialog');
  const choose = (run: string, name: string): Promise<void> =>
    row(run)
      .click({ button: 'right' })
      .then(() => page.getByRole('menuitem', { name, exact: true }).click());

  test('a run beside the charts is locked from its menu, shows it, and is unlocked by Undo', async () => {
    await page.goto(`${project}/workspace`);
    await choose('one', 'Lock');
    await sign('one').waitFor();
    await page.getByText('1 run locked').waitFor();
    await keepScreen(page, 'lock-selector');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sign('one').waitFor({ state: 'detached' });
    await choose('one', 'Lock');
    await sign('one').waitFor();
    await row('one').click({ button: 'right' });
    const item = (name: RegExp): Locator => page.getByRole('menuitem', { name });
    for (const name of [/^Delete…/, /^Move to project…/]) {
      expect(await item(name).getAttribute('aria-disabled')).toBe('true');
    }
    await item(/^Unlock/).waitFor();
    await keepScreen(page, 'lock-menu');
    await page.keyboard.press('Escape');
  });

  test('many are locked at once; of chosen runs the locked ones stay and the others go', async () => {
    await page.goto(`${project}/table`);
    await sign('one').waitFor();
    for (const name of ['two', 'three']) await page.getByRole('checkbox', { name: `Select run ${name}` }).click();
    const bar = (count: number): Locator => page.getByRole('toolbar', { name: `${count} selected` });
    await bar(2).getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByText('2 runs locked').waitFor();
    await sign('three').waitFor();
    await bar(2).getByRole('button', { name: 'Unlock' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await sign('three').waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'Select run three' }).click();
    await bar(1).getByRole('button', { name: 'Lock', exact: true }).click();
    await sign('two').waitFor();
    for (const name of ['one', 'four']) await page.getByRole('checkbox', { name: `Select run ${name}` }).click();
    await keepScreen(page, 'lock-table');
    expect(await axeFaults(page)).toEqual([]);
    await bar(3).getByRole('button', { name: 'Move', exact: true }).click();
    await dialog().getByText('Locked, so not moved: run two, run one').waitFor();
    await keepScreen(page, 'lock-move');
    await page.keyboard.press('Escape');
    await bar(3).getByRole('button', { name: 'Delete…' }).click();
    await dialog().getByRole('heading', { name: 'Delete run four?' }).waitFor();
    await dialog().getByText('2 of the 3 chosen runs are locked and stay.').waitFor();
    await keepScreen(page, 'lock-delete');
    await dialog().getByRole('button', { name: 'Delete run' }).click();
    await row('four').waitFor({ state: 'detached' });
    await bar(2).getByRole('button', { name: 'Delete…' }).click();
    await dialog().getByText('All 2 are locked, so they stay.').waitFor();
    expect(await dialog().getByRole('button', { name: 'Delete 2 runs' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
  });

  test('locked runs are found by a filter, in both themes and a narrow window', async () => {
    await showTheme(page, 'dark');
    await page.goto(`${project}/table?where=${encodeURIComponent('lock = "locked"')}`);
    await sign('one').waitFor();
    await row('three').waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.getByRole('checkbox', { name: 'Select run one' }).click();
    await page.getByRole('toolbar', { name: '1 selected' }).getByRole('button', { name: 'Unlock' }).waitFor();
    await keepScreen(page, 'lock-table-dark-narrow');
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('on its own page a run is unlocked and then deleted', async () => {
    await showTheme(page, 'light');
    await page.goto(`${project}/runs/one`);
    await page.getByText('Locked', { exact: true }).waitFor();
    await keepScreen(page, 'lock-run-page');
    const more = async (name: string | RegExp): Promise<void> => {
      await page.getByRole('button', { name: 'More' }).first().click();
      await page.getByRole('menuitem', { name }).click();
    };
    await more('Unlock');
    await page.getByText('1 run unlocked').waitFor();
    await page.getByRole('img', { name: 'Locked: not' }).waitFor({ state: 'detached' });
    await more('Delete run');
    await dialog().getByRole('button', { name: 'Delete run' }).click();
    await page.getByText('1 run moved to the trash').waitFor();
    expect(trouble).toEqual([]);
  });
});
