import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, showTheme } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`logged media${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let context: BrowserContext;
  let project: string;
  let attack: string;
  let entity: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('media.py'), { address: host.address, args: [fixture('attack.html')] });
    entity = await entityOf(host.address);
    project = `${host.address}/${entity}/media`;
    attack = `${host.address}/${entity}/attack/runs/attack`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });

  afterEach(async () => {
    // A page holds a live stream, and a browser opens only six connections to one host.
    await Promise.all(context.pages().map((page) => page.close()));
  });

  async function open(url: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  const scrollTo = (panel: Locator): Promise<boolean> =>
    panel.scrollIntoViewIfNeeded({ timeout: 1000 }).then(
      () => true,
      () => false,
    );

  /** A panel, wherever it is on the page. */
  async function panelOf(page: Page, key: string): Promise<Locator> {
    const panel = page.getByRole('region', { name: key, exact: true }).last();
    await page.mouse.move(700, 600);
    let tries = 0;
    await until(`the panel ${key}`, async () => {
      // A wheel that still rolls can take the panel off the page between the look and the scroll.
      const isThere = (await panel.count()) > 0;
      if (isThere && (await scrollTo(panel))) return true;
      // Panels far from the screen do not exist: down the page, and again from its top.
      await page.mouse.wheel(0, (tries += 1) % 10 === 0 ? -20_000 : 500);
      return false;
    });
    return panel;
  }

  /** One pixel of a decoded picture. */
  async function pixelOf(image: Locator, x: number, y: number): Promise<number[]> {
    await image.waitFor();
    return image.evaluate(
      async (element, at) => {
        const picture = element as HTMLImageElement;
        await picture.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
        const context = canvas.getContext('2d');
        context?.drawImage(picture, 0, 0);
        return [...(context?.getImageData(at.x, at.y, 1, 1).data ?? [])];
      },
      { x, y },
    );
  }

  test('pictures show what was logged, step by step, of each run, and say when they are of an earlier step', async () => {
    const page = await open(project);
    const panel = await panelOf(page, 'val/scene');
    const alpha = panel.locator('figure[data-run=alpha]');
    const beta = panel.locator('figure[data-run=beta]');
    expect(await pixelOf(alpha.locator('img'), 3, 3)).toEqual([10, 80, 100, 255]);
    expect(await pixelOf(beta.locator('img'), 3, 3)).toEqual([10, 80, 200, 255]);
    await alpha.getByText('scene 4').waitFor();
    await panel.getByRole('button', { name: 'Previous step' }).click();
    await alpha.getByText('scene 3').waitFor();
    await beta.getByText('step 2', { exact: true }).waitFor();
    await until('the picture of step 3', async () => (await pixelOf(alpha.locator('img'), 3, 3))[1] === 60);
    await panel.getByRole('textbox', { name: 'Step' }).fill('1');
    await panel.getByRole('textbox', { name: 'Step' }).press('Enter');
    await alpha.getByText('scene 1').waitFor();
    await keepScreen(page, 'media-workspace');
  });

  test('classes of masks and boxes can be switched off, and boxes filtered by their score', async () => {
    const page = await open(`${project}/runs/alpha`);
    const panel = await panelOf(page, 'val/scene');
    await panel.locator('canvas[data-mask=predictions]').waitFor();
    expect(await panel.locator('canvas[data-mask]').count()).toBe(2);
    const covered = (): Promise<number> =>
      panel.locator('canvas[data-mask=predictions]').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, 64, 40) ?? { data: [] };
        return Array.from(data).filter((value, i) => i % 4 === 3 && value > 0).length;
      });
    await until('the mask', async () => (await covered()) === 64 * 40);
    await panel.locator('g[data-box="found/2"]').waitFor();
    expect(await panel.locator('g[data-box]').count()).toBe(2);
    await panel.hover();
    await panel.getByRole('button', { name: 'Masks and boxes' }).click();
    const list = page.getByRole('dialog', { name: 'Masks and boxes' });
    const predictions = list.getByRole('group', { name: 'predictions' });
    await predictions.getByText('road').click();
    await until('the road to go', async () => (await covered()) === 64 * 30);
    await predictions.getByRole('button', { name: 'Only ball' }).click();
    await until('only the ball to stay', async () => (await covered()) === 20 * 10);
    await predictions.getByRole('button', { name: 'All of predictions' }).click();
    await until('all classes to come back', async () => (await covered()) === 64 * 40);
    const score = list.getByRole('slider', { name: 'Least acc' });
    await score.focus();
    for (let i = 0; i < 50; i++) await score.press('ArrowRight');
    await until('the weak box to go', async () => (await panel.locator('g[data-box]').count()) === 1);
    await keepScreen(page, 'media-layers');
    // At steps before, the ball is surer than any box of this step: the least score is no bound for it.
    await page.keyboard.press('Escape');
    const slider = panel.getByRole('slider', { name: 'Step', exact: true });
    await slider.focus();
    await slider.press('Home');
    await panel.locator('figure[data-step="0"] g[data-box="found/2"]').first().waitFor();
    await slider.press('Space');
    await panel.getByRole('button', { name: 'Pause' }).waitFor();
    await slider.press('Space');
    await panel.getByRole('button', { name: 'Play steps' }).waitFor();
  });

  test('the large view zooms and compares two pictures', async () => {
    const page = await open(project);
    const panel = await panelOf(page, 'val/scene');
    const dragged = await panel
      .locator('figure img')
      .first()
      .evaluate((image) => {
        const data = new DataTransfer();
        image.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
        return data.getData('DownloadURL');
      });
    expect(dragged).toMatch(/^application\/octet-stream:[^:]+\.png:http/);
    await panel.locator('figure').first().hover();
    await panel.getByRole('button', { name: 'Open large' }).first().click();
    const view = page.getByRole('dialog', { name: 'val/scene' });
    await view
      .getByRole('group', { name: 'Items' })
      .getByRole('button')
      .nth(1)
      .click({ modifiers: ['Control'] });
    for (const mode of ['Wipe', 'Blink', 'Difference']) {
      await view.getByRole('button', { name: mode, exact: true }).click();
      await view.locator(`[data-compare=${mode.toLowerCase()}]`).waitFor();
      // What tells both apart is said over each.
      for (const run of ['alpha', 'beta'])
        await view.locator('[class*=viewLabel]', { hasText: new RegExp(`^${run} · step \\d`) }).waitFor();
    }
    await view.getByRole('button', { name: 'Side by side' }).click();
    await view.locator('[data-zoom="1.00"]').first().waitFor();
    await page.mouse.move(400, 400);
    await page.mouse.wheel(0, -500);
    await until('both to be zoomed', async () => {
      const zooms = await view
        .locator('[data-zoom]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-zoom')));
      return zooms.length === 2 && zooms[0] === zooms[1] && Number(zooms[0]) > 2;
    });
    await keepScreen(page, 'media-compare');
    await page.keyboard.press('Escape');
    await view.waitFor({ state: 'detached' });
  });

  test('lists, sounds, animations, texts and histograms each appear by themselves', async () => {
    const page = await open(`${project}/runs/alpha`);
    const many = await panelOf(page, 'many');
    await many.getByText('item 0', { exact: true }).waitFor();
    expect(await many.locator('figure').count()).toBeLessThan(60);
    await many.getByRole('list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await many.getByText('item 99', { exact: true }).waitFor();
    expect(await pixelOf((await panelOf(page, 'photo')).locator('img'), 8, 8)).toSatisfy(
      ([red = 0, green = 0]: number[]) => Math.abs(red - 200) < 8 && Math.abs(green - 30) < 8,
    );
    expect(
      await (await panelOf(page, 'deep')).locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth),
    ).toBe(8);

    const speech = await panelOf(page, 'speech');
    await speech.getByText('8,000 Hz').waitFor();
    expect(await speech.locator('canvas[data-wave]').first().evaluate(isDrawn)).toBe(true);
    await (await panelOf(page, 'slow')).getByText('32 Hz').waitFor();

    const clip = await panelOf(page, 'clip');
    await clip.locator('[data-frames="4"]').waitFor();
    await clip.getByRole('button', { name: 'Frame on' }).click();
    await clip.locator('[data-frame="1"]').waitFor();
    await until('the green frame', () =>
      clip.locator('canvas').evaluate((element) => {
        const pixel = (element as HTMLCanvasElement).getContext('2d')?.getImageData(5, 5, 1, 1).data;
        return pixel?.[1] === 255 && pixel[0] === 0;
      }),
    );
    await (await panelOf(page, 'words')).getByText('second line').waitFor();
    const grads = await panelOf(page, 'grads');
    await grads.locator('canvas[data-columns="5"]').waitFor();
    const heat = grads.locator('canvas');
    await until('the heat map', () => heat.evaluate(isDrawn));
    await keepScreen(page, 'media-kinds');
    const usual = await heat.evaluate(pictureOf);
    await chooseColors(page, 'safe');
    await until('the heat map in the other colours', async () => (await heat.evaluate(pictureOf)) !== usual);
    await chooseColors(page, 'usual');
    await until('the heat map as it was', async () => (await heat.evaluate(pictureOf)) === usual);
    await showTheme(page, 'dark');
    await panelOf(page, 'clip');
    await keepScreen(page, 'media-kinds-dark');
    await page.goto(`${project}/runs/alpha/overview`);
    await page.getByRole('img', { name: /50 values from 0 to 1/ }).waitFor();
  });

  test('a logged page is shown in its sandbox, and its links ask before they open', async () => {
    const page = await open(`${project}/runs/alpha`);
    const panel = await panelOf(page, 'page');
    const frame = await frameIn(panel);
    expect(await frame.locator('h1').textContent()).toBe('Hello page');
    await frame.locator('a').click();
    await panel.getByRole('alertdialog').getByText('https://example.org/x').waitFor();
  });

  test('an attack page reaches neither us nor anybody else', async () => {
    const page = await open(attack);
    const tried: string[] = [];
    const reached: string[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(host.address) && !response.url().startsWith('data:')) reached.push(response.url());
    });
    page.on('request', (request) => tried.push(request.url()));
    page.on('popup', (popup) => reached.push(popup.url()));
    const panel = await panelOf(page, 'evil');
    const frame = await frameIn(panel);
    const report = await until('the attack to end', async () => {
      const text = await frame.evaluate(() => document.body?.dataset['out']);
      return text === undefined ? undefined : (JSON.parse(text) as Record<string, string>);
    });
    const { origin, frameElement, open: opened, beacon: _queued, srcdocRtc, ...others } = report;
    expect(origin).toBe('GOT null');
    expect(frameElement).toBe('GOT null');
    expect(opened).toBe('GOT null');
    expect(srcdocRtc).toBe('undefined');
    for (const [attempt, outcome] of Object.entries(others)) expect(outcome, attempt).toMatch(/^no/);
    await until('the page to try to leave', () => page.frames().some((one) => one.url().startsWith('chrome-error:')));
    expect(reached).toEqual([]);
    expect(page.url()).toBe(attack);
    await panel.getByRole('heading', { name: 'evil' }).waitFor();
  });

  test('files that come late appear by themselves; damaged and missing ones say so', async () => {
    const client = new WireClient(host.address);
    const run = await client.startRun({ project: 'late', name: 'late1' });
    const value = { _type: 'image-file', path: 'media/images/a.png', width: 1, height: 1, format: 'png' };
    await run.history([{ _step: 0, _timestamp: 1, late: value, broken: { ...value, path: 'media/images/b.png' } }]);
    await run.file('media/images/b.png', 'this is no picture');
    const page = await open(`${host.address}/${run.entity}/late/runs/late1`);
    const late = await panelOf(page, 'late');
    await late.getByText('On its way').waitFor();
    await (await panelOf(page, 'broken')).getByText('Cannot be shown').waitFor();
    expect(await (await panelOf(page, 'broken')).getByRole('link', { name: 'Download the file' }).count()).toBe(1);
    await run.file('media/images/a.png', Buffer.from(DOT, 'base64'));
    await late.locator('img').waitFor();
  });

  test('a Plotly figure is drawn in its frame without any network', async () => {
    const client = new WireClient(host.address);
    const run = await client.startRun({ project: 'figures', name: 'fig1' });
    const path = 'media/plotly/f.plotly.json';
    await run.history([{ _step: 0, _timestamp: 1, figure: { _type: 'plotly-file', path } }]);
    await run.file(
      path,
      JSON.stringify({ data: [{ type: 'bar', x: ['a', 'b'], y: [3, 5] }], layout: { title: 'Bars' } }),
    );
    await run.finish(0);
    const page = await open(`${host.address}/${run.entity}/figures/runs/fig1`);
    const frame = await frameIn(await panelOf(page, 'figure'));
    await until('the figure', () => frame.evaluate(() => document.documentElement.dataset['drawn'] === 'plotly'));
    expect(await frame.locator('.bars .point').count()).toBe(2);
    await keepScreen(page, 'media-plotly');
  });
});

/** A picture of one pixel. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

function pictureOf(element: Element): string {
  return (element as HTMLCanvasElement).toDataURL();
}

/** As if another window had chosen the colours of runs. */
async function chooseColors(page: Page, colors: 'usual' | 'safe'): Promise<void> {
  await page.evaluate((choice) => {
    const key = 'taffrail.run-colors';
    localStorage.setItem(key, choice);
    dispatchEvent(new StorageEvent('storage', { key }));
  }, colors);
}

/** Whether a canvas has anything on it. */
function isDrawn(element: Element): boolean {
  const canvas = element as HTMLCanvasElement;
  const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return data.some((value) => value > 0);
}

async function frameIn(panel: Locator): Promise<Frame> {
  const handle = await panel.locator('iframe').elementHandle();
  const frame = await handle?.contentFrame();
  if (frame === null || frame === undefined) throw new Error('no frame');
  await until('the frame to hold its page', () => frame.evaluate(() => document.body?.childElementCount > 0));
  return frame;
}
