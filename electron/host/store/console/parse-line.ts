import type { LogLine } from '#shared/api';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';

// `ERROR 2026-01-01T00:00:00.000000 [label] text`; the time is UTC.
const PLAIN = /^(ERROR )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?) ?/;
const LABEL = /^\[([^\]\s]{1,200})\] /;

/**
 * A console line as the client sends it, taken apart: stream, time, label of the writer, and the text as printed
 * (colour codes stay). Both forms are understood, `time text` and the structured `{"ts": …, "content": …}`.
 * `hasLabel`: the writer's lines are labelled, so a first word in brackets is the label and not the script's own text.
 */
export function parseConsoleLine(number: number, raw: string, hasLabel = false): LogLine {
  if (raw.startsWith('{')) {
    const line = structured(number, raw);
    if (line !== undefined) return line;
  }
  const prefix = PLAIN.exec(raw);
  if (prefix === null) return { number, text: raw, stream: 'stdout' };
  const stream = prefix[1] === undefined ? 'stdout' : 'stderr';
  const rest = raw.slice(prefix[0].length);
  const label = hasLabel ? LABEL.exec(rest) : null;
  return {
    number,
    text: label === null ? rest : rest.slice(label[0].length),
    stream,
    ...timeOf(prefix[2]),
    ...(label?.[1] === undefined ? {} : { label: label[1] }),
  };
}

function structured(number: number, raw: string): LogLine | undefined {
  let value: JsonValue;
  try {
    value = parseExtended(raw);
  } catch {
    // A script may well print something that begins with a brace.
    return undefined;
  }
  if (!isJsonObject(value) || typeof value.content !== 'string' || typeof value.ts !== 'string') return undefined;
  return {
    number,
    text: value.content,
    stream: value.level === 'error' ? 'stderr' : 'stdout',
    ...timeOf(value.ts),
    ...(typeof value.label === 'string' && value.label !== '' ? { label: value.label } : {}),
  };
}

function timeOf(text: string | undefined): { at?: number } {
  const at = text === undefined ? NaN : Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? {} : { at };
}
