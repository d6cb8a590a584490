import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`projections of tables${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];
  let entity: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('projection.py'), { address: host.address });
    entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 2200 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${entity}/projection`);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.locator(`[data-cell="history/${key}"]`);
  async function choose(box: Locator, option: string): Promise<void> {
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
    await box.click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await until('the list to be closed', async () => (await page.getByRole('listbox').count()) === 0);
  }
  async function project(key: string): Promise<Locator> {
    const panel = panelOf(key);
    await panel.getByRole('button', { name: 'Plot', exact: true }).click();
    await choose(panel.getByRole('combobox', { name: 'Kind of plot' }), '2D projection');
    return panel;
  }
  const planeOf = (panel: Locator): Locator => panel.getByRole('application');
  /** How many pixels of the picture have which colour, those with few of them left out. */
  async function colorsOf(plane: Locator): Promise<readonly string[]> {
    return plane
      .locator('canvas')
      .first()
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const counts = new Map<string, number>();
        for (let at = 0; at < data.length; at += 4) {
          if ((data[at + 3] ?? 0) < 200) continue;
          // Points are a little transparent: near colours count as one.
          const color = [0, 1, 2].map((part) => Math.round((data[at + part] ?? 0) / 24)).join();
          counts.set(color, (counts.get(color) ?? 0) + 1);
        }
        return [...counts].filter(([, count]) => count > 60).map(([color]) => color);
      });
  }
  /** Moves the pointer over the plane until it is on a point. */
  async function pointAtSome(plane: Locator): Promise<{ readonly x: number; readonly y: number }> {
    const box = await plane.boundingBox();
    if (box === null) throw new Error('no plane');
    for (let down = 0.3; down < 0.8; down += 0.05) {
      for (let across = 0.2; across < 0.8; across += 0.03) {
        const at = { x: box.x + across * box.width, y: box.y + down * box.height };
        await page.mouse.move(at.x, at.y);
        if ((await page.getByRole('tooltip').count()) > 0) return at;
      }
    }
    throw new Error('no point under the pointer');
  }

  test('vectors of all runs are points by PCA, coloured by run, then by a column', async () => {
    await panelOf('digits').getByRole('grid').waitFor();
    const panel = await project('digits');
    const plane = planeOf(panel);
    await panel.getByRole('application', { name: 'digits, PCA projection of 600 rows' }).waitFor();
    expect(await plane.getAttribute('data-points')).toBe('600');
    await panel.getByText(/^600 rows · 1\d % of the variance across, 1\d % up$/).waitFor();
    await until('two colours', async () => (await colorsOf(plane)).length >= 2);
    const byRun = await colorsOf(plane);
    await choose(panel.getByRole('combobox', { name: 'Colour' }), 'Colour: digit');
    await panel.getByRole('group', { name: 'Legend' }).getByText('digit 9').waitFor();
    await until('ten colours', async () => (await colorsOf(plane)).length >= byRun.length + 6);
    await keepScreen(page, 'projection-pca');
    await choose(panel.getByRole('combobox', { name: 'Colour' }), 'Colour: shade');
    await panel.getByRole('group', { name: 'Legend' }).getByText('digit 9').waitFor({ state: 'detached' });
  });

  test('a point shows its row with its picture, and a click opens it; another click on the legend hides', async () => {
    const panel = panelOf('digits');
    const plane = planeOf(panel);
    await choose(panel.getByRole('combobox', { name: 'Colour' }), 'Colour: digit');
    const at = await pointAtSome(plane);
    const card = page.getByRole('tooltip');
    await card.getByText(/^digit \d$/).waitFor();
    const digit = (await card.getByText(/^digit \d$/).textContent()) ?? '';
    const title = (await card.getByText(/^Row \d+$/).textContent()) ?? '';
    await until('its picture', () =>
      card.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth === 8),
    );
    await keepScreen(page, 'projection-hover');
    await page.mouse.click(at.x, at.y);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByText(digit, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const before = (await colorsOf(plane)).length;
    await panel.getByRole('button', { name: 'digit 0' }).click();
    await until('one colour less', async () => (await colorsOf(plane)).length < before);
    await panel.getByRole('button', { name: 'digit 0' }).click();
    await until('it to be back', async () => (await colorsOf(plane)).length === before);
  });

  test('by keys one goes from point to point, opens a row and comes back; what is heard is what the card shows', async () => {
    const panel = panelOf('digits');
    const plane = planeOf(panel);
    const card = page.getByRole('tooltip');
    await page.mouse.move(5, 5);
    await plane.focus();
    await page.keyboard.press('ArrowRight');
    await card.getByText(/^Row \d+$/).waitFor();
    const titleOf = async (): Promise<string> => (await card.getByText(/^Row \d+$/).textContent()) ?? '';
    const placeOf = async (): Promise<number> => (await card.boundingBox())?.x ?? 0;
    const [first, from] = [await titleOf(), await placeOf()];
    await page.keyboard.press('ArrowRight');
    await until('another row', async () => (await titleOf()) !== first);
    expect(await placeOf()).toBeGreaterThan(from);
    await page.keyboard.press('Home');
    await card.getByText('Row 1', { exact: true }).waitFor();
    await page.keyboard.press('PageDown');
    await card.getByText('Row 2', { exact: true }).waitFor();
    await panel.getByText(/^Row 2, digit digit \d/).waitFor({ state: 'attached' });
    await keepScreen(page, 'projection-keys');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Row 2' });
    await dialog.waitFor();
    expect(await card.count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await until('the focus to be back', () => plane.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('PageDown');
    await card.getByText('Row 2', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  test('the points are saved as a picture: each as a dot, with the names of their colours', async () => {
    const panel = panelOf('digits');
    await panel.getByRole('button', { name: 'Export as picture…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export as picture' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('digits.svg');
    const svg = await readFile(await download.path(), 'utf8');
    expect(svg).toContain('digit 9');
    expect(svg.match(/<(circle|path)/g)?.length ?? 0).toBeGreaterThan(500);
    await panel.getByRole('button', { name: 'Export as picture…' }).click();
    await dialog
      .getByRole('radio', { name: 'PNG' })
      .or(dialog.getByRole('button', { name: 'PNG' }))
      .first()
      .click();
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    expect(png.suggestedFilename()).toBe('digits.png');
    expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');
  });

  test('UMAP and t-SNE tell how far they are, and what was computed once is kept', async () => {
    const panel = panelOf('digits');
    await choose(panel.getByRole('combobox', { name: 'Method' }), 'UMAP');
    await panel.getByText(/Layout, \d+ % \(step \d+ of 500\)/).waitFor({ timeout: 120_000 });
    await panel.locator('[data-final]').waitFor({ timeout: 240_000 });
    await panel.getByText('distances over the first 50 principal components').waitFor();
    await keepScreen(page, 'projection-umap');
    await choose(panel.getByRole('combobox', { name: 'Method' }), 'PCA');
    await panel.getByRole('application', { name: /PCA/ }).waitFor();
    // What was computed once is kept.
    await choose(panel.getByRole('combobox', { name: 'Method' }), 'UMAP');
    await panel.locator('[data-final]').waitFor({ timeout: 5000 });
    await choose(panel.getByRole('combobox', { name: 'Method' }), 't-SNE');
    await panel.getByRole('combobox', { name: 'Perplexity' }).waitFor();
    await panel.locator('[data-final]').waitFor({ timeout: 240_000 });
    await keepScreen(page, 'projection-tsne');
  });

  test('a long computation is cancelled and begun again, and the page stays quick meanwhile', async () => {
    const panel = await project('many');
    await panel.getByRole('application', { name: 'many, PCA projection of 6,000 rows' }).waitFor();
    await choose(panel.getByRole('combobox', { name: 'Method' }), 't-SNE');
    await panel.getByText('t-SNE of 5,000 rows').waitFor();
    await panel.getByText(/Layout, \d+ %/).waitFor({ timeout: 120_000 });
    const frame = await page.evaluate(
      () => new Promise<number>((done) => requestAnimationFrame((a) => requestAnimationFrame((b) => done(b - a)))),
    );
    expect(frame).toBeLessThan(1000);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('The projection was cancelled').waitFor();
    await until('no worker to be left', async () => page.workers().length === 0);
    await panel.getByRole('button', { name: 'Compute it again' }).click();
    await panel.getByText('t-SNE of 5,000 rows').waitFor();
    await choose(panel.getByRole('combobox', { name: 'Method' }), 'PCA');
    await panel.locator('[data-final]').waitFor();
  });

  test('rows without a vector are counted by reason, columns of numbers are taken together, words are refused', async () => {
    const damaged = await project('damaged');
    await damaged
      .getByText(/^26 of 30 rows · 1 without a vector · 1 of another length · 2 with NaN or infinity/)
      .waitFor();
    const numbers = await project('numbers');
    await numbers.getByText('Vectors: 4 columns of numbers').waitFor();
    await numbers.getByText(/^40 rows · \d\d % of the variance across/).waitFor();
    expect(await numbers.getByRole('checkbox', { name: 'Standardise' }).isChecked()).toBe(true);
    await numbers.getByRole('checkbox', { name: 'Standardise' }).click();
    await numbers.getByText(/^40 rows · 100 % of the variance across/).waitFor();
    const refused = await page.request.post(`${host.address}/api/projects/${entity}/projection/tables/vectors`, {
      data: {
        sources: [{ run: 'even', file: 'none' }],
        sort: [],
        where: [],
        vectors: { columns: ['v'], most: 60_000 },
      },
    });
    expect(refused.status()).toBe(400);
    expect(await refused.text()).toMatch(/vectors\.most.*50000/);
    const words = await project('words');
    await words.getByText('A projection needs vectors').waitFor();
    await keepScreen(page, 'projection-kinds');
  });

  test('the settings stay with the view, in dark and on a narrow page too', async () => {
    await showTheme(page, 'dark');
    await page.reload();
    const panel = panelOf('digits');
    await panel.getByRole('application', { name: /t-SNE projection of 600 rows/ }).waitFor({ timeout: 240_000 });
    await panel.locator('[data-final]').waitFor({ timeout: 240_000 });
    await keepScreen(page, 'projection-dark');
    await page.setViewportSize({ width: 640, height: 1400 });
    await panel.getByRole('application').waitFor();
    await keepScreen(page, 'projection-narrow');
    expect(trouble).toEqual([]);
  });
});
