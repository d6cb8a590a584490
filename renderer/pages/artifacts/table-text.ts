/** A table as it is shown: names of columns and rows of texts, all rows as long as `columns`. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads comma or tab separated values with quotes; the first line names the columns. */
export function readSeparated(text: string, separator: ',' | '\t'): TextTable {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (c === '"' && cell === '') isQuoted = true;
    else if (c === separator) endCell();
    else if (c === '\n') endRow();
    else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) endRow();
  return squared(rows[0] ?? [], rows.slice(1));
}

/** Ragged rows get empty cells; cells beyond the columns get columns of their own, so that nothing is hidden. */
function squared(columns: readonly string[], rows: readonly (readonly string[])[]): TextTable {
  const width = rows.reduce((most, row) => Math.max(most, row.length), columns.length);
  const fill = (cells: readonly string[]): readonly string[] =>
    cells.length === width ? cells : Array.from({ length: width }, (_, i) => cells[i] ?? '');
  return { columns: fill(columns), rows: rows.map(fill) };
}
