import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/access.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type RunWriter, WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { until } from '../support/time.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

describe.skipIf(missing !== undefined)(`the overview of a project${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let entity: string;
  let client: WireClient;
  let live: RunWriter;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    client = new WireClient(host.address);
    for (let i = 0; i < 12; i += 1) {
      const run = await client.startRun({
        project: 'harbour',
        name: `r${i}`,
        displayName: `${['calm', 'brisk', 'heavy'][i % 3] ?? ''}-swell-${i}`,
        config: { lr: 0.1 },
        tags: i % 2 === 0 ? ['baseline'] : ['baseline', 'say "hi"'],
      });
      await run.history([{ loss: 1, _step: 0, _runtime: 3600 * (i + 1) }]);
      await run.file('log.txt', 'x'.repeat(5000 * (i + 1)));
      if (i === 11) live = run;
      else await run.finish(i % 4 === 3 ? 1 : 0);
    }
    entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    trouble = listenForTrouble(page, host.address);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const region = (name: string): Locator => page.getByRole('region', { name });
  const overview = (project = 'harbour'): string => `${host.address}/${entity}/${project}/overview`;

  test('what there is stands at one glance, and the tab leads there', async () => {
    await page.goto(`${host.address}/${entity}/harbour`);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'harbour' }).waitFor();
    await region('Newest runs').getByRole('link', { name: 'heavy-swell-11' }).waitFor();
    await region('Running now').getByText('heavy-swell-11').waitFor();
    expect(await region('Newest runs').getByRole('listitem').count()).toBe(10);
    const figures = page.getByRole('list', { name: 'In figures' });
    expect(await figures.getByRole('link', { name: /^Runs/ }).innerText()).toContain('12');
    expect(await figures.getByText('3d 6h').count()).toBe(1);
    await settled(page);
    await keepScreen(page, 'overview-light');
    expect(await axeFaults(page)).toEqual([]);
  });

  test('the description is Markdown that is written here', async () => {
    await page.getByRole('button', { name: 'No description yet' }).click();
    await page
      .getByRole('textbox', { name: 'Description' })
      .fill('# Waves\n\nHow **high** do they go?\n\n- calm\n- heavy');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Waves' }).waitFor();
    await page.reload();
    await region('Description').locator('strong', { hasText: 'high' }).waitFor();
    await page.goto(host.address);
    await page.getByText('How **high**').waitFor();
  });

  test('states and tags lead to their runs, and what happens shows by itself', async () => {
    await page.goto(overview());
    await region('Runs by state')
      .getByRole('link', { name: /Failed/ })
      .click();
    await until('the failed runs', async () => (await page.locator('[data-run][role="row"]').count()) === 2);
    await page.goBack();
    await region('Tags in use').getByRole('link', { name: 'say "hi"' }).click();
    await until('the tagged runs', async () => (await page.locator('[data-run][role="row"]').count()) === 6);
    await page.goBack();
    await region('Runs by state')
      .getByRole('link', { name: /Running/ })
      .waitFor();
    await live.finish(0);
    await region('Runs by state')
      .getByRole('link', { name: /Running/ })
      .waitFor({ state: 'detached' });
    await region('Running now').waitFor({ state: 'detached' });
  });

  test('the keyboard and the palette know the way', async () => {
    await page.goto(`${host.address}/${entity}/harbour/table`);
    await page.locator('[data-run="r0"]').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.getByRole('heading', { level: 1, name: 'harbour' }).waitFor();
    await page.goto(`${host.address}/${entity}/harbour/workspace`);
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('combobox').fill('go to the overview');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'harbour' }).waitFor();
    // Seen last, but not what the project opens with.
    await page.goto(`${host.address}/${entity}/harbour`);
    await page.getByRole('link', { name: 'Workspace' }).waitFor();
    expect(await page.getByRole('link', { name: 'Workspace' }).getAttribute('aria-current')).toBe('page');
  });

  test('it fits a narrow window, the dark theme and a project of one emptied run', async () => {
    await page.goto(overview());
    await showTheme(page, 'dark');
    await settled(page);
    await keepScreen(page, 'overview-dark');
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1024, height: 760 });
    await keepScreen(page, 'overview-narrow');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await showTheme(page, 'light');
    const only = await client.startRun({ project: 'slack', name: 'only', displayName: 'only', config: {} });
    await only.finish(0);
    await fetch(`${host.address}/api/runs/${entity}/slack/only`, { method: 'DELETE' });
    await page.goto(overview('slack'));
    await page.getByText('No runs yet').waitFor();
    await page.getByRole('link', { name: 'Connect a script' }).last().waitFor();
    await keepScreen(page, 'overview-empty');
    expect(await axeFaults(page)).toEqual([]);
    await page.goto(overview('none'));
    await page.getByText('There is no project none').waitFor();
    expect(trouble).toEqual([]);
  });
});
