import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`the trash${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let project: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    for (const name of ['one', 'two', 'three', 'four']) {
      const run = await client.startRun({ project: 'bin', name, displayName: `run ${name}`, config: { lr: 0.1 } });
      await run.history([{ loss: 1, _step: 0, _runtime: 1 }]);
      await run.file('log.txt', name.repeat(5000));
      if (name !== 'four') await run.finish(0);
    }
    project = `${host.address}/${await entityOf(host.address)}/bin`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const row = (run: string): Locator => page.locator(`[data-run="${run}"][role="row"]`);
  const trashed = (run: string): Locator => page.locator(`[data-trashed="${run}"]`);
  const dialog = (): Locator => page.getByRole('dialog');

  test('a deleted run can be brought back at once', async () => {
    await page.goto(`${project}/table`);
    await row('one').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await dialog().getByText('It goes to the trash of the project').waitFor();
    await keepScreen(page, 'trash-delete-dialog');
    await dialog().getByRole('button', { name: 'Delete run' }).click();
    await row('one').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Trash' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('one').waitFor();
    await page.getByRole('link', { name: 'Trash' }).waitFor({ state: 'detached' });
  });

  test('deleted runs stand in the trash until they are restored, or deleted for good by name', async () => {
    for (const name of ['one', 'two', 'four']) await page.getByRole('checkbox', { name: `Select run ${name}` }).click();
    await page.getByRole('toolbar', { name: '3 selected' }).getByRole('button', { name: 'Delete…' }).click();
    await dialog().getByText('1 of them is still running').waitFor();
    await dialog().getByRole('button', { name: 'Delete 3 runs' }).click();
    await page.getByText('3 runs moved to the trash').waitFor();
    await page.getByRole('link', { name: 'Trash' }).click();
    await trashed('one').waitFor();
    await trashed('one').getByText('in 30 days').waitFor();
    await keepScreen(page, 'trash-light');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Restore run four' }).click();
    await trashed('four').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete run two for good' }).click();
    const confirm = dialog().getByRole('button', { name: 'Delete 1 run for good' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog().getByRole('textbox').fill('run two');
    await keepScreen(page, 'trash-purge');
    await confirm.click();
    await page.getByText(/B freed/).waitFor();
    await trashed('two').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Restore all' }).click();
    await page.getByText('The trash is empty').waitFor();
    await page.goto(`${project}/table`);
    await row('four').waitFor();
    await row('one').waitFor();
    expect(await row('two').count()).toBe(0);
  });

  test('what was marked is restored or deleted together; a run is deleted on its page too', async () => {
    await page.goto(`${project}/runs/three`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete run' }).click();
    await dialog().getByRole('button', { name: 'Delete run' }).click();
    await until('the project', () => Promise.resolve(!page.url().includes('/runs/')));
    await page.goto(`${project}/table`);
    await row('one').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await dialog().getByRole('button', { name: 'Delete run' }).click();
    await row('one').waitFor({ state: 'detached' });
    await page.goto(`${project}/trash`);
    await page.getByRole('checkbox', { name: 'Select run one' }).click();
    await page.getByRole('button', { name: 'Restore 1 run' }).waitFor();
    await showTheme(page, 'dark');
    await page.getByRole('checkbox', { name: 'Select run one' }).click();
    await keepScreen(page, 'trash-dark');
    await page.setViewportSize({ width: 640, height: 700 });
    await keepScreen(page, 'trash-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
    await showTheme(page, 'light');
    await page.getByRole('button', { name: 'Empty the trash…' }).click();
    await dialog().getByRole('textbox').fill('2');
    await dialog().getByRole('button', { name: 'Delete 2 runs for good' }).click();
    await page.getByText('The trash is empty').waitFor();
    await keepScreen(page, 'trash-empty');
    await page.goto(`${host.address}/settings`);
    await page.getByLabel('Keep deleted runs for').fill('7');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.goto(`${project}/trash`);
    await page.getByText('for 7 days').waitFor();
    expect(trouble).toEqual([]);
  });
});
