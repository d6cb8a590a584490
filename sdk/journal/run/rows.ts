import { stringifyExtended } from '#shared/wire';
import { ItemReader, recordBody } from '../log/items.ts';
import { decodeMessage, type Decoded, type Message } from '../log/protobuf.ts';
import { RawTree } from '../log/raw-tree.ts';
import { RECORD } from '../log/schema.ts';
import { itemPath, itemText, type SummaryDocument } from './documents.ts';
import { isNoShift, type Shift } from './shift.ts';
import { timestampMs, timestampSeconds } from './times.ts';

const HISTORY = 2;
const SUMMARY = 3;
const STEP: Message = { 1: { name: 'num', type: 'int64' } };

/** Turns history and summary records into lines and values without the general decoder. */
export class RowReader {
  readonly #items = new ItemReader();

  /** The line of a history record as the client would stream it; undefined when it is another kind of record. */
  history(payload: Buffer, shift: Shift): string | undefined {
    const body = recordBody(payload);
    if (body?.field !== HISTORY) return undefined;
    if (!isNoShift(shift)) return slowHistory(payload, shift);
    const nested: { parts: readonly string[]; text: string }[] = [];
    let line = '';
    let step: number | undefined;
    let hasStep = false;
    const isKnown = this.#items.read(
      payload,
      body.from,
      body.to,
      ({ path, valueStart, valueEnd }) => {
        const text = payload.toString('utf8', valueStart, valueEnd);
        if (path.parts.length > 1) nested.push({ parts: path.parts, text });
        else {
          hasStep ||= path.parts[0] === '_step';
          line += line === '' ? path.label + text : `,${path.label}${text}`;
        }
      },
      (field, from, to) => {
        if (field === 2) step = Number(decodeMessage(STEP, payload.subarray(from, to)).num ?? 0);
      },
    );
    if (!isKnown) return slowHistory(payload, shift);
    if (!hasStep) line += `${line === '' ? '' : ','}"_step":${step ?? 0}`;
    if (nested.length === 0) return `{${line}}`;
    const tree = new RawTree();
    for (const { parts, text } of nested) tree.set(parts, text);
    for (const [name, text] of tree.entries()) line += `${line === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
    return `{${line}}`;
  }

  /** Takes a summary record's values into `summary`; false when it is another kind of record. */
  summary(payload: Buffer, summary: SummaryDocument): boolean {
    const body = recordBody(payload);
    if (body?.field !== SUMMARY) return false;
    let hasRemovals = false;
    const taken: [object, readonly string[], number, number][] = [];
    const isKnown = this.#items.read(
      payload,
      body.from,
      body.to,
      ({ path, valueStart, valueEnd }) => void taken.push([path, path.parts, valueStart, valueEnd]),
      (field) => (hasRemovals ||= field === 2),
    );
    if (!isKnown || hasRemovals) {
      summary.apply((decodeMessage(RECORD, payload).summary ?? {}) as Decoded);
      return true;
    }
    // The reader's window moves on, the values stay until they are asked for.
    const kept = Buffer.from(payload);
    for (const [key, parts, from, to] of taken) summary.setRaw(key, parts, kept, from, to);
    return true;
  }
}

function slowHistory(payload: Buffer, shift: Shift): string {
  const record = (decodeMessage(RECORD, payload).history ?? {}) as Decoded;
  const tree = new RawTree();
  for (const item of (record.item as Decoded[] | undefined) ?? []) tree.set(itemPath(item), itemText(item));
  const step = Number((record.step as Decoded | undefined)?.num ?? 0);
  const parts: string[] = tree.has('_step') ? [] : [`"_step":${step + shift.step}`];
  for (const [name, text] of tree.entries()) {
    const isShifted = name === '_step' || name === '_runtime';
    const value = isShifted ? String(Number(text) + (name === '_step' ? shift.step : shift.seconds)) : text;
    parts.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${parts.join(',')}}`;
}

/** The line of a stats record as the client would stream it; `startMs`: the run's start. */
export function eventLine(record: Decoded, startMs: number | undefined, shift: Shift): string {
  const time = record.timestamp as Decoded | undefined;
  const atMs = timestampMs(time) ?? 0;
  const runtime = startMs === undefined ? 0 : (atMs - startMs) / 1000 + shift.seconds;
  const parts = [
    '"_wandb":true',
    `"_timestamp":${stringifyExtended(timestampSeconds(time))}`,
    `"_runtime":${stringifyExtended(runtime)}`,
  ];
  for (const item of (record.item as Decoded[] | undefined) ?? []) {
    parts.push(`${JSON.stringify(`system.${(item.key as string | undefined) ?? ''}`)}:${eventValue(item)}`);
  }
  return `{${parts.join(',')}}`;
}

/** The core reads numbers and writes them anew: `4.0` is `4`. */
function eventValue(item: Decoded): string {
  const text = itemText(item);
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? stringifyExtended(number) : text;
}
