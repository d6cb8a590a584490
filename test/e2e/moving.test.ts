import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`runs move to another project${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let home: string;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    const log = async (project: string, name: string, isOver = true): Promise<void> => {
      const run = await client.startRun({ project, name, displayName: `run ${name}`, config: { lr: 0.1 } });
      await run.history([{ loss: 1, _step: 0, _runtime: 1 }]);
      await run.summary({ loss: 1 });
      if (isOver) await run.finish(0);
    };
    for (const name of ['one', 'two', 'three']) await log('drafts', name);
    await log('drafts', 'live', false);
    await log('paper', 'three');
    home = `${host.address}/${await entityOf(host.address)}`;
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const row = (run: string): Locator => page.locator(`[data-run="${run}"][role="row"]`);
  const dialog = (): Locator => page.getByRole('dialog');

  async function openTable(project: string): Promise<void> {
    await page.goto(`${home}/${project}/table`);
    await page.getByRole('grid').or(page.getByRole('treegrid')).first().waitFor();
  }

  test('a run goes to a new project from its menu, and comes back by Undo, which leaves no empty project', async () => {
    await openTable('drafts');
    await row('one').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to project…' }).click();
    await dialog().getByText('Artifacts stay in drafts').waitFor();
    await keepScreen(page, 'move-dialog-light');
    expect(await axeFaults(page)).toEqual([]);
    await dialog().getByLabel('To the project').fill('fresh');
    await dialog().getByRole('button', { name: 'New project fresh' }).waitFor();
    await keepScreen(page, 'move-dialog-new');
    await dialog().getByRole('button', { name: 'Move 1 run' }).click();
    await page.getByText('1 run moved to fresh').waitFor();
    await row('one').waitFor({ state: 'detached' });
    await keepScreen(page, 'move-toast');
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('one').waitFor();
    await page.goto(host.address);
    await page.getByRole('link', { name: 'drafts' }).first().waitFor();
    expect(await page.getByRole('link', { name: 'fresh' }).count()).toBe(0);
  });

  test('many go by the bar; one whose id is taken keeps all where they are, one that runs is left out', async () => {
    await openTable('drafts');
    for (const name of ['two', 'three', 'live'])
      await page.getByRole('checkbox', { name: `Select run ${name}` }).click();
    await page.getByRole('toolbar', { name: '3 selected' }).getByRole('button', { name: 'Move', exact: true }).click();
    await dialog().getByText('Still going, so not moved: run live').waitFor();
    await dialog().getByRole('button', { name: 'paper' }).click();
    await dialog().getByRole('button', { name: 'Move 2 runs' }).click();
    await dialog().getByText('The project paper already has a run with the id three.').waitFor();
    await keepScreen(page, 'move-taken-light');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await row('two').waitFor();
    await page.getByRole('checkbox', { name: 'Select run three' }).click();
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Move', exact: true }).click();
    await dialog().getByLabel('To the project').fill('paper');
    await page.keyboard.press('Enter');
    await page.getByText('1 run moved to paper').waitFor();
    await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
    await openTable('paper');
    await row('two').waitFor();
  });

  test('on its own page a run is moved too, and the page goes with it', async () => {
    await page.goto(`${home}/drafts/runs/one/overview`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Move to project…' }).click();
    await dialog().getByLabel('To the project').fill('pap');
    await showTheme(page, 'dark');
    await keepScreen(page, 'move-dialog-dark');
    await showTheme(page, 'light');
    await page.setViewportSize({ width: 1024, height: 700 });
    await keepScreen(page, 'move-dialog-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
    await dialog().getByRole('button', { name: 'paper' }).click();
    await dialog().getByRole('button', { name: 'Move 1 run' }).click();
    await until('the new address', () => Promise.resolve(page.url().includes('/paper/runs/one')));
    await page.getByRole('heading', { name: 'run one' }).waitFor();
    expect(trouble).toEqual([]);
  });
});
