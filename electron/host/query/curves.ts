import {
  readFormula,
  readLine,
  readPoints,
  VALUE_KIND,
  type Formula,
  type Formulas,
  type LineReader,
  type ReadableDb,
} from '#host/store';
import { EXPRESSION_X, WALL_X, type SeriesFacts, type SeriesLine, type SeriesRequest } from '#shared/api';
import { Problem } from '#shared/errors';
import { aggregateRuns, fieldsIn, parseExpression, smooth, type Expression, type GroupPoints } from '#shared/metrics';
import type { RunRowId } from '#shared/units';
import { keyIds, valueTable } from './columns.ts';
import { statement } from './sql.ts';

/** All points of one run. */
type RunPoints = NonNullable<ReturnType<typeof readPoints>>;

/** Reads the curve of one request, a key or an expression, run by run. */
export interface CurveReader {
  /** Reads ahead, in a few statements, what the lines of these runs need. */
  gather(runs: readonly RunRowId[]): void;
  line(run: RunRowId | undefined): ReturnType<typeof readLine>;
  points(run: RunRowId | undefined): RunPoints | undefined;
}

/** Errors: `filter.invalid` for an expression that cannot be read. */
export function curveReader(db: ReadableDb, reader: LineReader, request: SeriesRequest): CurveReader {
  const { stream, key, x, range, smoothing } = request;
  const wanted = {
    stream,
    key,
    x,
    buckets: request.isWhole === true ? Number.MAX_SAFE_INTEGER : request.buckets,
    ...(range === undefined ? {} : { range }),
    ...(smoothing === undefined ? {} : { smoothing }),
  };
  const valueOf = request.isExpression === true ? formulaReader(db, key) : undefined;
  const placeOf = placeReader(db, x);
  const formulasOf = (run: RunRowId): Formulas => ({ value: valueOf?.(run), x: placeOf?.(run) });
  const isPlain = valueOf === undefined && placeOf === undefined;
  return {
    gather: (runs) => {
      if (isPlain && runs.length > 1) reader.gather(runs, stream, key, x);
    },
    line: (runId) => {
      if (runId === undefined) return undefined;
      if (isPlain) return readLine(db, { ...wanted, runId }, reader);
      return readFormula(db, { ...wanted, runId }, formulasOf(runId), reader);
    },
    points: (runId) => (runId === undefined ? undefined : readPoints({ ...wanted, runId }, formulasOf(runId), reader)),
  };
}

/** How places are computed where the axis is no key: an expression after `=`, or seconds since the run was created. */
function placeReader(db: ReadableDb, x: string): ((run: RunRowId) => Formula) | undefined {
  if (x === WALL_X) {
    const created = statement(db, 'SELECT created_at FROM runs WHERE id = ?').pluck();
    return (run) => ({ expression: secondsSince((created.get(run) as number) / 1000), fields: new Map() });
  }
  // A key may be called like an expression; what was logged goes first.
  if (!x.startsWith(EXPRESSION_X) || keyIds(db, { key: x }).length > 0) return undefined;
  return formulaReader(db, x.slice(EXPRESSION_X.length));
}

function secondsSince(start: number): Expression {
  const left: Expression = { kind: 'metric', key: '_timestamp' };
  return { kind: 'binary', op: '-', left, right: { kind: 'number', value: start } };
}

function formulaReader(db: ReadableDb, text: string): (run: RunRowId) => Formula {
  const parsed = parseExpression(text);
  if (parsed.kind === 'error') throw new Problem('filter.invalid', { where: text, reason: parsed.reason });
  const { expression } = parsed;
  const fields = fieldsIn(expression).flatMap(({ doc, key }) =>
    keyIds(db, { key }).map((id) => ({
      name: `${doc}:${key}`,
      id,
      read: statement(
        db,
        `SELECT num FROM ${valueTable(doc)} WHERE run_id = ? AND key_id = ? AND kind = ${VALUE_KIND.number}`,
      ),
    })),
  );
  return (run) => {
    const known = fields.flatMap(({ name, id, read }): [string, number][] => {
      const row = read.get(run, id) as { num: number | null } | undefined;
      return row?.num === undefined || row.num === null ? [] : [[name, row.num]];
    });
    return { expression, fields: new Map(known) };
  };
}

type GroupLine = Omit<Extract<SeriesLine, { mode: 'group' }>, 'request' | 'run'>;

/** The line of a group from all points of its runs. */
export function groupLine(runs: readonly RunPoints[], request: SeriesRequest): GroupLine {
  const { center = 'mean', band = 'minmax', range, smoothing } = request;
  const buckets = request.isWhole === true ? Number.MAX_SAFE_INTEGER : request.buckets;
  const columns = aggregateRuns(runs satisfies readonly GroupPoints[], { center, band, buckets, range });
  const { x, value, xLast } = columns;
  const width = (range?.to ?? xLast.at(-1) ?? 0) - (range?.from ?? x[0] ?? 0);
  const isSmoothed = smoothing !== undefined && smoothing.kind !== 'none';
  return {
    mode: 'group',
    facts: factsOf(runs, columns),
    ...columns,
    ...(isSmoothed ? { smooth: smooth(x, value, smoothing, smoothing.span ?? Math.abs(width)) } : {}),
  };
}

function factsOf(runs: readonly RunPoints[], columns: ReturnType<typeof aggregateRuns>): SeriesFacts {
  let nanCount = 0;
  let infCount = 0;
  for (const { values } of runs) {
    for (const value of values) {
      if (Number.isNaN(value)) nanCount += 1;
      else if (!Number.isFinite(value)) infCount += 1;
    }
  }
  const isExact = columns.x.every((at, i) => at === columns.xLast[i]);
  return {
    pointCount: columns.count.reduce((sum, count) => sum + count, 0),
    pointsPerBucket: isExact ? 1 : columns.count.reduce((most, count) => Math.max(most, count), 1),
    withoutX: runs.reduce((sum, run) => sum + run.withoutX, 0),
    nanCount,
    infCount,
    // Entries of a group ascend by x, whatever the order of its points.
    isOutOfOrder: false,
  };
}
