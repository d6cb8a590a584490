import { Problem } from '#shared/errors';
import type { KeyId, RunRowId } from '#shared/units';
import { ExtendedJsonError, parseExtended } from '#shared/wire';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { TypedValue } from '../values.ts';
import { DocumentMemory, type ParsedDocument } from './document-memory.ts';
import { flattenValue, isSameValue, unwrapConfig } from './flatten.ts';
import { internKey } from './keys.ts';
import { isClientProgram } from './program.ts';
import { joinObject, splitObject } from './split-object.ts';
import type { RunRow } from './types.ts';
import { finalRuntime, mergeClientPart, metricDefinitions, scriptOf, startsOf } from './wandb-part.ts';
import { emitRun, recordProgress, recordStart, updateRun } from './write.ts';

type Kind = 'config' | 'summary';

const TABLE = { config: 'run_configs', summary: 'run_summaries' } as const;
const INDEX = { config: 'config_values', summary: 'summary_values' } as const;

/** The config document of a run in extended JSON, as the client sent it; `{}` before the first. */
export function readConfig(db: ReadableDb, id: RunRowId): string {
  return readDocument(db, 'config', id);
}

/** The summary document of a run in extended JSON, as the client sent it; `{}` before the first. */
export function readSummary(db: ReadableDb, id: RunRowId): string {
  return readDocument(db, 'summary', id);
}

/** The client's own part of a document that is there, as raw text; undefined where it has none. */
export function clientPart(ctx: WriteContext, kind: Kind, id: RunRowId): string | undefined {
  return remembered(ctx, kind, id).parts.get('_wandb')?.raw;
}

/**
 * Replaces the config. Kept over a replacement: the whole `_wandb` if the new document has none, and the entries of
 * `_wandb.value.e` of other processes. With a `writer` (shared mode) the members of other writers stay too.
 * Errors: `body.invalid` when the text is not an object in extended JSON; nothing is changed then.
 */
export function setConfig(ctx: WriteContext, run: RunRow, text: string, writer = ''): void {
  const before = remembered(ctx, 'config', run.id);
  const members = split('config', text);
  const sent = members.get('_wandb');
  const stored = before.parts.get('_wandb')?.raw;
  const client = checked('config', () => {
    if (sent !== undefined && sent !== stored) parseExtended(sent);
    return mergeClientPart(stored, sent, writer !== '');
  });
  let next = text;
  if (writer !== '' || client !== sent) {
    const merged = new Map([...(writer === '' ? [] : rawMembers(before)), ...members]);
    if (client !== undefined) merged.set('_wandb', client);
    next = joinObject(merged);
  }
  if (replace(ctx, 'config', run, before, next) === undefined) return;
  if (client !== stored) recordClientPart(ctx, run, client);
}

/**
 * Replaces the summary; with a `writer` (shared mode) its members are merged into those of the other writers.
 * A summary of 500 kB in which little changed costs a few milliseconds.
 * Errors: `body.invalid` when the text is not an object in extended JSON; nothing is changed then.
 */
export function setSummary(ctx: WriteContext, run: RunRow, text: string, writer = ''): void {
  const before = remembered(ctx, 'summary', run.id);
  const next = writer === '' ? text : joinObject(new Map([...rawMembers(before), ...split('summary', text)]));
  const after = replace(ctx, 'summary', run, before, next);
  if (after === undefined) return;
  const runtimes = [after.values.get('_runtime')?.num ?? 0, finalRuntime(after.parts.get('_wandb')?.raw)];
  recordProgress(ctx, run, { runtimeS: Math.max(...runtimes) });
}

/** Drops what is remembered of a deleted run. */
export function forgetDocuments(ctx: WriteContext, id: RunRowId): void {
  memory(ctx).forget(`config:${id}`);
  memory(ctx).forget(`summary:${id}`);
}

function readDocument(db: ReadableDb, kind: Kind, id: RunRowId): string {
  const row = prepared(db, `SELECT json FROM ${TABLE[kind]} WHERE run_id = ?`).get(id) as { json: string } | undefined;
  return row?.json ?? '{}';
}

function memory(ctx: WriteContext): DocumentMemory {
  return ctx.cached('runs.documents', () => new DocumentMemory());
}

function remembered(ctx: WriteContext, kind: Kind, id: RunRowId): ParsedDocument {
  const known = memory(ctx).get(`${kind}:${id}`);
  return known ?? parse(kind, readDocument(ctx.db, kind, id), undefined);
}

function rawMembers(document: ParsedDocument): [string, string][] {
  return Array.from(document.parts, ([key, part]) => [key, part.raw]);
}

function split(kind: Kind, text: string): Map<string, string> {
  return checked(kind, () => splitObject(text));
}

/** Parses only the members whose text differs from that in `before`. */
function parse(kind: Kind, text: string, before: ParsedDocument | undefined): ParsedDocument {
  const parts = new Map<string, { raw: string; values: ReadonlyMap<string, TypedValue> }>();
  const values = new Map<string, TypedValue>();
  for (const [key, raw] of split(kind, text)) {
    const known = before?.parts.get(key);
    const part = known?.raw === raw ? known : { raw, values: leavesOf(kind, key, raw) };
    parts.set(key, part);
    for (const [name, value] of part.values) values.set(name, value);
  }
  return { text, parts, values };
}

function leavesOf(kind: Kind, key: string, raw: string): ReadonlyMap<string, TypedValue> {
  const leaves = new Map<string, TypedValue>();
  const value = checked(kind, () => parseExtended(raw));
  // The client's own notes are no values of the user.
  if (key !== '_wandb') flattenValue(key, kind === 'config' ? unwrapConfig(value) : value, leaves);
  return leaves;
}

/** Stores a document and its index; returns it, or undefined when it is the one that is there. */
function replace(
  ctx: WriteContext,
  kind: Kind,
  run: RunRow,
  before: ParsedDocument,
  text: string,
): ParsedDocument | undefined {
  if (text === before.text) return undefined;
  const after = parse(kind, text, before);
  prepared(
    ctx.db,
    `INSERT INTO ${TABLE[kind]} (run_id, json) VALUES (?, ?) ON CONFLICT (run_id) DO UPDATE SET json = excluded.json`,
  ).run(run.id, text);
  prepared(ctx.db, 'UPDATE runs SET updated_at = ? WHERE id = ?').run(ctx.now(), run.id);
  updateIndex(ctx, kind, run, before.values, after.values);
  memory(ctx).set(`${kind}:${run.id}`, after);
  emitRun(ctx, run, kind);
  return after;
}

function updateIndex(
  ctx: WriteContext,
  kind: Kind,
  run: RunRow,
  before: ReadonlyMap<string, TypedValue>,
  after: ReadonlyMap<string, TypedValue>,
): void {
  const upsert = prepared(
    ctx.db,
    `INSERT INTO ${INDEX[kind]} (run_id, key_id, project_id, kind, num, text) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, key_id) DO UPDATE SET kind = excluded.kind, num = excluded.num, text = excluded.text`,
  );
  const remove = prepared(ctx.db, `DELETE FROM ${INDEX[kind]} WHERE run_id = ? AND key_id = ?`);
  const keyOf = (name: string): KeyId => internKey(ctx, name);
  for (const [name, value] of after) {
    if (isSameValue(before.get(name), value)) continue;
    upsert.run(run.id, keyOf(name), run.projectId, value.kind, value.num ?? null, value.text ?? null);
  }
  for (const name of before.keys()) {
    if (!after.has(name)) remove.run(run.id, keyOf(name));
  }
}

/** Keeps what other rooms look up in the client's own part of the config: metric definitions and the script's name. */
function recordClientPart(ctx: WriteContext, run: RunRow, client: string | undefined): void {
  const definitions = metricDefinitions(client);
  if (definitions === undefined) prepared(ctx.db, 'DELETE FROM run_metric_definitions WHERE run_id = ?').run(run.id);
  else {
    prepared(
      ctx.db,
      `INSERT INTO run_metric_definitions (run_id, project_id, body) VALUES (?, ?, ?)
       ON CONFLICT (run_id) DO UPDATE SET body = excluded.body`,
    ).run(run.id, run.projectId, definitions);
  }
  recordStart(ctx, run, startsOf(client));
  const script = scriptOf(client);
  if (script === undefined || isClientProgram(script)) return;
  if (run.program === undefined || isClientProgram(run.program)) updateRun(ctx, run, { program: script });
}

/** What `read` returns; text that is no JSON comes as a Problem. */
function checked<T>(kind: Kind, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ExtendedJsonError)) throw error;
    throw new Problem('body.invalid', { field: kind, reason: error.message }, { cause: error });
  }
}
