import {
  editRun,
  endOf,
  findRunById,
  findStreams,
  hasEnded,
  prepared,
  readConfig,
  readSummary,
  type RunRow,
  sealStream,
  setRunState,
  touchRun,
  type WriteContext,
} from '#host/store';
import { isJsonObject, type JsonValue, parseExtended, setMember, stringifyExtended } from '#shared/wire';
import type { LogFields, LogRest } from '#sdk/journal';
import { FOLLOWED_MS } from './limits.ts';
import { type ImportRow, type Mapping, updateImport } from './rows.ts';

/** A client says something each 30 s. */
const CLIENT_SILENT_MS = 90_000;
/** Spans of damage that are told one by one. */
const MOST_SPANS = 1000;

/**
 * Stores where a log stands at its present end: documents, fields, state, what was not understood. Documents and state
 * of a run that did not change by this log stay as they are: a person may have edited them.
 */
export function storeRest(
  ctx: WriteContext,
  row: ImportRow & { readonly mapping: Mapping },
  run: RunRow,
  rest: LogRest,
  silentMs: number,
): { readonly hasNews: boolean; readonly isAtRest: boolean; readonly isOver: boolean } {
  if (isClientAlive(ctx, row, run)) {
    storeReport(ctx, row, rest);
    return { hasNews: false, isAtRest: false, isOver: false };
  }
  const isSilent = ctx.now() - row.modifiedAt > silentMs;
  const isOver = rest.exitCode !== undefined || ctx.now() - row.modifiedAt > FOLLOWED_MS;
  const isAtRest = rest.exitCode !== undefined || isSilent;
  const isNewest = isNewestPiece(ctx, row);
  const hasNews = row.mapping.hasNews || (isAtRest && !hasEnded(run.state) && isNewest);
  if (hasNews && isNewest) {
    storeDocuments(ctx, row, run, rest);
    storeState(ctx, row, findRunById(ctx.db, run.id) ?? run, rest, isSilent);
  }
  const isKeeper = !isAtRest || row.mapping.isKeeper === true;
  const stored = hasNews && isNewest ? { fields: rest.fields } : {};
  updateImport(ctx, row.id, { mapping: { ...row.mapping, ...stored, hasNews: false, isKeeper } });
  storeReport(ctx, row, rest);
  return { hasNews, isAtRest, isOver };
}

function storeReport(ctx: WriteContext, row: ImportRow, { damage, isTorn, notUnderstood }: LogRest): void {
  const report = { ...row.report, damage: damage.slice(0, MOST_SPANS), isTorn, notUnderstood };
  updateImport(ctx, row.id, { report });
}

/**
 * A script that logs to this host while its own folder is watched: what it sends of documents and states counts, its
 * log comes second. (Lines are the same, whoever brings them first.)
 */
function isClientAlive(ctx: WriteContext, row: ImportRow & { readonly mapping: Mapping }, run: RunRow): boolean {
  if (row.mapping.isNew || row.mapping.isKeeper === true || run.state !== 'running') return false;
  if (ctx.now() - run.heartbeatAt > CLIENT_SILENT_MS) return false;
  const other = prepared(ctx.db, 'SELECT 1 FROM imports WHERE run_id = ? AND id <> ? LIMIT 1').get(run.id, row.id);
  return other === undefined;
}

/** A run may have several logs (it was resumed); the one that began last says how it stands. */
function isNewestPiece(ctx: WriteContext, row: ImportRow): boolean {
  const sql = 'SELECT 1 FROM imports WHERE run_id = ? AND id <> ? AND started_at > ? LIMIT 1';
  return prepared(ctx.db, sql).get(row.runId ?? null, row.id, Math.round(row.startedAt ?? 0)) === undefined;
}

function storeDocuments(ctx: WriteContext, row: ImportRow, run: RunRow, rest: LogRest): void {
  const { tags, ...fields } = changedFields(rest.fields, row.mapping?.fields);
  // A further piece of a run goes on with what was there, as the client does that sees the run.
  const isFurther = row.mapping?.isNew === false;
  const config = isFurther ? withOld(rest.config, readConfig(ctx.db, run.id)) : rest.config;
  const summary = isFurther ? withOld(rest.summary, readSummary(ctx.db, run.id)) : rest.summary;
  const keepsTags = tags === undefined || (isFurther && tags.length === 0);
  editRun(ctx, run, { fields, config, summary, ...(keepsTags ? {} : { tags }) });
}

function changedFields(fields: LogFields, stored: LogFields | undefined): Partial<LogFields> {
  if (stored === undefined) return fields;
  const changed = Object.entries(fields).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(stored[name as keyof LogFields]),
  );
  return Object.fromEntries(changed);
}

/** The members of `text`, and those of `old` that it lacks. */
function withOld(text: string, old: string): string {
  const next = parseExtended(text);
  const before = parseExtended(old);
  if (!isJsonObject(next) || !isJsonObject(before)) return text;
  const missing = Object.entries(before).filter(([key]) => !Object.hasOwn(next, key));
  if (missing.length === 0) return text;
  const merged: Record<string, JsonValue> = {};
  for (const [key, value] of [...missing, ...Object.entries(next)]) setMember(merged, key, value);
  return stringifyExtended(merged);
}

function storeState(ctx: WriteContext, row: ImportRow, run: RunRow, rest: LogRest, isSilent: boolean): void {
  const finishedAt = Math.round(rest.lastAtMs) || ctx.now();
  if (rest.exitCode !== undefined) {
    const { state, reason } = endOf(run, rest.exitCode);
    setRunState(ctx, run, state, reason, { exitCode: rest.exitCode, finishedAt });
  } else if (isSilent && row.kind === 'tensorboard') {
    // Such a log never says that it is over.
    setRunState(ctx, run, 'finished', 'no further events', { finishedAt });
  } else if (isSilent) {
    const reason = 'its log ends without an exit record';
    setRunState(ctx, run, rest.isPreempting ? 'preempted' : 'crashed', reason, { finishedAt });
  } else {
    touchRun(ctx, run);
    setRunState(ctx, run, rest.isPreempting ? 'preempting' : 'running', 'followed in its log on this disk');
    return;
  }
  prepared(ctx.db, 'UPDATE runs SET heartbeat_at = ? WHERE id = ?').run(finishedAt, run.id);
  for (const kind of ['history', 'events'] as const) {
    for (const stream of findStreams(ctx.db, run.id, kind)) sealStream(ctx, stream);
  }
}
