import type { LogLine } from '#shared/api';
import { clientTime, isJsonObject, type JsonValue, parseExtended } from '#shared/wire';

// `ERROR 2026-01-01T00:00:00.000000 [label] text`; the time is UTC.
const PLAIN = /^(ERROR )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?) ?/;
const LABEL = /^\[([^\]\s]{1,200})\] /;

/** A stored line taken apart, its time still as text: reading times costs more than all the rest. */
interface LineParts {
  readonly text: string;
  readonly isError: boolean;
  readonly time?: string | undefined;
  readonly label?: string | undefined;
}

/**
 * A console line as the client sends it, taken apart: stream, time, label of the writer, and the text as printed
 * (colour codes stay). Both forms are understood, `time text` and the structured `{"ts": …, "content": …}`.
 * `hasLabel`: the writer's lines are labelled, so a first word in brackets is the label and not the script's own text.
 */
export function parseConsoleLine(number: number, raw: string, hasLabel = false): LogLine {
  const { text, isError, time, label } = takeApart(raw, hasLabel);
  const at = timeOf(time);
  return {
    number,
    text,
    stream: isError ? 'stderr' : 'stdout',
    ...(at === undefined ? {} : { at }),
    ...(label === undefined || label === '' ? {} : { label }),
  };
}

/** Only the text of a line, as parseConsoleLine gives it. */
export function consoleText(raw: string, hasLabel = false): string {
  return takeApart(raw, hasLabel).text;
}

function takeApart(raw: string, hasLabel: boolean): LineParts {
  const structured = raw.startsWith('{') ? readStructured(raw) : undefined;
  if (structured !== undefined) return structured;
  const prefix = PLAIN.exec(raw);
  if (prefix === null) return { text: raw, isError: false };
  const rest = raw.slice(prefix[0].length);
  const label = hasLabel ? LABEL.exec(rest) : null;
  const text = label === null ? rest : rest.slice(label[0].length);
  return { text, isError: prefix[1] !== undefined, time: prefix[2], label: label?.[1] };
}

function readStructured(raw: string): LineParts | undefined {
  let value: JsonValue;
  try {
    value = parseExtended(raw);
  } catch {
    // A script may well print something that begins with a brace.
    return undefined;
  }
  if (!isJsonObject(value) || typeof value.content !== 'string' || typeof value.ts !== 'string') return undefined;
  const label = typeof value.label === 'string' ? value.label : undefined;
  return { text: value.content, isError: value.level === 'error', time: value.ts, label };
}

/** Milliseconds since 1970. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = clientTime(text);
  return Number.isNaN(at) ? undefined : at;
}
