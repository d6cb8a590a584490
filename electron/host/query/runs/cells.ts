import { firstStepOf, LineReader, VALUE_KIND, type ReadableDb, type ValueKind } from '#host/store';
import { hasStep, type ApiValue, type CellValue, type ColumnRef, type RunHead } from '#shared/api';
import { assertNever } from '#shared/errors';
import type { KeyId, ProjectRowId, RunRowId } from '#shared/units';
import { parseExtended, toApiValue } from '#shared/wire';
import { keyIds, metricValues, valueTable, type ValueDoc } from '../columns.ts';
import { part, statement } from '../sql.ts';

export interface ValueRecord {
  readonly kind: ValueKind;
  readonly num: number | null;
  readonly text: string | null;
}

/** Reads one column of one run; made once per query, called once per run. */
type CellReader = (run: { readonly id: RunRowId; readonly head: RunHead }) => CellValue;

/** Above so many columns of one document all values of a run are read in one sweep, which is then cheaper. */
const SWEEP_FROM = 12;

const MISSING: CellValue = {};

/** Readers for a list of columns, in their order. */
export function cellReaders(
  db: ReadableDb,
  projectId: ProjectRowId,
  columns: readonly ColumnRef[],
): readonly CellReader[] {
  const stepOf = stepReader(db);
  const values = { config: valueReader(db, 'config', columns), summary: valueReader(db, 'summary', columns) };
  return columns.map((column): CellReader => {
    switch (column.kind) {
      case 'run':
        return ({ head }) => fieldCell(head, column.key);
      case 'config':
      case 'summary': {
        const ids = keyIds(db, column);
        const read = values[column.kind];
        return ({ id }) => firstCell(ids, (key) => read(id, key));
      }
      case 'metric':
        return metricReader(db, projectId, column, stepOf);
      default:
        return assertNever(column);
    }
  });
}

/** A stored typed value as the API shows it. */
export function apiValueOf(record: ValueRecord): ApiValue {
  switch (record.kind) {
    case VALUE_KIND.null:
      return null;
    case VALUE_KIND.bool:
      return record.num === 1;
    case VALUE_KIND.number:
      // A text beside a number is what a float64 cannot hold: NaN, or the digits of a long integer.
      if (record.text !== null) return record.text;
      return record.num === null || Number.isFinite(record.num) ? record.num : String(record.num);
    case VALUE_KIND.text:
      return record.text;
    case VALUE_KIND.json:
      return record.text === null ? null : toApiValue(parseExtended(record.text));
    default:
      return assertNever(record.kind);
  }
}

function firstCell(keys: readonly KeyId[], read: (key: KeyId) => ValueRecord | undefined): CellValue {
  for (const key of keys) {
    const record = read(key);
    if (record !== undefined) return { value: apiValueOf(record) };
  }
  return MISSING;
}

type ValueReader = (run: RunRowId, key: KeyId) => ValueRecord | undefined;

function valueReader(db: ReadableDb, doc: ValueDoc, columns: readonly ColumnRef[]): ValueReader {
  const table = valueTable(doc);
  const count = columns.filter((column) => column.kind === doc).length;
  if (count < SWEEP_FROM) {
    const one = statement(db, `SELECT kind, num, text FROM ${table} WHERE run_id = ? AND key_id = ?`);
    return (run, key) => one.get(run, key) as ValueRecord | undefined;
  }
  const every = statement(db, `SELECT key_id, kind, num, text FROM ${table} WHERE run_id = ?`);
  let current: RunRowId | undefined;
  let known = new Map<KeyId, ValueRecord>();
  return (run, key) => {
    if (run !== current) {
      const records = every.all(run) as (ValueRecord & { key_id: KeyId })[];
      known = new Map(records.map((record) => [record.key_id, record]));
      current = run;
    }
    return known.get(key);
  };
}

function metricReader(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: Extract<ColumnRef, { kind: 'metric' }>,
  stepOf: StepReader,
): CellReader {
  // The index on (project, key, run) makes this a look-up of the one run.
  const values = metricValues(db, projectId, column, part('s.run_id = ?'));
  if (values === undefined) return () => MISSING;
  const one = statement(db, `SELECT value FROM (${values.sql})`).pluck();
  return ({ id }) => {
    const value = one.get(...values.params, id) as number | null | undefined;
    if (value === undefined || value === null) return MISSING;
    const step = hasStep(column) ? stepOf(id, column.key, value) : undefined;
    return { value: Number.isFinite(value) ? value : String(value), ...(step === undefined ? {} : { step }) };
  };
}

type StepReader = (run: RunRowId, key: string, value: number) => number | undefined;

/** What one run's columns share is read once; a list may have thousands of runs, so it is not kept longer. */
function stepReader(db: ReadableDb): StepReader {
  let current: { readonly run: RunRowId; readonly reader: LineReader } | undefined;
  return (run, key, value) => {
    if (current?.run !== run) current = { run, reader: new LineReader(db) };
    return firstStepOf(current.reader, run, key, value);
  };
}

/** A field of the run itself as a cell. */
export function fieldCell(head: RunHead, key: Extract<ColumnRef, { kind: 'run' }>['key']): CellValue {
  if (key === 'name') return { value: head.path.run };
  if (key === 'duration') return { value: head.durationMs / 1000 };
  // A run that has logged nothing has no last step.
  if (key === 'lastStep' && head.lastStep < 0) return MISSING;
  if (key === 'lock') return head.isLocked === true ? { value: 'locked' } : MISSING;
  const value = head[key];
  return value === undefined ? MISSING : { value };
}
