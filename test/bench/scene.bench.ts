import type { Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { seededRng } from '../support/demo/rng.ts';
import { ROOT, startHost } from '../support/host.ts';
import { until } from '../support/time.ts';
import { median, percentile, report } from './report.ts';

// A panel of two million points against bare three.js on the same points and the same number of pixels: milliseconds of
// a frame while the camera turns. Both draw on the same card, or on the processor where there is none.
const POINTS = 2_000_000;
const FRAMES = 10;
const ROUNDS = 2;

/** Points of a few planes and a cloud, three digits each as a sensor gives them. */
function makePoints(): Float32Array {
  const rng = seededRng(1);
  return Float32Array.from({ length: POINTS * 3 }, () => Math.round(rng.next() * 20_000) / 1000 - 10);
}

function toText(positions: Float32Array): string {
  const parts: string[] = [];
  for (let i = 0; i < positions.length; i += 3)
    parts.push(`[${Array.from(positions.subarray(i, i + 3), (one) => one.toFixed(3)).join()}]`);
  return `[${parts.join()}]`;
}

async function bareScript(): Promise<string> {
  const built = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, rollupOptions: { input: 'test/bench/bare-scene.ts' } },
  })) as Rollup.RollupOutput;
  return built.output[0].code;
}

/** Durations of frames in milliseconds; at each of them `window.turnOnce` is called, and the picture is waited for. */
async function frames(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const { turnOnce } = window as unknown as { turnOnce: (frame: number) => void };
        const times: number[] = [];
        let before = performance.now();
        const step = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          // The first frames hold what a scene costs once.
          if (times.length > count + 2) return resolve(times.slice(3));
          turnOnce(times.length);
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    FRAMES,
  );
}

async function ownPage(page: Page, address: string): Promise<{ readonly width: number; readonly height: number }> {
  const begin = performance.now();
  await page.goto(address);
  const drawing = page.locator('[role=img][data-drawn]').first();
  await until('the cloud', async () => (await drawing.count()) > 0, 120_000);
  const label = (await drawing.getAttribute('aria-label')) ?? '';
  const value = performance.now() - begin;
  const isWhole = label.endsWith(': 2,000,000 points');
  report({ case: 'scene/open', value, unit: 'ms', budget: 'all points, counted', isWithin: isWhole, note: label });
  await page.getByRole('region', { name: 'cloud', exact: true }).hover();
  await page.getByRole('button', { name: 'Full screen', exact: true }).click();
  const large = page.getByRole('dialog').locator('[role=img][data-drawn]');
  await large.waitFor();
  await large.evaluate((canvas) => {
    const press = (): void => {
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    };
    Object.assign(window, { turnOnce: press });
  });
  return large.evaluate((canvas) => ({ width: canvas.clientWidth, height: canvas.clientHeight }));
}

async function barePage(page: Page, positions: Float32Array, width: number, height: number): Promise<void> {
  const script = await bareScript();
  const bodies: Readonly<Record<string, { readonly contentType: string; readonly body: string | Buffer }>> = {
    '/': {
      contentType: 'text/html',
      body: '<!doctype html><body style="margin:0"><script type="module" src="/s.js"></script>',
    },
    '/s.js': { contentType: 'text/javascript', body: script },
    '/points': { contentType: 'application/octet-stream', body: Buffer.from(positions.buffer) },
  };
  await page.route('http://floor.test/**', (route) =>
    route.fulfill(bodies[new URL(route.request().url()).pathname] ?? { contentType: 'text/plain', body: '' }),
  );
  await page.goto('http://floor.test/');
  await page.evaluate(
    async ([w, h]) => {
      const points = new Float32Array(await (await fetch('/points')).arrayBuffer());
      const { drawBare } = window as unknown as {
        drawBare: (points: Float32Array, width: number, height: number) => (turn: number) => void;
      };
      const draw = drawBare(points, w ?? 1, h ?? 1);
      Object.assign(window, { turnOnce: (frame: number) => draw(frame * 0.12) });
    },
    [width, height],
  );
}

if (findChromium() === undefined) {
  process.stdout.write(`${JSON.stringify({ case: 'scene', skipped: 'no Chromium here' })}\n`);
} else {
  await using host = await startHost();
  const positions = makePoints();
  const run = await new WireClient(host.address).startRun({ project: 'scene', name: 'scene' });
  const path = 'media/object3D/cloud.pts.json';
  await run.history([{ _step: 0, _timestamp: 1, cloud: { _type: 'object3D-file', path } }]);
  await run.file(path, toText(positions));
  await run.finish(0);
  const browser = await launchChromium();
  try {
    const own = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const { width, height } = await ownPage(own, `${host.address}/${run.entity}/scene/runs/scene`);
    const bare = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await barePage(bare, positions, width, height);
    const times = { own: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      await own.bringToFront();
      times.own.push(...(await frames(own)));
      await bare.bringToFront();
      times.bare.push(...(await frames(bare)));
    }
    const [value, floor] = [median(times.own), median(times.bare)];
    const ratio = value / floor;
    const note = `2 M points on ${width} × ${height}; bare three.js ${floor.toFixed(1)} ms; p95 ${percentile(times.own, 0.95).toFixed(1)} and ${percentile(times.bare, 0.95).toFixed(1)} ms`;
    const budget = '<= 1.2 of bare three.js';
    report({ case: 'scene/frame', value, unit: 'ms a frame', ratio, budget, isWithin: ratio <= 1.2, note });
  } finally {
    await browser.close();
  }
}
