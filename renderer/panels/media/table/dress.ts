import type { TableAnswer, TableColumn, TableRow } from '#shared/api';

/** How a cell is shown, where it is more than its value: what is left out is as in any table. */
export interface DressedCell {
  /** Instead of the value, which is then the tip. */
  readonly words?: string;
  /** Where a click leads. */
  readonly href?: string;
  /** Of the dot before it. */
  readonly color?: string | undefined;
}

/** Dresses cells of a table that is known; undefined = as it is. Keep its identity: rows are drawn anew with another one. */
export type Dress = (answer: TableAnswer, row: TableRow, column: TableColumn) => DressedCell | undefined;
