import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium, restedTab } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { chartPicture, settled } from '../support/page.ts';
import { nowMs, until } from '../support/time.ts';
import { WIDE_KEYS, WIDE_RUNS, writeEyes, writeLong, writeMany, writeWide } from './page-data.ts';
import { median, percentile, report } from './report.ts';

const FRAMES = 120;
const ROUNDS = 5;
const MB = 1024 * 1024;
const LIVE_RUNS = 20;
const LIVE_MINUTES = 60;

let host: TestHost;
let browser: Browser;
/** One person's browser: what it has fetched once it keeps. */
let context: BrowserContext;
let entity: string;

const address = (path: string): string => `${host.address}/${encodeURIComponent(entity)}/${path}`;

async function open(path: string, height = 900, onRequest?: (url: string, body: string | null) => void): Promise<Page> {
  const page = await restedTab(context);
  if (onRequest !== undefined) page.on('request', (request) => onRequest(request.url(), request.postData()));
  await page.setViewportSize({ width: 1440, height });
  await page.goto(path, { waitUntil: 'commit' });
  return page;
}

/** Milliseconds from the start of the navigation until so many rows or drawn charts are there, asked frame by frame. */
async function since(page: Page, what: 'rows' | 'charts', count: number): Promise<number> {
  return page.evaluate(
    ([kind, wanted]) =>
      new Promise<number>((resolve) => {
        const found = (): number => {
          if (kind === 'rows') return document.querySelectorAll('[role=row][data-run]').length;
          const drawn = Array.from(document.querySelectorAll('[data-cell]')).filter((cell) => {
            if (cell.querySelector('[role=status][aria-label=Loading]') !== null) return false;
            const canvas = cell.querySelector('canvas');
            return canvas !== null && canvas.width > 0 && cell.querySelector('[role=img]') !== null;
          });
          return drawn.length;
        };
        const look = (): void => (found() >= wanted ? resolve(performance.now()) : void requestAnimationFrame(look));
        look();
      }),
    [what, count] as const,
  );
}

/** Durations of `FRAMES` frames while `act` is called at each of them in the page. */
async function frames(page: Page, act: 'scroll' | 'hover'): Promise<readonly number[]> {
  return page.evaluate(
    ([kind, count]) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let before = performance.now();
        const grid = Array.from(document.querySelectorAll('*')).find(
          (one) => one.querySelector(':scope > [role=grid]') !== null,
        );
        const charts = Array.from(document.querySelectorAll('[data-cell] [role=img]'));
        const box = charts[0]?.getBoundingClientRect();
        const step = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (times.length > count) return resolve(times.slice(1));
          if (kind === 'scroll') grid?.scrollBy(0, 240);
          else if (box !== undefined) {
            const clientX = box.left + box.width * (0.2 + (0.7 * times.length) / count);
            const clientY = box.top + box.height / 2;
            const target = document.elementFromPoint(clientX, clientY);
            for (const type of ['pointermove', 'mousemove'])
              target?.dispatchEvent(new PointerEvent(type, { clientX, clientY, bubbles: true, pointerType: 'mouse' }));
          }
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    [act, FRAMES] as const,
  );
}

/** Starts to watch the page's canvases; the answer is called for when their last change within `quietMs` of quiet came. */
async function lastChange(page: Page, quietMs: number): Promise<() => Promise<number>> {
  await page.evaluate((quiet) => {
    const look = (): string => Array.from(document.querySelectorAll('canvas'), (one) => one.toDataURL()).join();
    const state = { begin: performance.now(), last: 0, isOver: false, seen: look() };
    Object.assign(window, { watched: state });
    const again = (): void => {
      const now = look();
      if (now !== state.seen) Object.assign(state, { seen: now, last: performance.now() });
      state.isOver = performance.now() - Math.max(state.last, state.begin) > quiet;
      if (!state.isOver) requestAnimationFrame(again);
    };
    requestAnimationFrame(again);
    addEventListener('pointerup', () => (state.begin = performance.now()), { capture: true, once: true });
  }, quietMs);
  return () =>
    until('the charts to be quiet', () =>
      page.evaluate(() => {
        const { watched } = window as unknown as { watched: { begin: number; last: number; isOver: boolean } };
        return watched.isOver && watched.last > watched.begin ? watched.last - watched.begin : undefined;
      }),
    );
}

/** Bytes of live JavaScript objects after a collection. */
async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function firstScript(): Promise<void> {
  const page = await browser.newPage();
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (/\.js(\?|$)/.test(response.url())) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(address('wide/workspace'));
  await settled(page);
  const value = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0) / 1024;
  await page.close();
  const note = 'all scripts of a workspace of line plots, gzip';
  report({ case: 'pages/first-script', value, unit: 'KiB', budget: '<= 400', isWithin: value <= 400, note });
}

async function runList(): Promise<void> {
  const opened: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const page = await open(address('many/table'));
    opened.push(await since(page, 'rows', 10));
    if (i === ROUNDS - 1) {
      await settled(page);
      const times = await frames(page, 'scroll');
      const value = median(times);
      const note = `p95 ${percentile(times, 0.95).toFixed(1)} ms; 10,000 runs`;
      report({ case: 'pages/scroll', value, unit: 'ms a frame', budget: '<= 17', isWithin: value <= 17, note });
    }
    await page.close();
  }
  const value = median(opened);
  const note = '10,000 runs × 500 keys, from the navigation to the first rows';
  report({ case: 'pages/run-table', value, unit: 'ms', budget: '< 1000', isWithin: value < 1000, note });
}

async function workspace(): Promise<void> {
  const drawn: number[] = [];
  const floors: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const asked: string[] = [];
    const page = await open(address('wide/workspace'), 2400, (url, body) => {
      if (url.endsWith('/series') && body !== null) asked.push(body);
    });
    drawn.push(await since(page, 'charts', WIDE_KEYS));
    floors.push(await bareDrawing(asked));
    if (i === ROUNDS - 1) await hover(page);
    await page.close();
  }
  const value = median(drawn);
  const ratio = value / median(floors);
  const size = `${WIDE_KEYS} panels × ${WIDE_RUNS} runs × 10,000 points`;
  const floor = `floor ${median(floors).toFixed(0)} ms: an empty page that asks the same and strokes the lines on bare canvases`;
  const note = `${size}; first ${(drawn[0] ?? 0).toFixed(0)} ms; ${floor}`;
  report({ case: 'pages/workspace', value, unit: 'ms', ratio, budget: '< 1000', isWithin: value < 1000, note });
}

/** Milliseconds that an empty page takes to ask for the same lines and to stroke them, without anything else. */
async function bareDrawing(bodies: readonly string[]): Promise<number> {
  const page = await open(`${host.address}/healthz`);
  await page.waitForLoadState();
  const url = `/api/projects/${encodeURIComponent(entity)}/wide/series`;
  const ms = await page.evaluate(drawBare, [url, bodies] as const);
  await page.close();
  return ms;
}

/** Runs in the page: fetches lines in the form of `encodeSeries` and draws those of each key on a canvas of its own. */
async function drawBare([url, bodies]: readonly [string, readonly string[]]): Promise<number> {
  interface Line {
    readonly request: string;
    readonly length: number;
    readonly columns: readonly string[];
    readonly at: readonly number[];
  }
  const begin = performance.now();
  const headers = { 'content-type': 'application/json' };
  const draw = async (body: string): Promise<void> => {
    const buffer = await (await fetch(url, { method: 'POST', headers, body })).arrayBuffer();
    const letters = new DataView(buffer).getUint32(0, true);
    const lines = JSON.parse(new TextDecoder('utf-16le').decode(new Uint8Array(buffer, 4, 2 * letters))) as Line[];
    const start = Math.ceil((4 + letters * 2) / 8) * 8;
    const pens = new Map<string, CanvasRenderingContext2D | null>();
    for (const { request, length, columns, at } of lines) {
      if (!pens.has(request)) {
        const canvas = Object.assign(document.createElement('canvas'), { width: 340, height: 200 });
        document.body.append(canvas);
        pens.set(request, canvas.getContext('2d'));
      }
      const pen = pens.get(request);
      const column = (name: string): Float64Array =>
        new Float64Array(buffer, start + 8 * (at[columns.indexOf(name)] ?? 0), length);
      const [x, y] = [column('x'), column(columns.includes('mean') ? 'mean' : 'value')];
      pen?.beginPath();
      for (let i = 0; i < length; i++) pen?.lineTo((340 * (x[i] ?? 0)) / 10_000, 100 - 20 * (y[i] ?? 0));
      pen?.stroke();
    }
  };
  await Promise.all(bodies.map(draw));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now() - begin;
}

async function hover(page: Page): Promise<void> {
  await settled(page);
  const size = (await heap(page)) / MB;
  report({ case: 'pages/heap', value: size, unit: 'MiB', budget: '< 200', isWithin: size < 200 });
  const times = await frames(page, 'hover');
  const value = median(times);
  const note = `p95 ${percentile(times, 0.95).toFixed(1)} ms; cursor linked over ${WIDE_KEYS} panels`;
  report({ case: 'pages/hover', value, unit: 'ms a frame', budget: '<= 17', isWithin: value <= 17, note });
}

async function zoom(): Promise<void> {
  const page = await open(address('long/runs/long'));
  await until('the chart', () => chartPicture(page));
  await settled(page);
  const box = await page.locator('[data-cell] [role=img]').first().boundingBox();
  if (box === null) throw new Error('no chart');
  const y = box.y + box.height / 2;
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
    const changed = await lastChange(page, 700);
    await page.mouse.up();
    times.push(await changed());
  }
  await page.close();
  const value = median(times);
  const note = `10 million points, from the release to the last change; ${times.map((t) => t.toFixed(0)).join(', ')}`;
  report({ case: 'pages/zoom', value, unit: 'ms', budget: '< 100', isWithin: value < 100, note });
}

async function eyes(): Promise<void> {
  const page = await open(address('eyes/workspace'));
  await until('the charts', () => chartPicture(page));
  await settled(page);
  const eye = page.getByRole('button', { name: /^(Hide|Show) e\d+/ }).first();
  const times: number[] = [];
  for (let i = 0; i < 2 * ROUNDS; i++) {
    const box = await eye.boundingBox();
    if (box === null) throw new Error('no eye');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    const changed = await lastChange(page, 500);
    await page.mouse.up();
    times.push(await changed());
  }
  await page.close();
  const value = median(times);
  const note = times.map((time) => time.toFixed(0)).join(', ');
  report({ case: 'pages/eye', value, unit: 'ms', budget: '< 100', isWithin: value < 100, note });
}

/** An hour of 20 runs that log once a second, as fast as it goes; the page stays open. */
async function live(client: WireClient): Promise<void> {
  const runs = await Promise.all(
    Array.from({ length: LIVE_RUNS }, (_, i) => client.startRun({ project: 'alive', name: `a${i}` })),
  );
  const begin = nowMs() / 1000;
  const minute = async (at: number): Promise<void> => {
    for (const [index, run] of runs.entries()) {
      const rows = Array.from({ length: 60 }, (_, second) => {
        const step = at * 60 + second;
        return { _step: step, _runtime: step, _timestamp: begin + step, loss: Math.exp(-step / 900) + index / 100 };
      });
      await run.history(rows);
    }
  };
  await minute(0);
  const page = await open(address('alive/workspace'));
  await until('the charts', () => chartPicture(page));
  const sizes: number[] = [];
  for (let at = 1; at < LIVE_MINUTES; at++) {
    const before = await chartPicture(page);
    await minute(at);
    await until('the new points', async () => (await chartPicture(page)) !== before);
    if (at % 10 === 9) sizes.push((await heap(page)) / MB);
  }
  await page.close();
  const ratio = (sizes.at(-1) ?? 0) / (sizes[1] ?? 1);
  const note = `after each ten minutes ${sizes.map((size) => size.toFixed(1)).join(', ')} MiB`;
  const value = sizes.at(-1) ?? 0;
  report({ case: 'pages/live', value, unit: 'MiB', ratio, budget: '<= 1.1', isWithin: ratio <= 1.1, note });
}

async function measure(): Promise<void> {
  host = await startHost();
  const client = new WireClient(host.address);
  entity = await entityOf(host.address);
  browser = await launchChromium();
  context = await browser.newContext();
  try {
    await writeWide(client);
    await firstScript();
    await workspace();
    await writeMany(client);
    await runList();
    await writeEyes(client);
    await eyes();
    await live(client);
    await writeLong(client);
    await zoom();
  } finally {
    await browser.close();
    await host[Symbol.asyncDispose]();
  }
}

if (findChromium() === undefined) {
  process.stdout.write('{"case":"pages","note":"skipped: no Chromium here"}\n');
} else {
  await measure();
}
