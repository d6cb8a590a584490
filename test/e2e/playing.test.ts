import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { keepScreen, listenForTrouble } from '../support/page.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing() ?? (findChromium() === undefined ? 'no Chromium here' : undefined);

describe.skipIf(missing !== undefined)(`playing together${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let browser: Browser;
  let context: BrowserContext;
  let project: string;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    await runScript(fixture('playing.py'), { address: host.address, args: [fixture('talkie.webm')] });
    project = `${host.address}/${await entityOf(host.address)}/playing`;
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  });
  afterAll(async () => {
    await browser?.close();
    await host?.[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    await Promise.all(context.pages().map((page) => page.close()));
  });

  async function panelOf(
    key: string,
  ): Promise<{ readonly page: Page; readonly panel: Locator; trouble: readonly string[] }> {
    const page = await context.newPage();
    const trouble = listenForTrouble(page, host.address);
    await page.goto(`${project}/workspace`);
    const panel = page.getByRole('region', { name: key, exact: true });
    await panel.scrollIntoViewIfNeeded();
    return { page, panel, trouble };
  }

  const films = (panel: Locator) =>
    panel.locator('video').evaluateAll((all) =>
      all.map((one) => {
        const { paused, currentTime, playbackRate, loop, muted } = one as HTMLVideoElement;
        return { paused, currentTime, playbackRate, loop, muted };
      }),
    );

  test('videos with sound play together, go on where they were, and say when they are over', async () => {
    const { page, panel, trouble } = await panelOf('film');
    const bar = panel.getByRole('group', { name: 'Play all together' });
    await bar.getByText('2 videos').waitFor();
    await bar.getByRole('button', { name: 'Speed of all' }).click();
    await page.getByRole('menu').getByText('0.25×', { exact: true }).click();
    await bar.getByRole('button', { name: 'Play all together' }).click();
    await until('both to play', async () => (await films(panel)).every((one) => !one.paused && one.currentTime > 0.1));
    expect((await films(panel)).map((one) => one.playbackRate)).toEqual([0.25, 0.25]);
    await keepScreen(page, 'videos-together');
    await bar.getByRole('button', { name: 'Pause all' }).click();
    await until('both to rest', async () => (await films(panel)).every((one) => one.paused));
    const rested = Math.min(...(await films(panel)).map((one) => one.currentTime));

    await bar.getByRole('button', { name: 'Play all together' }).click();
    await until('both to play on', async () => (await films(panel)).every((one) => !one.paused));
    expect(Math.min(...(await films(panel)).map((one) => one.currentTime))).toBeGreaterThanOrEqual(rested);

    await bar.getByRole('button', { name: 'Speed of all' }).click();
    await page.getByRole('menu').getByText('4×', { exact: true }).click();
    // Nobody pauses them: the button tells by itself that nothing plays any more.
    await bar.getByRole('button', { name: 'Play all together' }).waitFor();
    expect((await films(panel)).every((one) => one.paused && one.currentTime > 1)).toBe(true);

    await bar.getByRole('button', { name: 'Loop all' }).click();
    expect((await films(panel)).map((one) => one.loop)).toEqual([true, true]);
    // Each that was heard can be silenced by itself.
    await panel.getByRole('button', { name: 'Mute' }).first().click();
    expect((await films(panel)).map((one) => one.muted)).toEqual([true, false]);
    expect(await panel.getByText('Cannot be shown').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test('the cursors of all sounds go along with the one that plays, and the volume is one for all', async () => {
    const { panel, trouble } = await panelOf('speech');
    const places = panel.getByRole('slider', { name: 'Position' });
    await until('both sounds', async () => (await places.count()) === 2);
    const now = async () =>
      Promise.all([0, 1].map(async (i) => Number(await places.nth(i).getAttribute('aria-valuenow'))));
    await panel.getByRole('button', { name: 'Play', exact: true }).first().click();
    await until('the cursors to move', async () => (await now()).every((ms) => ms > 200));
    const [first = 0, second = 0] = await now();
    expect(Math.abs(first - second)).toBeLessThan(500);

    // The other one is heard from the same moment; only one sounds.
    await panel.getByRole('button', { name: 'Play', exact: true }).click();
    const sounds = () =>
      panel.locator('audio').evaluateAll((all) =>
        all.map((one) => {
          const { paused, currentTime, volume } = one as HTMLAudioElement;
          return { paused, currentTime, volume };
        }),
      );
    await until('the other to play', async () => (await sounds())[1]?.paused === false);
    expect((await sounds())[0]?.paused).toBe(true);
    await until('it to go on', async () => ((await sounds())[1]?.currentTime ?? 0) > first / 1000);

    await panel.getByRole('slider', { name: 'Volume' }).first().fill('0.3');
    expect((await sounds()).map((one) => one.volume)).toEqual([0.3, 0.3]);
    await panel.getByRole('button', { name: 'Mute' }).first().click();
    expect((await sounds()).map((one) => one.volume)).toEqual([0, 0]);
    await panel.getByRole('button', { name: 'Sound on' }).last().click();
    expect((await sounds()).map((one) => one.volume)).toEqual([0.3, 0.3]);
    expect(trouble).toEqual([]);
  });

  test('sounds, videos and code among the files of an artifact are shown, not only offered', async () => {
    const page = await context.newPage();
    const trouble = listenForTrouble(page, host.address);
    await page.goto(`${project}/artifacts/recording/takes/v0/files`);
    await page.getByRole('button', { name: 'alto.wav' }).click();
    const preview = page.getByRole('region', { name: 'alto.wav' });
    await preview.getByText('0:00.0 / 0:03.0').waitFor();
    await preview.locator('canvas[data-tones]').waitFor();
    await page.getByRole('button', { name: 'talkie.webm' }).click();
    const video = page.getByRole('region', { name: 'talkie.webm' }).locator('video');
    await until('the video to be there', () => video.evaluate((one) => (one as HTMLVideoElement).videoWidth === 64));
    await page.getByRole('button', { name: 'cut.py' }).click();
    await page.getByRole('region', { name: 'cut.py' }).locator('pre span', { hasText: 'def' }).first().waitFor();
    expect(trouble).toEqual([]);
  });
});
