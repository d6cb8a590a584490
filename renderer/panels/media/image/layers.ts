import { readBoxes, type BoxGroup } from '#shared/media';
import { strings } from '../strings.ts';

/** Classes of a mask's pixels, row by row from the top left corner. */
export interface MaskPixels {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
  /** Pixels of each class. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Decoded masks and boxes files kept for going back and forth over steps. */
const KEPT = 96;
/** Masks of rows of tables: at most 0.1 MB each. */
const KEPT_SMALL = 256;
const FETCH_MS = 30_000;

const masks = new Map<string, Promise<MaskPixels>>();
const smallMasks = new Map<string, Promise<MaskPixels>>();
const boxFiles = new Map<string, Promise<unknown>>();

/**
 * The classes of a mask file: the value of its grey pixels. Of a larger one only every n-th pixel is kept, so that no side
 * is longer than `mostPixels`. Rejects when it is no picture. Source: protocol 9.2.
 */
export function loadMask(href: string, mostPixels = Infinity): Promise<MaskPixels> {
  const [cache, keptCount] = mostPixels === Infinity ? [masks, KEPT] : [smallMasks, KEPT_SMALL];
  const load = async (): Promise<MaskPixels> => decodeMask(await (await fetched(href)).blob(), mostPixels);
  return kept(cache, href, load, keptCount);
}

/** A boxes file for a picture of this size. Rejects when it is no JSON, nor JSON with NaN as Python writes it. */
export async function loadBoxes(href: string, width: number, height: number): Promise<BoxGroup> {
  const file = await kept(boxFiles, href, () => fetchJson(href));
  return readBoxes(file, width, height);
}

/** NaN and the infinities, which Python writes as words, become null: a box that has one has no place, the others have theirs. */
function parsePython(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return JSON.parse(text.replace(/([[:,]\s*)-?(?:NaN|Infinity)(?=\s*[\],}])/g, '$1null')) as unknown;
  }
}

/** JSON of a file as Python writes it. Rejects when it is none. */
export async function fetchJson(href: string): Promise<unknown> {
  return parsePython(await (await fetched(href)).text());
}

async function fetched(href: string): Promise<Response> {
  const response = await fetch(href, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok) throw new Error(strings.status(response.status));
  return response;
}

async function decodeMask(blob: Blob, mostPixels: number): Promise<MaskPixels> {
  // Without these the browser may change the very numbers that are the classes.
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const shrink = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * shrink));
  const height = Math.max(1, Math.round(bitmap.height * shrink));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(strings.noCanvas);
  // Between two classes there is no third.
  context.imageSmoothingEnabled = false;
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const classes = new Uint8Array(width * height);
  const totals = new Uint32Array(256);
  for (let i = 0; i < classes.length; i++) {
    const value = data[i * 4] ?? 0;
    classes[i] = value;
    totals[value] = (totals[value] ?? 0) + 1;
  }
  const counts = new Map([...totals].map((count, value) => [value, count] as const).filter(([, count]) => count > 0));
  return { width, height, classes, counts };
}

function kept<T>(cache: Map<string, Promise<T>>, href: string, load: () => Promise<T>, most = KEPT): Promise<T> {
  const known = cache.get(href);
  cache.delete(href);
  const value = known ?? load();
  cache.set(href, value);
  if (known === undefined) {
    value.catch(() => cache.delete(href));
    const oldest = cache.keys().next().value;
    if (cache.size > most && oldest !== undefined) cache.delete(oldest);
  }
  return value;
}
