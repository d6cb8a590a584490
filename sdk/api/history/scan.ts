import { UsageError, type Wait } from '#sdk/base';
import { askRun, type HistoryKeys, type RunSource } from '../record/node.ts';
import { columnValue, exactRows, type Row, rowsOfTexts, valueAt } from './rows.ts';

/** Steps of one request. Source: the Python client. */
const PAGE = 1000;
/** Rows that are asked for at most with one request, when a wide range of steps holds few. */
const MOST_ROWS = 10_000;
const GUIDES = 500;

const KEYS = `query RunHistoryKeys($project: String!, $entity: String!, $name: String!) {
  project(name: $project, entityName: $entity) { run(name: $name) { historyKeys } }
}`;
const ROWS = `query HistoryPage($entity: String!, $project: String!, $name: String!, $minStep: Int64!, $maxStep: Int64!,
  $pageSize: Int!) {
  project(name: $project, entityName: $entity) {
    run(name: $name) { history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) }
  }
}`;
const SAMPLED_ROWS = `query SampledHistoryPage($entity: String!, $project: String!, $name: String!,
  $specs: [JSONString!]!) {
  project(name: $project, entityName: $entity) { run(name: $name) { sampledHistory(specs: $specs) } }
}`;
const SAMPLE = `query RunFullHistory($project: String!, $entity: String!, $name: String!, $samples: Int) {
  project(name: $project, entityName: $entity) { run(name: $name) { history(samples: $samples) } }
}`;

export interface ScanOptions extends Wait {
  /** Only rows that have all of them, and only these values and the step. */
  readonly keys?: readonly string[];
  /** First step, 0 unless given. */
  readonly minStep?: number;
  /** The step behind the last one. */
  readonly maxStep?: number;
  /** Steps asked for at once, 1,000 unless given. */
  readonly pageSize?: number;
}

/** @internal All rows of a run in order. The time of the wait is that of each request. Errors: UsageError, NotFoundError, as Requests. */
export async function* scanHistory(run: RunSource, options: ScanOptions = {}): AsyncGenerator<Row> {
  const { keys } = options;
  if (keys === undefined || keys.length === 0) {
    const all = async ({ from, to, most }: Range): Promise<Row[]> => {
      const variables = { minStep: from, maxStep: to, pageSize: most };
      const { history } = await askRun<{ history: string[] | null }>(run, ROWS, variables, options);
      return rowsOfTexts(history);
    };
    for await (const [rows] of ranges(run, options, async (range) => [await all(range)])) yield* rows ?? [];
    return;
  }
  const kinds = await askKeys(run, options);
  const some = (range: Range): Promise<Row[][]> => sampledRows(run, [['_step', ...keys]], range, options);
  for await (const [rows] of ranges(run, options, some, kinds)) yield* exactRows(rows ?? [], kinds);
}

/**
 * @internal All values of numeric metrics as columns of one length: a row for each step that has any of them, NaN where it lacks
 * one. Errors: as scanHistory.
 */
export async function readColumns<K extends string>(
  run: RunSource,
  keys: readonly K[],
  options: Omit<ScanOptions, 'keys'> = {},
): Promise<Record<K | '_step', Float64Array>> {
  const names = [...new Set<string>(keys)].filter((key) => key !== '_step');
  const steps: number[] = [];
  const columns = names.map((): number[] => []);
  const specs = names.length === 0 ? [['_step']] : names.map((key) => ['_step', key]);
  for await (const lists of ranges(run, options, (range) => sampledRows(run, specs, range, options))) {
    for (const [step, rows] of joinRows(lists, names)) {
      for (const row of rows) {
        steps.push(step);
        columns.forEach((column, i) => column.push(row[i] ?? Number.NaN));
      }
    }
  }
  const entries = names.map((name, i) => [name, Float64Array.from(columns[i] ?? [])] as const);
  return Object.fromEntries([['_step', Float64Array.from(steps)], ...entries]) as Record<K | '_step', Float64Array>;
}

/** @internal What kinds of values the keys of a run's history have, and its last step. */
export async function askKeys(run: RunSource, wait: Wait): Promise<HistoryKeys | null> {
  return (await askRun<{ historyKeys: HistoryKeys | null }>(run, KEYS, {}, wait)).historyKeys;
}

/** Rows by step, one value a key; the n-th rows of a step belong together. */
function joinRows(lists: readonly (readonly Row[])[], names: readonly string[]): [number, number[][]][] {
  const bySteps = new Map<number, number[][]>();
  lists.forEach((list, column) => {
    const seen = new Map<number, number>();
    for (const row of list) {
      const at = seen.get(row._step) ?? 0;
      seen.set(row._step, at + 1);
      const rows = bySteps.get(row._step) ?? [];
      bySteps.set(row._step, rows);
      const values = (rows[at] ??= Array.from(names, () => Number.NaN));
      const name = names[column];
      if (name !== undefined) values[column] = columnValue(valueAt(row, name));
    }
  });
  return [...bySteps].sort(([a], [b]) => a - b);
}

async function sampledRows(
  run: RunSource,
  specs: readonly (readonly string[])[],
  { from, to, most }: Range,
  wait: Wait,
): Promise<Row[][]> {
  // Here both steps are inclusive.
  const texts = specs.map((keys) => JSON.stringify({ keys, minStep: from, maxStep: to - 1, samples: most }));
  const { sampledHistory } = await askRun<{ sampledHistory: Row[][] | null }>(
    run,
    SAMPLED_ROWS,
    { specs: texts },
    wait,
  );
  return sampledHistory ?? [];
}

/** Steps of one request, `to` exclusive, and the most rows it may give. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly most: number;
}

/**
 * Asks for range after range up to the last step. Where steps have gaps, a sample of the rows tells how far the next
 * ones may be, so that a run whose steps are times takes as many requests as it has rows for, not steps.
 */
async function* ranges(
  run: RunSource,
  options: ScanOptions,
  page: (range: Range) => Promise<Row[][]>,
  known?: HistoryKeys | null,
): AsyncGenerator<Row[][]> {
  const { minStep = 0, maxStep = Number.MAX_SAFE_INTEGER, pageSize = PAGE } = options;
  for (const [name, value] of Object.entries({ minStep, maxStep, pageSize })) {
    const least = name === 'pageSize' ? 1 : 0;
    if (!Number.isSafeInteger(value) || value < least)
      throw new UsageError('scan.range', `${name}: ${value} is no whole number from ${least} on`);
  }
  const keys = known ?? (await askKeys(run, options));
  const end = Math.min(maxStep, (keys?.lastStep ?? -1) + 1);
  let guides: readonly number[] | undefined;
  let width = pageSize;
  for (let from = minStep; from < end;) {
    const to = Math.min(from + width, end);
    const most = Math.min(to - from, Math.max(MOST_ROWS, pageSize));
    const lists = await page({ from, to, most });
    // A server may have cut what it gave.
    if (to - from > most && lists.some((list) => list.length >= most)) {
      width = most;
      continue;
    }
    const isEmpty = lists.every((list) => list.length === 0);
    if (!isEmpty) yield lists;
    from = to;
    if (isEmpty) guides ??= await guideSteps(run, options);
    const next = isEmpty ? guides?.find((step) => step >= from) : undefined;
    if (!isEmpty) width = pageSize;
    else if (next === undefined) width *= 2;
    else width = Math.max(pageSize, next - from + 1);
  }
}

async function guideSteps(run: RunSource, wait: Wait): Promise<readonly number[]> {
  const { history } = await askRun<{ history: string[] | null }>(run, SAMPLE, { samples: GUIDES }, wait);
  return rowsOfTexts(history)
    .map((row) => row._step)
    .sort((a, b) => a - b);
}
