import type { TableDerived } from '#shared/api';
import { type CellReader, checkFormula, compileFormula, type FormulaType } from '#shared/tables';
import type { JsonValue } from '#shared/wire';
import { type Column, type Table, toColumn } from './columns.ts';

export interface Derivation {
  readonly table: Table;
  /** Columns that could not be computed; all their cells are missing. */
  readonly faults: readonly { readonly name: string; readonly reason: string }[];
}

/** Puts computed columns behind the others, each from all before it. One fault costs its own column only. */
export function deriveColumns(table: Table, derived: readonly TableDerived[]): Derivation {
  const columns = [...table.columns];
  const faults: { name: string; reason: string }[] = [];
  for (const { name, formula } of derived) {
    if (columns.some((column) => column.name === name)) {
      faults.push({ name, reason: 'another column has this name' });
      continue;
    }
    const byName = new Map(columns.map((column) => [column.name, column]));
    const types = new Map(columns.map((column) => [column.name, formulaType(column)]));
    const checked = checkFormula(formula, types);
    if (checked.kind === 'error') {
      faults.push({ name, reason: checked.reason });
      columns.push({ name, type: 'text', values: new Array<JsonValue>(table.rowCount).fill(null) });
      continue;
    }
    const read = compileFormula(checked.formula, (column) => readerOf(byName.get(column)));
    if (checked.type === 'number') {
      const numbers = new Float64Array(table.rowCount);
      for (let row = 0; row < numbers.length; row++) numbers[row] = (read(row) as number | null) ?? NaN;
      columns.push({ name, type: 'number', numbers });
    } else {
      columns.push(
        toColumn(
          name,
          Array.from({ length: table.rowCount }, (_, row) => read(row) as JsonValue),
        ),
      );
    }
  }
  return { table: { ...table, columns }, faults };
}

function readerOf(column: Column | undefined): CellReader {
  if (column === undefined) return () => null;
  if (column.type !== 'number') return (row) => column.values[row] ?? null;
  // NaN is what is missing; expressions know it as such.
  return (row) => column.numbers[row] ?? null;
}

function formulaType({ type }: Column): FormulaType {
  return type === 'number' || type === 'text' || type === 'boolean' ? type : 'any';
}
