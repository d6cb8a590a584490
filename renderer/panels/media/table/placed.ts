import type { TableAnswer, TableColumn, TableFile, TableGroup, TableRow } from '#shared/api';
import { TABLE_BLOCK, type TableBlocks } from '#ui/data';

/** What a source is called, and its colour. */
export interface SourceName {
  readonly label: string;
  readonly color: string;
}

/** What stands at a place of the order. */
export interface Placed {
  readonly row?: TableRow | undefined;
  readonly group?: TableGroup | undefined;
  /** What it came with. */
  readonly answer?: TableAnswer | undefined;
}

const NO_FILES: ReadonlyMap<string, TableFile> = new Map();
const filesOf = new WeakMap<TableAnswer, Map<number, Map<string, TableFile>>>();

/** The files of one source in an answer, by path. */
function filesIn(answer: TableAnswer, source: number): ReadonlyMap<string, TableFile> {
  let known = filesOf.get(answer);
  if (known === undefined) {
    known = new Map();
    for (const file of answer.files) {
      const own = known.get(file.source) ?? new Map<string, TableFile>();
      own.set(file.path, file);
      known.set(file.source, own);
    }
    filesOf.set(answer, known);
  }
  return known.get(source) ?? NO_FILES;
}

/** The row or group at a place of the order; nothing while its block is on its way. */
export function rowAt({ blocks }: TableBlocks, place: number): Placed {
  const answer = blocks.get(Math.floor(place / TABLE_BLOCK));
  if (answer === undefined) return {};
  const at = place % TABLE_BLOCK;
  return answer.groups === undefined ? { row: answer.rows[at], answer } : { group: answer.groups[at], answer };
}

/** The files that a cell may refer to. */
export function filesFor(
  answer: TableAnswer | undefined,
  column: TableColumn,
  row: TableRow | undefined,
): ReadonlyMap<string, TableFile> {
  return answer === undefined || row === undefined ? NO_FILES : filesIn(answer, column.source ?? row.source);
}

/** Of a join as the host says; side by side, when the other table has something else at this place. */
export function isDifferent({ row, answer }: Placed, column: TableColumn, other: Placed | undefined): boolean {
  if (row === undefined || answer === undefined) return false;
  const at = columnAt(answer, column.name);
  if (other === undefined) return row.differs?.includes(at) === true;
  if (other.answer === undefined) return false;
  const otherAt = columnAt(other.answer, column.name);
  return identityOf(other.row?.cells[otherAt]) !== identityOf(row.cells[at]);
}

/** Media are the same when their bytes are. */
function identityOf(cell: unknown): string {
  const digest = typeof cell === 'object' && cell !== null ? (cell as { sha256?: unknown }).sha256 : undefined;
  return typeof digest === 'string' ? digest : (JSON.stringify(cell) ?? '');
}

const placesOf = new WeakMap<readonly TableColumn[], ReadonlyMap<string, number>>();

/** Where the cells of a column stand in a row; -1: nowhere. */
export function columnAt({ columns }: TableAnswer, name: string): number {
  let places = placesOf.get(columns);
  if (places === undefined) placesOf.set(columns, (places = new Map(columns.map((column, i) => [column.name, i]))));
  return places.get(name) ?? -1;
}
