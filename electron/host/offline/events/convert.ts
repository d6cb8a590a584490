import { createHash } from 'node:crypto';
import { type JsonValue, stringifyExtended } from '#shared/wire';
import { decodeMessage, type Decoded } from '#sdk/journal';
import type { MadeFile } from '#sdk/journal';
import { histogramOf } from './histogram.ts';
import { HPARAMS } from './schema.ts';
import { tensorNumbers, tensorShape } from './tensor.ts';

/** What one event says, as a row of history would hold it. */
export interface EventValues {
  readonly values: readonly (readonly [tag: string, json: string])[];
  readonly config: readonly (readonly [key: string, json: string])[];
  readonly files: readonly MadeFile[];
}

const PNG = [0x89, 0x50, 0x4e, 0x47];
const GIF = [0x47, 0x49, 0x46, 0x38];

/** Turns summaries into the values that the client logs for them. A tag's plugin is named only the first time. */
export class SummaryConverter {
  readonly #plugins = new Map<string, string>();

  convert(event: Decoded): EventValues {
    const values: [string, string][] = [];
    const config: [string, string][] = [];
    const files: MadeFile[] = [];
    for (const value of ((event.summary as Decoded | undefined)?.value as Decoded[] | undefined) ?? []) {
      const tag = (value.tag as string | undefined) ?? '';
      const plugin = this.#pluginOf(tag, value);
      if (plugin === 'hparams') config.push(...hparams(value));
      else if (tag !== '') {
        const json = jsonOf(value, plugin, tag, Number(event.step ?? 0), files);
        if (json !== undefined) values.push([tag, json]);
      }
    }
    return { values, config, files };
  }

  #pluginOf(tag: string, value: Decoded): string {
    const named = ((value.metadata as Decoded | undefined)?.plugin as Decoded | undefined)?.name as string | undefined;
    if (named !== undefined) this.#plugins.set(tag, named);
    return named ?? this.#plugins.get(tag) ?? '';
  }
}

function jsonOf(value: Decoded, plugin: string, tag: string, step: number, files: MadeFile[]): string | undefined {
  if (plugin === 'images' || value.image !== undefined) return images(value, tag, step, files);
  if (plugin === 'histograms' || value.histogram !== undefined) {
    const histogram = histogramOf(value);
    if (histogram === undefined) return undefined;
    const { edges, counts } = histogram;
    return stringifyExtended({ _type: 'histogram', values: counts, bins: edges });
  }
  if (value.simple !== undefined) return stringifyExtended(asFloat32Text(value.simple as number));
  const tensor = value.tensor as Decoded | undefined;
  if (tensor === undefined) return undefined;
  const strings = tensor.strings as Uint8Array[] | undefined;
  if (strings !== undefined) return plugin === 'text' || plugin === '' ? texts(strings) : undefined;
  const numbers = tensorNumbers(tensor);
  if (numbers === undefined || numbers.length !== 1 || tensorShape(tensor).some((size) => size !== 1)) return undefined;
  const [number] = numbers as [number];
  return stringifyExtended(tensor.dtype === 1 ? asFloat32Text(number) : number);
}

/** The shortest decimal that is the same 32-bit float: 0.1, not 0.10000000149011612. Source: the core writes them so. */
function asFloat32Text(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function texts(strings: readonly Uint8Array[]): string {
  const decoded = strings.map((bytes) => new TextDecoder().decode(bytes));
  return JSON.stringify(decoded.length === 1 ? decoded[0] : decoded);
}

function images(value: Decoded, tag: string, step: number, files: MadeFile[]): string | undefined {
  const old = value.image as Decoded | undefined;
  const strings = (value.tensor as Decoded | undefined)?.strings as Uint8Array[] | undefined;
  // In the newer form two texts, width and height, come before the pictures.
  const text = (at: number): number => Number(new TextDecoder().decode(strings?.[at]));
  const [width, height] = old === undefined ? [text(0), text(1)] : [Number(old.width ?? 0), Number(old.height ?? 0)];
  const encoded = old === undefined ? (strings ?? []).slice(2) : [old.encoded as Uint8Array | undefined];
  const made: { path: string; sha256: string; size: number; format: string }[] = [];
  for (const bytes of encoded) {
    if (bytes === undefined || bytes.length === 0) continue;
    const format = startsWith(bytes, PNG) ? 'png' : startsWith(bytes, GIF) ? 'gif' : 'jpg';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const name = `${tag.replaceAll(/[^\w.-]+/g, '_')}_${step}_${sha256.slice(0, 20)}.${format}`;
    const path = `media/images/${name}`;
    files.push({ name: path, bytes: bytes.slice() });
    made.push({ path, sha256, size: bytes.length, format });
  }
  const [first] = made;
  if (first === undefined) return undefined;
  const { format, ...file } = first;
  const about = { format, width, height };
  if (made.length === 1) return JSON.stringify({ _type: 'image-file', ...file, ...about });
  const filenames = made.map((image) => image.path);
  return JSON.stringify({ _type: 'images/separated', count: made.length, filenames, ...about });
}

function hparams(value: Decoded): [string, string][] {
  const content = ((value.metadata as Decoded | undefined)?.plugin as Decoded | undefined)?.content as
    | Uint8Array
    | undefined;
  if (content === undefined) return [];
  const start = decodeMessage(HPARAMS, content).start as Decoded | undefined;
  const values = (start?.values as Map<string, Decoded> | undefined) ?? new Map<string, Decoded>();
  return [...values].map(([key, { number, text, flag }]) => [
    key,
    stringifyExtended((number ?? text ?? flag ?? null) as JsonValue),
  ]);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
