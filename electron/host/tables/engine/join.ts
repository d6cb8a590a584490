import type { TableJoin } from '#shared/api';
import { Problem } from '#shared/errors';
import type { JsonValue } from '#shared/wire';
import { cellOf, type Column, type Table, textOf } from './columns.ts';

export interface JoinedTable {
  readonly table: Table;
  /** Of each column but the key: its source and its name there. */
  readonly origins: readonly ({ readonly source: number; readonly base: string } | undefined)[];
  readonly column: string;
  readonly choices: readonly string[];
}

/**
 * Puts rows of several tables beside each other by the cells of one column; see TableJoin. Rows stand in the order in
 * which their key is first met; rows without a key are left out. Errors: `input.invalid` names the column.
 */
export function joinTable(stacked: Table, join: TableJoin): JoinedTable {
  const keys = stacked.columns.filter((column) => column.type !== 'media' && column.type !== 'mixed');
  const key = join.column === '' ? keys[0] : stacked.columns.find((column) => column.name === join.column);
  if (key === undefined) {
    throw new Problem('input.invalid', {
      field: 'join',
      expected: 'a column of the table with numbers, texts or booleans',
      got: join.column.slice(0, 60),
    });
  }
  const sourceCount = stacked.starts.length - 1;
  let picks = pickRows(stacked, key, join.how);
  const bases = stacked.columns.filter((column) => column !== key);
  if (join.isDifferentOnly) {
    picks = picks.filter((rows) => bases.some((base) => rows.some((row) => !isSame(base, rows[0] ?? -1, row))));
  }
  const columns: Column[] = [
    pick(
      key,
      key.name,
      Int32Array.from(picks, (rows) => rows.find((row) => row >= 0) ?? -1),
    ),
  ];
  const origins: JoinedTable['origins'][number][] = [undefined];
  const names = new Set([key.name]);
  for (const base of bases) {
    for (let source = 0; source < sourceCount; source++) {
      if (!hasCells(base, stacked, source)) continue;
      let name = `${base.name}@${source + 1}`;
      while (names.has(name)) name = `${name}'`;
      names.add(name);
      columns.push(
        pick(
          base,
          name,
          Int32Array.from(picks, (rows) => rows[source] ?? -1),
        ),
      );
      origins.push({ source, base: base.name });
    }
  }
  const table = { columns, rowCount: picks.length, starts: [0, picks.length] };
  return { table, origins, column: key.name, choices: keys.map(({ name }) => name) };
}

/** Indexes of the cells of a joined row that are unlike that of the first source. */
export function differencesOf({ table, origins }: JoinedTable, row: number): number[] {
  const firsts = new Map<string, string | undefined>();
  const found: number[] = [];
  for (const [i, origin] of origins.entries()) {
    const column = table.columns[i];
    if (origin === undefined || column === undefined) continue;
    const text = identityOf(cellOf(column, row));
    if (origin.source === 0) firsts.set(origin.base, text);
    else if (firsts.get(origin.base) !== text) found.push(i);
  }
  return found;
}

/** For each joined row its row in each source, or -1. */
function pickRows(stacked: Table, key: Column, how: TableJoin['how']): readonly (readonly number[])[] {
  const sourceCount = stacked.starts.length - 1;
  const rows = new Map<string, number[]>();
  for (let source = 0; source < sourceCount; source++) {
    const seen = new Map<string, number>();
    for (let row = stacked.starts[source] ?? 0; row < (stacked.starts[source + 1] ?? 0); row++) {
      const text = textOf(cellOf(key, row));
      if (text === undefined) continue;
      const turn = seen.get(text) ?? 0;
      seen.set(text, turn + 1);
      const place = `${turn} ${text}`;
      let picks = rows.get(place);
      if (picks === undefined) rows.set(place, (picks = new Array<number>(sourceCount).fill(-1)));
      picks[source] = row;
    }
  }
  const all = [...rows.values()];
  return how === 'outer' ? all : all.filter((picks) => picks.every((row) => row >= 0));
}

function pick(column: Column, name: string, rows: Int32Array): Column {
  if (column.type === 'number') {
    const numbers = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) numbers[i] = column.numbers[rows[i] ?? -1] ?? NaN;
    return { name, type: 'number', numbers };
  }
  const { values } = column;
  return { name, type: column.type, values: Array.from(rows, (row): JsonValue => values[row] ?? null) };
}

function hasCells(column: Column, { starts }: Table, source: number): boolean {
  for (let row = starts[source] ?? 0; row < (starts[source + 1] ?? 0); row++)
    if (cellOf(column, row) !== null) return true;
  return false;
}

function isSame(column: Column, a: number, b: number): boolean {
  if (a === b) return true;
  const [x, y] = [a < 0 ? null : cellOf(column, a), b < 0 ? null : cellOf(column, b)];
  return identityOf(x) === identityOf(y);
}

/** Media are the same when their bytes are. */
function identityOf(value: JsonValue): string | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { sha256 } = value as { readonly sha256?: unknown };
    if (typeof sha256 === 'string') return sha256;
  }
  return textOf(value);
}
