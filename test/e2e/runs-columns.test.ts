import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

/** What four runs reached, at steps 0, 100, 200 and so on. */
const LOSSES: Readonly<Record<string, readonly number[]>> = {
  tie: [0.5, 0.125, 0.3, 0.125],
  late: [...Array.from({ length: 12 }, () => 0.75), 0.25],
  first: [0.4, 0.6],
  never: [Number.NaN, Number.NaN],
};

const LONG_NAME = 'resnet152-imagenet21k-adamw-cosine-mixup-cutmix-randaugment-lr0.00125-wd0.05-seed-17';

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
    const long = await client.startRun({ project: 'long', name: 'long', displayName: LONG_NAME });
    await long.finish(0);
    for (const [name, losses] of Object.entries(LOSSES)) {
      const run = await client.startRun({
        project: 'best',
        name,
        displayName: `run ${name}`,
        kept: { 'val/loss': 'min' },
      });
      await run.history(
        losses.map((loss, i) => ({
          _step: i * 100,
          _runtime: i,
          _timestamp: 1.7e9 + i,
          'val/loss': loss,
          'val/acc': 1 - loss,
        })),
      );
      await run.summary({ 'val/loss': losses.at(-1), 'val/acc': 0.5 });
      await run.finish(0);
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

  const bestCells = async (): Promise<string[]> => {
    const texts = await page.locator('[data-cell="best:val/loss"]').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
  };

  async function openColumns(): Promise<void> {
    await page
      .getByRole('button', { name: /Columns|columns/ })
      .first()
      .click();
    await sets().waitFor();
  }

  test('a column that is fitted shows its longest name whole', async () => {
    await page.goto(`${host.address}/${entity}/long/table`);
    const parts = page.getByRole('link', { name: LONG_NAME }).locator('span span');
    await parts.first().waitFor();
    const isCut = (): Promise<boolean> =>
      parts.evaluateAll((all) => all.some((one) => one.scrollWidth > one.clientWidth + 1));
    expect(await isCut()).toBe(true);
    await header('Name').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Fit the width' }).click();
    await until('the whole name', async () => !(await isCut()));
  });

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

  test('the best value of a metric stands beside its last one with the step at which it was reached', async () => {
    const hidden = ['notes', 'username', 'tags', 'createdAt', 'duration', 'state'].map((field) => `!run:${field}`);
    await page.goto(`${host.address}/${entity}/best/table?cols=${hidden.join(',')}`);
    await header('val/loss').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show the best value and its step' }).click();
    await header('val/acc').click({ button: 'right' });
    expect(await page.getByRole('menuitem', { name: 'Show the best value and its step' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Show the highest value and its step' }).click();
    await header('best val/loss').getByRole('button').click();
    await until('the highest best first', async () => (await bestCells())[0]?.startsWith('0.4') === true);
    await header('best val/loss').getByRole('button').click();
    await until('the lowest best first', async () => (await bestCells())[0]?.startsWith('0.1') === true);
    // Of two equal values the first; a run without a single number has none.
    expect(await bestCells()).toEqual(['0.125 at 100', '0.25 at 1,200', '0.4 at 0', '']);
    const cell = page.locator('[data-cell="best:val/loss"]').first();
    expect(await cell.locator('[title]').first().getAttribute('title')).toBe('0.125, first reached at step 100');
    expect(await page.locator('[data-cell="max:val/acc"]').first().innerText()).toMatch(/^0\.875\s+at 100$/);
    expect(await axeFaults(page)).toEqual([]);
    await keepScreen(page, 'runs-best');
    await showTheme(page, 'dark');
    await cell.waitFor();
    await keepScreen(page, 'runs-best-dark');
    await showTheme(page, 'light');
    await page.setViewportSize({ width: 1024, height: 700 });
    await cell.waitFor();
    await keepScreen(page, 'runs-best-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    const [head = '', first = ''] = readFileSync(await download.path(), 'utf8').split('\r\n');
    const place = head.split(',').indexOf('best val/loss');
    expect(head.split(',')[place + 1]).toBe('best val/loss step');
    expect(first.split(',').slice(place, place + 2)).toEqual(['0.125', '100']);
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
