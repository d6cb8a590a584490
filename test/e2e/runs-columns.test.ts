import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`the runs table${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let entity: string;

  beforeAll(async () => {
    host = await startHost();
    const client = new WireClient(host.address);
    for (const project of ['first', 'second']) {
      for (const name of ['one', 'two']) {
        const run = await client.startRun({ project, name, displayName: `run ${name}`, config: { lr: 0.1, depth: 3 } });
        await run.summary({ acc: 0.5, loss: 1 });
        await run.finish(0);
      }
    }
    entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const header = (name: string) => page.getByRole('columnheader', { name });
  const sets = () => page.getByRole('group', { name: 'Column sets' });

  async function openColumns(): Promise<void> {
    await page
      .getByRole('button', { name: /Columns|columns/ })
      .first()
      .click();
    await sets().waitFor();
  }

  test('columns are kept as a set under a name, shown again by one click, and deleted', async () => {
    await page.goto(`${host.address}/${entity}/first/table`);
    await header('lr').waitFor();
    await openColumns();
    await page.getByRole('button', { name: 'Hide all' }).click();
    await page.getByRole('checkbox', { name: 'acc', exact: true }).click();
    await until('only what was chosen', async () => (await header('lr').count()) === 0);
    await sets().getByRole('button', { name: 'Keep these columns as a set…' }).click();
    await sets().getByRole('textbox', { name: 'Name of the set' }).fill('for the paper');
    await sets().getByRole('button', { name: 'Save' }).click();
    const set = sets().getByRole('button', { name: 'for the paper', exact: true });
    await set.waitFor();
    expect(await set.getAttribute('aria-pressed')).toBe('true');
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'runs-column-sets');
    await page.getByRole('button', { name: 'Show all' }).click();
    await header('lr').waitFor();
    expect(await set.getAttribute('aria-pressed')).toBe('false');
    await set.click();
    await until('the set again', async () => (await header('lr').count()) === 0 && (await header('acc').count()) === 1);
    await page.reload();
    await header('acc').waitFor();
    await openColumns();
    await sets().getByRole('button', { name: 'Delete the set for the paper' }).click();
    await set.waitFor({ state: 'detached' });
  });

  test('each project keeps its table as it was left', async () => {
    for (const [project, column] of [
      ['first', 'depth'],
      ['second', 'loss'],
    ] as const) {
      const saved = page.waitForResponse(
        (answer) => answer.url().endsWith('/views/runs-table') && answer.request().method() === 'PUT',
      );
      await page.goto(`${host.address}/${entity}/${project}/table?sort=-summary:acc`);
      await header('acc').waitFor();
      await openColumns();
      await page.getByRole('button', { name: 'Hide all' }).click();
      await page.getByRole('checkbox', { name: column, exact: true }).click();
      expect((await saved).status()).toBe(200);
      await until('the view to be kept', async () => {
        const answer = await fetch(`${host.address}/api/projects/${entity}/${project}/views`);
        return JSON.stringify(await answer.json()).includes(column);
      });
    }
    for (const [project, shown, hidden] of [
      ['first', 'depth', 'loss'],
      ['second', 'loss', 'depth'],
    ] as const) {
      await page.goto(`${host.address}/${entity}/${project}/table`);
      await header(shown).waitFor();
      expect(await header(hidden).count(), project).toBe(0);
    }
  });
});
