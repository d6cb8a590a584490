import { Problem } from '#shared/errors';
import type { TableCondition } from '#shared/api';
import { type Column, type Table, textOf } from './columns.ts';

/** The rows that pass all conditions and contain the text, in order. Errors: `input.invalid` names the condition. */
export function filterRows(table: Table, where: readonly TableCondition[], text: string): Uint32Array {
  const tests = where.map((condition) => testOf(table, condition));
  const needle = text.trim().toLowerCase();
  const kept = new Uint32Array(table.rowCount);
  let n = 0;
  for (let row = 0; row < table.rowCount; row++) {
    if (tests.every((test) => test(row)) && (needle === '' || hasText(table.columns, row, needle))) kept[n++] = row;
  }
  return kept.subarray(0, n);
}

function hasText(columns: readonly Column[], row: number, needle: string): boolean {
  return columns.some((column) => {
    if (column.type === 'number') {
      const number = column.numbers[row] ?? NaN;
      return !Number.isNaN(number) && String(number).includes(needle);
    }
    return (
      textOf(column.values[row] ?? null)
        ?.toLowerCase()
        .includes(needle) === true
    );
  });
}

function testOf(table: Table, condition: TableCondition): (row: number) => boolean {
  const column = table.columns.find((one) => one.name === condition.column);
  if (column === undefined) throw refusal('column', 'a column of the table', condition.column);
  const { op, value = '' } = condition;
  if (column.type === 'number') return numberTest(column.numbers, op, value);
  const { values } = column;
  const wanted = value.toLowerCase();
  const read = (row: number): string | undefined => textOf(values[row] ?? null);
  switch (op) {
    case 'missing':
      return (row) => read(row) === undefined;
    case 'present':
      return (row) => read(row) !== undefined;
    case '=':
      return (row) => read(row) === value;
    case '!=':
      return (row) => read(row) !== value;
    case 'contains':
      return (row) => read(row)?.toLowerCase().includes(wanted) === true;
    case '<':
      return (row) => (read(row) ?? '￿') < value;
    case '<=':
      return (row) => (read(row) ?? '￿') <= value;
    case '>':
      return (row) => (read(row) ?? '') > value;
    case '>=':
      return (row) => read(row) !== undefined && (read(row) ?? '') >= value;
  }
}

function numberTest(numbers: Float64Array, op: TableCondition['op'], value: string): (row: number) => boolean {
  const at = (row: number): number => numbers[row] ?? NaN;
  if (op === 'missing') return (row) => Number.isNaN(at(row));
  if (op === 'present') return (row) => !Number.isNaN(at(row));
  if (op === 'contains') return (row) => !Number.isNaN(at(row)) && String(at(row)).includes(value);
  const wanted = Number(value);
  if (value.trim() === '' || Number.isNaN(wanted))
    throw refusal('value', 'a number, as the column holds numbers', value);
  switch (op) {
    case '=':
      return (row) => at(row) === wanted;
    case '!=':
      return (row) => at(row) !== wanted;
    case '<':
      return (row) => at(row) < wanted;
    case '<=':
      return (row) => at(row) <= wanted;
    case '>':
      return (row) => at(row) > wanted;
    case '>=':
      return (row) => at(row) >= wanted;
  }
}

function refusal(field: string, expected: string, got: string): Problem {
  return new Problem('input.invalid', { field, expected, got: got.slice(0, 60) });
}
