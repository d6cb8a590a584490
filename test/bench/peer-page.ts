import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { restedTab } from '../support/chromium.ts';
import { keepScreen } from '../support/page.ts';
import { SPIKE } from './peer-data.ts';

/** What a person sees when the page is there. */
export type Drawn =
  /** So many rows with a run's name within the window. */
  | { readonly rows: string; readonly count: number }
  /** So many canvases with strokes in colour. */
  | { readonly canvases: string; readonly count: number }
  /** So many elements with a long path in them. */
  | { readonly plots: string; readonly path: string; readonly count: number };

export interface Visit {
  readonly url: string;
  readonly drawn: Drawn;
  readonly height: number;
  /** The request that brings the lines. */
  readonly isRead?: (request: Request) => boolean;
}

export interface Seen {
  readonly ms: number;
  /** When so much was there for the first time, before the last change. */
  readonly firstMs: number;
  readonly read: Read | undefined;
}

/** A request of the page, to be sent again without a browser. */
export interface Read {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

const LIMIT_MS = 90_000;
/** Charts are drawn when they stayed as they are for so long; what counts is the last change before. */
const QUIET_MS = 1500;

/** Milliseconds from the navigation until the page shows what it should; a picture stays in .cache/screens. */
export async function visit(context: BrowserContext, name: string, what: Visit): Promise<Seen> {
  const page = await restedTab(context);
  try {
    await page.setViewportSize({ width: 1440, height: what.height });
    const reads: Request[] = [];
    page.on('request', (request) => what.isRead?.(request) === true && reads.push(request));
    await page.goto(what.url, { waitUntil: 'commit', timeout: LIMIT_MS });
    const times = await whenDrawn(page, what.drawn);
    await keepScreen(page, `peers-${name}`);
    if (times === undefined) throw new Error(`not drawn within ${LIMIT_MS / 1000} s`);
    const request = reads[0];
    return { ...times, read: request === undefined ? undefined : await readOf(request) };
  } finally {
    await page.close();
  }
}

async function readOf(request: Request): Promise<Read> {
  const all = Object.entries(await request.allHeaders());
  const own = /^(:.*|host|content-length|connection|accept-encoding)$/;
  const body = request.postDataBuffer();
  return {
    url: request.url(),
    method: request.method(),
    headers: Object.fromEntries(all.filter(([header]) => !own.test(header))),
    body: body === null ? undefined : new Uint8Array(body),
  };
}

/** Looks every 50 ms, the same for all pages, so that looking costs all the same. */
function whenDrawn(page: Page, drawn: Drawn): Promise<{ ms: number; firstMs: number } | undefined> {
  return page.evaluate(
    async ([wanted, limit, quiet]) => {
      const scratch = document.createElement('canvas');
      const pen = scratch.getContext('2d', { willReadFrequently: true });
      /** A fingerprint of the picture; undefined while there is no coloured stroke in it. */
      const picture = (canvas: HTMLCanvasElement): string | undefined => {
        if (pen === null || canvas.width === 0 || canvas.height === 0) return undefined;
        Object.assign(scratch, { width: canvas.width, height: canvas.height });
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, scratch.width, scratch.height);
        let coloured = 0;
        let hash = 0;
        for (let i = 0; i < data.length; i += 4) {
          const [r = 0, g = 0, b = 0, a = 0] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
          if (a > 0 && Math.max(r, g, b) - Math.min(r, g, b) > 24) coloured++;
          hash = (Math.imul(hash, 31) + r + 256 * g + 65_536 * b) | 0;
        }
        return coloured >= 50 ? String(hash) : undefined;
      };
      const look = (): readonly string[] => {
        if ('rows' in wanted) {
          const rows = Array.from(document.querySelectorAll(wanted.rows)).filter((row) => {
            const { top, height } = row.getBoundingClientRect();
            return height > 0 && top < innerHeight && /run-\d{5}/.test(row.textContent);
          });
          return rows.map(() => 'row');
        }
        if ('canvases' in wanted) {
          const all = Array.from(document.querySelectorAll<HTMLCanvasElement>(wanted.canvases), picture);
          return all.filter((one) => one !== undefined);
        }
        const plots = Array.from(document.querySelectorAll(wanted.plots), (plot) =>
          Array.from(plot.querySelectorAll(wanted.path), (path) => path.getAttribute('d') ?? '').join(),
        );
        return plots.filter((path) => path.length > 600);
      };
      let seen = '';
      let last = 0;
      let firstMs = 0;
      while (performance.now() < limit) {
        const now = look();
        if (now.length >= wanted.count) {
          firstMs ||= performance.now();
          if ('rows' in wanted) return { ms: firstMs, firstMs };
          const text = now.join();
          if (text !== seen) last = performance.now();
          else if (performance.now() - last > quiet) return { ms: last, firstMs };
          seen = text;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return undefined;
    },
    [drawn, LIMIT_MS, QUIET_MS] as const,
  );
}

/** Sends the page's request again; says how long its answer took and whether the spike is in it. */
export async function readAgain(read: Read): Promise<{ readonly ms: number; readonly hasSpike: boolean }> {
  const begin = performance.now();
  const { status, bytes, isPacked } = await ask(read);
  const ms = performance.now() - begin;
  if (status !== 200) throw new Error(`${read.url}: ${status} ${bytes.toString('utf8', 0, 300)}`);
  return { ms, hasSpike: holds(isPacked ? gunzipSync(bytes) : bytes) };
}

/** One request on a connection of its own. Not by `fetch`: its client throws past its caller where such a server is ended. */
export function ask(read: Read): Promise<{ status: number; bytes: Buffer; isPacked: boolean }> {
  return new Promise((resolve, reject) => {
    const headers = { ...read.headers, 'accept-encoding': 'gzip' };
    const sent = request(read.url, { method: read.method, headers, agent: false, timeout: LIMIT_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const isPacked = response.headers['content-encoding'] === 'gzip';
        resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(parts), isPacked });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${LIMIT_MS / 1000} s`)));
    sent.on('error', reject);
    sent.end(read.body);
  });
}

/** True if the spike's value is there, as text or as a binary number. */
function holds(bytes: Buffer): boolean {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(SPIKE);
  const escaped = String(SPIKE).replace('.', '\\.');
  return bytes.includes(double) || new RegExp(`(?<![\\d.])${escaped}(?!\\d)`).test(bytes.toString('latin1'));
}
