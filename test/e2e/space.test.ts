import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const FORMATS = ['pdb', 'pqr', 'mmcif', 'mcif', 'cif', 'sdf', 'sd', 'gro', 'mol2', 'mmtf'];
const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`things in space${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('space.py'), { address: host.address });
    const entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1500 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${entity}/space/runs/space`);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  const panelOf = (key: string): Locator => page.getByRole('region', { name: key, exact: true });
  const drawingOf = (key: string): Locator => panelOf(key).locator('[role=img][data-drawn]');

  /** Share of a drawing's pixels that pass a test of red, green and blue. */
  function shareOf(key: string, isWanted: string): Promise<number> {
    return drawingOf(key)
      .first()
      .evaluate(
        (element, [words]) => {
          const canvas = element as HTMLCanvasElement;
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
          const bounds = JSON.parse(words ?? '[]') as readonly (readonly [number, number])[];
          let count = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (bounds.every(([low, high], c) => (data[i + c] ?? 0) >= low && (data[i + c] ?? 0) <= high)) count += 1;
          }
          return count / (data.length / 4);
        },
        [isWanted],
      );
  }
  const RED = '[[200,255],[0,60],[0,60]]';
  const DARK = '[[20,28],[32,40],[38,46]]';
  const LIGHT = '[[232,244],[238,246],[239,247]]';
  const OWN = '[[54,62],[0,4],[92,100]]';
  const GREEN = '[[0,60],[200,255],[0,60]]';

  test('clouds, scenes and models are drawn and say what they hold', async () => {
    for (const key of ['plain', 'categories', 'colours', 'scene', 'models']) await drawingOf(key).first().waitFor();
    expect(await drawingOf('categories').getAttribute('aria-label')).toMatch(/: 2,000 points$/);
    expect(await drawingOf('scene').getAttribute('aria-label')).toBe('street: 2,000 points · 2 boxes · 1 arrow');
    expect(await drawingOf('models').first().getAttribute('aria-label')).toMatch(/: 4 triangles$/);
    expect(await shareOf('colours', RED)).toBeGreaterThan(0.002);
    expect(await shareOf('colours', GREEN)).toBe(0);
    expect(await shareOf('scene', GREEN)).toBeGreaterThan(0.001);
    await keepScreen(page, 'space-light');
  });

  test('a category of points and a label of boxes are taken away by their legend, for good', async () => {
    const legend = panelOf('categories').getByRole('group', { name: 'Categories of points' });
    expect(await legend.getByRole('button').count()).toBe(14);
    await legend.getByRole('button', { name: /^Category 3:/ }).click();
    await until('fewer points', async () =>
      /: 1,\d{3} of 2,000 points$/.test((await drawingOf('categories').getAttribute('aria-label')) ?? ''),
    );
    const before = await shareOf('scene', GREEN);
    const tower = panelOf('scene').getByRole('button', { name: 'tower: 1 box' });
    await tower.click();
    await until('the tower to be gone', async () => (await shareOf('scene', GREEN)) === 0);
    await tower.click();
    await until('the tower to be back', async () => (await shareOf('scene', GREEN)) >= before * 0.9);
    await page.reload();
    await until('it to be remembered', async () =>
      ((await drawingOf('categories').getAttribute('aria-label')) ?? '').endsWith('of 2,000 points'),
    );
    await legend.getByRole('button', { name: /^Category 3:/ }).click();
  });

  test('points are coloured by their height instead of what was logged', async () => {
    await panelOf('colours').hover();
    await panelOf('colours').getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('combobox', { name: 'Points coloured by' }).click();
    await page.getByRole('option', { name: 'Height' }).click();
    await until('no red', async () => (await shareOf('colours', RED)) === 0);
    const clear = await drawingOf('colours').evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    const fog = page.getByRole('switch', { name: /^Fog/ });
    const picture = (): Promise<string> =>
      drawingOf('colours').evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    await fog.click();
    await until('fog', async () => (await picture()) !== clear);
    await fog.click();
    await until('no fog', async () => (await picture()) === clear);
    await page.keyboard.press('Escape');
    await panelOf('colours').getByRole('group', { name: 'Height' }).waitFor();
  });

  test('a scene fills the window and comes back', async () => {
    await drawingOf('scene').waitFor();
    const small = (await drawingOf('scene').boundingBox())?.width ?? 0;
    await panelOf('scene').hover();
    await panelOf('scene').getByRole('button', { name: 'Full screen', exact: true }).click();
    const full = page.getByRole('dialog', { name: 'Panel in full screen' });
    const large = full.locator('[role=img][data-drawn]');
    await until('a large scene', async () => ((await large.boundingBox())?.width ?? 0) > small * 2);
    await keepScreen(page, 'space-full');
    await page.keyboard.press('Escape');
    await full.waitFor({ state: 'detached' });
  });

  test('arrow keys turn a scene, 0 brings it back, and the score hides weak boxes', async () => {
    const picture = (): Promise<string> =>
      drawingOf('scene').evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await drawingOf('scene').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await until('the scene to turn', async () => (await picture()) !== before);
    await page.keyboard.press('0');
    await until('the scene to be back', async () => (await picture()) === before);
    await panelOf('scene').hover();
    await panelOf('scene').getByRole('button', { name: 'Edit panel' }).click();
    const score = page.getByRole('slider', { name: 'Least score of boxes' });
    await score.focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
    await until('one box', async () => /· 1 box ·/.test((await drawingOf('scene').getAttribute('aria-label')) ?? ''));
    await page.keyboard.press('Escape');
  });

  test('the background is light, dark or a colour of one’s own, in both themes and after a reload', async () => {
    const choose = async (name: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Background', exact: true }).click();
      await page.getByRole('option', { name, exact: true }).click();
    };
    const open = async (key: string): Promise<void> => {
      await panelOf(key).hover();
      await panelOf(key).getByRole('button', { name: 'Edit panel' }).click();
    };
    await open('scene');
    await choose('Dark');
    await until('the dark ground', async () => (await shareOf('scene', DARK)) > 0.6);
    await choose('Own colour');
    await page.getByLabel('Colour of the background').fill('#3a0060');
    await until('the own colour', async () => (await shareOf('scene', OWN)) > 0.6);
    await page.keyboard.press('Escape');
    await open('water');
    await choose('Dark');
    await page.keyboard.press('Escape');
    await keepScreen(page, 'space-grounds');
    await showTheme(page, 'dark');
    await until('the own colour in the dark theme', async () => (await shareOf('scene', OWN)) > 0.6);
    await showTheme(page, 'light');
    await page.reload();
    await until('the own colour after a reload', async () => (await shareOf('scene', OWN)) > 0.6);
    await open('scene');
    await choose('As the theme');
    await until('the ground of the theme', async () => (await shareOf('scene', LIGHT)) > 0.6);
    await page.keyboard.press('Escape');
  });

  test('a camera is kept over a reload, and panels that link it look from the same place', async () => {
    const picture = (key: string): Promise<string> =>
      drawingOf(key).evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    const before = [await picture('plain'), await picture('categories')];
    await drawingOf('plain').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await until('the cloud to turn', async () => (await picture('plain')) !== before[0]);
    expect(await picture('categories')).toBe(before[1]);
    await page.reload();
    await drawingOf('plain').waitFor();
    expect(await picture('plain')).not.toBe(before[0]);
    for (const key of ['plain', 'categories']) await linkCamera(key);
    await drawingOf('categories').focus();
    const linked = await picture('plain');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
    await until('the other cloud to follow', async () => (await picture('plain')) !== linked);
    for (const key of ['plain', 'categories']) await linkCamera(key);
    await drawingOf('plain').press('0');
    await until('the cloud to be back', async () => (await picture('plain')) === before[0]);
  });

  async function linkCamera(key: string): Promise<void> {
    await panelOf(key).hover();
    await panelOf(key).getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('switch', { name: /^Camera shared/ }).click();
    await page.keyboard.press('Escape');
  }

  test('twenty panels of clouds need one WebGL context, and twelve molecules eight', async () => {
    await page.evaluate(() => localStorage.clear());
    const counted = await browser.newPage({ viewport: { width: 1440, height: 4000 } });
    // Contexts that live: those given out less those that were lost on purpose.
    await counted.addInitScript(() => {
      const counts = { made: 0, lost: 0 };
      Object.assign(window, { counts });
      const get = HTMLCanvasElement.prototype.getContext;
      const known = new WeakSet<object>();
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: [string]) {
        const made = get.apply(this, given) as unknown as WebGLRenderingContext | null;
        if (/webgl/.test(given[0]) && made !== null && !known.has(made)) {
          known.add(made);
          counts.made += 1;
          this.addEventListener('webglcontextlost', () => (counts.lost += 1));
        }
        return made;
      } as typeof get;
    });
    const living = (): Promise<number> =>
      counted.evaluate(() => {
        const { made, lost } = (window as unknown as { counts: { made: number; lost: number } }).counts;
        return made - lost;
      });
    await counted.goto(`${host.address}/${await entityOf(host.address)}/space/runs/many`);
    const drawn = (kind: string): Locator => counted.locator(`[data-kind=${kind}] [role=img][data-drawn]`);
    const search = counted.getByRole('searchbox', { name: 'Search panels' });
    await search.fill('cloud');
    await until('twenty clouds to be drawn', async () => (await drawn('object3d').count()) === 20);
    expect(await living()).toBe(1);
    await search.fill('molecule');
    await until('eight molecules', async () => (await drawn('molecule').count()) === 8);
    const asleep = counted.getByRole('button', { name: 'Show this molecule' });
    expect(await asleep.count()).toBe(4);
    await asleep.first().click();
    await until('one of the others to give way', async () => (await drawn('molecule').count()) === 8);
    expect(await asleep.count()).toBe(4);
    await until('the page to hold eight and that of clouds', async () => (await living()) <= 9);
    await counted.close();
  });

  test('molecules of every format are drawn with their atoms', async () => {
    const search = page.getByRole('searchbox', { name: 'Search panels' });
    for (const format of FORMATS) {
      await search.fill(`molecules/${format}`);
      const drawing = drawingOf(`molecules/${format}`);
      await drawing.waitFor();
      expect(await drawing.getAttribute('aria-label'), format).toBe(`${format}: 3 atoms`);
    }
    await search.fill('molecules');
    await drawingOf('molecules/pdb').waitFor();
    await keepScreen(page, 'space-molecules');
    await search.fill('');
  });

  test('a molecule is drawn with all its atoms, also as a surface', async () => {
    await drawingOf('water').waitFor();
    expect(await drawingOf('water').getAttribute('aria-label')).toBe('water: 3 atoms');
    await panelOf('water').hover();
    await panelOf('water').getByRole('button', { name: 'Edit panel' }).click();
    await page.getByRole('combobox', { name: 'Drawn as' }).click();
    await page.getByRole('option', { name: 'Surface' }).click();
    await panelOf('water').locator('[data-style=surface]').waitFor();
    await page.getByRole('combobox', { name: 'Coloured by' }).click();
    await page.getByRole('option', { name: 'Chain' }).click();
    await panelOf('water').locator('[data-colors=chain]').waitFor();
    await page.keyboard.press('Escape');
  });

  test('damaged files say why, offer themselves, and nothing is fetched for them', async () => {
    await panelOf('damaged').getByText('It cannot be drawn').waitFor();
    await panelOf('outside').getByText('the model needs other files: https://example.com/a.bin').waitFor();
    await panelOf('empty').getByText('no point, box or arrow').waitFor();
    await panelOf('no_molecule').getByText('no atoms').waitFor();
    expect(await panelOf('damaged').getByRole('link', { name: 'Download the file' }).count()).toBe(1);
    await showTheme(page, 'dark');
    for (const key of ['plain', 'scene', 'water']) await drawingOf(key).first().waitFor();
    await keepScreen(page, 'space-dark');
    expect(trouble).toEqual([]);
  });
});
