import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble, settled, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);
const THEMES = ['light', 'dark'] as const;

describe.skipIf(missing !== undefined)(`one of each kind of media${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let page: Page;
  let trouble: readonly string[];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('kinds.py'), { address: host.address, args: [fixture('clip.mp4')] });
    const entity = await entityOf(host.address);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1300 } });
    trouble = listenForTrouble(page, host.address);
    await page.goto(`${host.address}/${entity}/kinds/runs/kinds`);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  /** The panel of a key, alone on the page. */
  async function find(key: string): Promise<Locator> {
    await page.getByRole('searchbox', { name: 'Search panels' }).fill(key);
    const panel = page.getByRole('region', { name: key, exact: true });
    await panel.waitFor();
    return panel;
  }

  /** One pixel of a picture, film or canvas as it is drawn, from its top left corner. */
  function pixelOf(drawn: Locator, x: number, y: number): Promise<number[]> {
    return drawn.evaluate(
      (element, at) => {
        const source = element as HTMLImageElement | HTMLVideoElement | HTMLCanvasElement;
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] =
          source instanceof HTMLImageElement
            ? [source.naturalWidth, source.naturalHeight]
            : source instanceof HTMLVideoElement
              ? [source.videoWidth, source.videoHeight]
              : [source.width, source.height];
        if (canvas.width === 0) return [];
        const context = canvas.getContext('2d');
        context?.drawImage(source, 0, 0);
        return [...(context?.getImageData(at.x, at.y, 1, 1).data ?? [])];
      },
      { x, y },
    );
  }

  const showsPixel = (drawn: Locator, x: number, y: number, wanted: readonly number[], within = 0): Promise<unknown> =>
    until(`the pixel ${wanted.join()}`, async () => {
      const found = await pixelOf(drawn, x, y);
      return found.length === 4 && wanted.every((value, i) => Math.abs(value - (found[i] ?? -999)) <= within);
    });

  async function expectPictures(): Promise<void> {
    const grey = await find('image/grey');
    await showsPixel(grey.locator('img'), 10, 5, [60, 60, 60, 255]);
    await grey.getByText('one channel').waitFor();
    await showsPixel((await find('image/rgb')).locator('img'), 10, 5, [200, 60, 40, 255]);
    await showsPixel((await find('image/rgba')).locator('img'), 10, 5, [200, 60, 40, 128], 2);
    await showsPixel((await find('image/jpeg')).locator('img'), 10, 5, [200, 60, 40, 255], 24);
    // 16,000 of 65,535.
    await showsPixel((await find('image/deep')).locator('img'), 10, 5, [62, 62, 62, 255], 1);
    const mask = (await find('image/mask')).locator('canvas[data-mask=truth]');
    await until('two classes', async () => {
      const [left, right] = [await pixelOf(mask, 5, 5), await pixelOf(mask, 35, 5)];
      return left[3] === 255 && right[3] === 255 && left.join() !== right.join();
    });
    const boxes = (await find('image/boxes')).locator('g[data-box="found/1"] rect:first-child');
    await until('four boxes', async () => (await boxes.count()) === 4);
    const places = await boxes.evaluateAll((all) =>
      all.map((one) => ['x', 'y', 'width', 'height'].map((name) => Math.round(Number(one.getAttribute(name)) * 1e6))),
    );
    expect(new Set(places.map((one) => one.join()))).toEqual(new Set(['10000000,4000000,20000000,12000000']));
    await (await find('image/boxes')).locator('text', { hasText: 'last' }).waitFor();
  }

  async function expectSoundsAndFilms(): Promise<void> {
    const tone = await find('sound/tone');
    await tone.getByText('8,000 Hz · 2 ch').waitFor();
    await tone.getByText('0:00.0 / 0:00.5').waitFor();
    const gif = await find('film/gif');
    await gif.locator('[data-frames="3"]').waitFor();
    await showsPixel(gif.locator('canvas'), 5, 5, [255, 0, 0, 255]);
    await gif.getByRole('button', { name: 'Frame on' }).click();
    await showsPixel(gif.locator('canvas'), 5, 5, [0, 255, 0, 255]);
    // Animated pictures are what the client takes as an image by its file; it takes no WebP as a video.
    for (const key of ['image/webp', 'image/gif']) {
      const picture = await find(key);
      await picture.locator('[data-frames="3"]').waitFor();
      await picture.getByRole('button', { name: 'Frame on' }).click();
      await picture.getByText('2 / 3').waitFor();
      await showsPixel(picture.locator('canvas'), 5, 5, [0, 255, 0, 255]);
      await picture.getByRole('button', { name: 'Play', exact: true }).click();
      await until('the animation to go on', async () => (await picture.getByText('2 / 3').count()) === 0);
      await picture.getByRole('button', { name: 'Pause', exact: true }).click();
    }
    const still = await find('image/still');
    await showsPixel(still.locator('img'), 5, 5, [255, 0, 0, 255]);
    expect(await still.getByRole('button', { name: 'Frame on' }).count()).toBe(0);
    const panel = await find('film/mp4');
    const film = panel.locator('video');
    if (
      (await film.evaluate((video) => (video as HTMLVideoElement).canPlayType('video/mp4; codecs=avc1.42E01E'))) !== ''
    ) {
      await showsPixel(film, 10, 10, [220, 30, 30, 255], 40);
      // Four frames a second: one press is one frame, also before it was ever played.
      for (const [button, frame] of [
        ['Frame on', 1],
        ['Frame on', 2],
        ['Frame back', 1],
      ] as const) {
        await panel.getByRole('button', { name: button }).click();
        await until(`frame ${frame}`, async () => {
          const time = await film.evaluate((video) => (video as HTMLVideoElement).currentTime);
          return Math.floor(time * 4) === frame;
        });
        await settled(page);
      }
    }
  }

  async function expectSpace(): Promise<void> {
    for (const [key, words] of [
      ['space/model', /: 4 triangles$/],
      ['space/plain', /: 300 points$/],
      ['space/kinds', /: 300 points$/],
      ['space/colours', /: 300 points$/],
      ['space/lidar', /: 300 points · 1 box · 1 arrow$/],
      ['molecule/pdb', /: 3 atoms$/],
    ] as const) {
      const drawing = (await find(key)).locator('[role=img][data-drawn]');
      await drawing.waitFor();
      expect(await drawing.getAttribute('aria-label'), key).toMatch(words);
    }
    const categories = (await find('space/kinds')).getByRole('group', { name: 'Categories of points' });
    await until('14 categories', async () => (await categories.getByRole('button').count()) === 14);
  }

  async function expectPagesAndTables(): Promise<void> {
    const html = await find('page/html');
    await html.locator('iframe').contentFrame().getByRole('heading', { name: 'A logged page' }).waitFor();
    const media = await find('table/media');
    await media.getByRole('gridcell').locator('img').nth(2).waitFor();
    await showsPixel(media.getByRole('gridcell').locator('img').first(), 4, 4, [60, 60, 60, 255]);
    const frame = await find('table/frame');
    for (const word of ['a', 'b', 'c']) await frame.getByRole('gridcell', { name: word, exact: true }).waitFor();
    const histogram = (await find('values/histogram')).locator('canvas').first();
    await until('a histogram', () =>
      histogram.evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return data.some((value) => value > 0);
      }),
    );
  }

  for (const theme of THEMES) {
    test(`pictures, sounds, films, pages, tables and things in space are drawn as they were logged, ${theme}`, async () => {
      await showTheme(page, theme);
      await expectPictures();
      await expectSoundsAndFilms();
      await expectSpace();
      await expectPagesAndTables();
      for (const group of ['image/', 'space/', 'film/', 'table/']) {
        await page.getByRole('searchbox', { name: 'Search panels' }).fill(group);
        await page.getByRole('region').first().waitFor();
        await keepScreen(page, `kinds-${group.slice(0, -1)}-${theme}`);
      }
      expect(trouble).toEqual([]);
    });
  }

  test('sounds in a table play in their rows, one at a time', async () => {
    const table = await find('table/media');
    const sounds = table.locator('audio');
    await sounds.nth(1).waitFor({ state: 'attached' });
    // Long enough to be stopped.
    await sounds.evaluateAll((all) => all.forEach((one) => ((one as HTMLAudioElement).loop = true)));
    const isHeard = (at: number): Promise<boolean> =>
      sounds.nth(at).evaluate((one) => !(one as HTMLAudioElement).paused && (one as HTMLAudioElement).currentTime > 0);
    await table.getByRole('button', { name: 'Play sound' }).first().click();
    await until('the first to be heard', () => isHeard(0));
    await table.getByRole('button', { name: 'Play sound' }).first().click();
    await until('the second to be heard', () => isHeard(1));
    expect(await isHeard(0)).toBe(false);
    // One at a time with the sounds of other panels too.
    const asPattern = page.getByRole('toolbar', { name: 'Panels' }).getByRole('button', { name: 'Regular expression' });
    await asPattern.click();
    await page.getByRole('searchbox', { name: 'Search panels' }).fill('^(table/media|sound/tone)$');
    const tone = page.getByRole('region', { name: 'sound/tone', exact: true });
    await tone.locator('audio').evaluate((one) => ((one as HTMLAudioElement).loop = true));
    expect(await isHeard(1)).toBe(true);
    await tone.getByRole('button', { name: 'Play', exact: true }).click();
    await tone.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await until('the row to be silent', async () => !(await isHeard(1)));
    await table.getByRole('button', { name: 'Play sound' }).nth(1).click();
    await tone.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await until('the second to be heard again', () => isHeard(1));
    await find('table/media');
    await asPattern.click();
    await table.getByRole('button', { name: 'Pause sound' }).click();
    await until('silence', async () => !(await isHeard(1)));
  });

  test('a picture in a table, also in the run’s own file of it, opens with its masks, boxes and the names of their classes', async () => {
    const first = (await find('table/media')).getByRole('button', { name: 'Open the picture' }).first();
    await expectThumb(first);
    await first.click();
    await expectLayers(page.getByRole('dialog').last());
    await page.keyboard.press('Escape');
    await page.goto(`${page.url().split('?')[0] ?? ''}/files`);
    await page
      .getByText(/^media_0_.*\.table\.json$/)
      .first()
      .click();
    await page.getByRole('button', { name: 'Open the picture' }).first().click();
    await expectLayers(page.getByRole('dialog').last());
    await keepScreen(page, 'kinds-table-layers');
    await page.keyboard.press('Escape');
  });

  /** In the row already: the mask over the picture and the box at its place, without words. */
  async function expectThumb(thumb: Locator): Promise<void> {
    const mask = thumb.locator('canvas[data-mask=truth]');
    await until('the road in the row', async () => (await pixelOf(mask, 35, 5))[3] === 255);
    await thumb.locator('g[data-box="found/1"] rect').waitFor();
    expect(await thumb.locator('text').count()).toBe(0);
    const [over, under] = [await mask.boundingBox(), await thumb.locator('img').boundingBox()];
    expect(over).toEqual(under);
  }

  async function expectLayers(dialog: Locator): Promise<void> {
    const truth = dialog.getByRole('group', { name: 'truth' });
    await truth.getByRole('button', { name: 'car' }).waitFor();
    await dialog.getByRole('group', { name: 'found' }).getByRole('button', { name: 'car' }).waitFor();
    await dialog.locator('g[data-box="found/1"]').waitFor();
    const mask = dialog.locator('canvas[data-mask=truth]');
    await until('the road', async () => (await pixelOf(mask, 35, 5))[3] === 255);
    await truth.getByRole('button', { name: 'road' }).click();
    await until('no road', async () => (await pixelOf(mask, 35, 5))[3] === 0);
    expect((await pixelOf(mask, 5, 5))[3]).toBe(255);
  }

  test('clips of one panel stand at the same moment', async () => {
    const run = await new WireClient(host.address).startRun({ project: 'kinds', name: 'sounds' });
    const head = Buffer.from('UklGRmQfAABXQVZFZm10IBAAAAABAAEAoA8AAKAPAAABAAgAZGF0YUAfAAA=', 'base64');
    const path = 'media/audio/tone.wav';
    await run.file(
      path,
      Buffer.concat([head, Buffer.from(Uint8Array.from({ length: 8000 }, (_, i) => (i * 9) % 256))]),
    );
    const clip = { _type: 'audio-file', path };
    await run.history([{ _step: 0, _timestamp: 1, pair: { _type: 'audio', count: 2, audio: [clip, clip] } }]);
    await run.finish(0);
    await page.goto(`${host.address}/${run.entity}/kinds/runs/sounds`);
    const cursors = (await find('pair')).getByRole('slider', { name: 'Position' });
    await until('two clips', async () => (await cursors.count()) === 2);
    await cursors.first().click();
    await until('both to stand at the same moment', async () => {
      const places = await cursors.evaluateAll((all) => all.map((one) => one.getAttribute('aria-valuenow')));
      return places[0] === places[1] && Number(places[0]) > 0;
    });
  });

  test('a document of Bokeh is drawn in its frame', async () => {
    const run = await new WireClient(host.address).startRun({ project: 'kinds', name: 'figures' });
    const path = 'media/bokeh/f.bokeh.json';
    await run.file(path, readFileSync(fixture('bokeh.json')));
    await run.history([{ _step: 0, _timestamp: 1, figure: { _type: 'bokeh-file', path } }]);
    await run.finish(0);
    await page.goto(`${host.address}/${run.entity}/kinds/runs/figures`);
    await (
      await find('figure')
    )
      .locator('iframe')
      .contentFrame()
      .locator('html[data-drawn=bokeh] .bk-Figure')
      .waitFor();
    expect(trouble).toEqual([]);
  });
});
