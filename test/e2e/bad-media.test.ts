import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBadMedia } from '../support/bad-media.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';

const missing = findChromium() === undefined ? 'no Chromium here' : undefined;

/** What the panel of each key says. */
const SAYS: readonly (readonly [key: string, words: string | RegExp])[] = [
  ['image/damaged', 'The file is damaged or no picture that this browser knows.'],
  ['image/empty', 'The file is damaged or no picture that this browser knows.'],
  ['image/cut', 'The file is damaged or no picture that this browser knows.'],
  ['sound/empty', /^The file (is damaged|holds no sound)/],
  ['sound/silent', 'The file holds no sound at all.'],
  ['video/damaged', 'This browser cannot play the video.'],
  ['video/gif', 'The file is damaged or no picture that this browser knows.'],
  ['space/none', 'The file holds no point, box or arrow that has a place.'],
  ['space/nan', /no point, box or arrow/],
  ['space/gltf', /^It cannot be drawn: /],
  ['space/text', /^It cannot be drawn: /],
  ['molecule/other', 'The file holds no atoms, or is of another format than its name says.'],
  ['figure/damaged', /^The figure could not be drawn: /],
  ['table/damaged', /JSON/],
];

describe.skipIf(missing !== undefined)(`bad media, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    host = await startHost();
    await writeBadMedia(new WireClient(host.address));
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1400 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${await entityOf(host.address)}/bad-media/runs/bad`);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.getByRole('region', { name: key, exact: true });
  const search = (text: string): Promise<void> => page.getByRole('searchbox', { name: 'Search panels' }).fill(text);

  test('a file that cannot be shown says why, is offered, and the panels beside it live', async () => {
    for (const [key, words] of SAYS) {
      await search(key);
      const panel = panelOf(key);
      await panel.getByText(words).first().waitFor();
      expect(await panel.getByRole('link', { name: 'Download the file' }).count(), key).toBe(1);
    }
    for (const group of ['image', 'space']) {
      await search(`${group}/`);
      await panelOf(SAYS.find(([key]) => key.startsWith(group))?.[0] ?? '').waitFor();
      await keepScreen(page, `bad-media-${group}`);
    }
  });

  test('boxes without a place, outside, or without labels, and masks of another size, are shown as far as they can be', async () => {
    await search('layers/');
    for (const key of ['layers/boxes', 'layers/nan']) {
      await panelOf(key).getByText('1 box has no place · 1 box lies outside the picture').waitFor();
      expect(await panelOf(key).locator('g[data-box="found/7"]').count()).toBe(2);
      await panelOf(key).locator('text', { hasText: 'class_7' }).first().waitFor();
    }
    await panelOf('layers/masks').getByText('cannot be read: torn · small is 8 × 5 and stretched').waitFor();
    expect(await panelOf('layers/masks').locator('canvas[data-mask=small]').count()).toBe(1);
    await keepScreen(page, 'bad-media-layers');
  });

  test('tables without rows, with ragged rows, mixed cells or 10,000 columns are read', async () => {
    await search('table/none');
    await panelOf('table/none').getByText('The table has no rows').waitFor();
    await search('table/headless');
    await panelOf('table/headless').getByText('The table has no rows').waitFor();
    await search('table/ragged');
    await panelOf('table/ragged').getByRole('gridcell', { name: '7', exact: true }).waitFor();
    await search('table/mixed');
    for (const words of ['two', '[3,4]', '{"five":5}', 'true'])
      await panelOf('table/mixed').getByRole('gridcell', { name: words }).first().waitFor();
    await search('table/wide');
    await panelOf('table/wide').getByRole('columnheader', { name: /^c0\b/ }).first().waitFor();
    // Only columns near the screen exist.
    expect(await panelOf('table/wide').getByRole('columnheader').count()).toBeLessThan(40);
    await panelOf('table/wide')
      .getByRole('grid')
      .evaluate((grid) => (grid.scrollLeft = grid.scrollWidth));
    await panelOf('table/wide')
      .getByRole('columnheader', { name: /^c9999\b/ })
      .waitFor();
    await keepScreen(page, 'bad-media-wide');
    await search('fine');
    await panelOf('fine').locator('img').waitFor();
    expect(trouble).toEqual([]);
  });
});
