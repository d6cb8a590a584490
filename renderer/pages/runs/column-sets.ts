import type { SavedView } from '#shared/api';
import { parseColumns, printColumns, type ColumnSetting, type TableState } from './table-state.ts';

/** Scope of saved column sets among a project's views. */
export const SET_SCOPE = 'runs-columns';
const MOST_NAME_CHARS = 80;

/** Which columns, in which order and width, under a name. */
export interface ColumnSet {
  /** Of the view that keeps it. */
  readonly id: string;
  readonly name: string;
  readonly columns: readonly ColumnSetting[];
  readonly isRestShown: boolean;
}

type Shown = Pick<TableState, 'columns' | 'isRestShown'>;

/** The project's column sets by name; views that are none, or of a later version, are left out. */
export function columnSets(views: readonly SavedView[]): ColumnSet[] {
  return views.flatMap(({ id, scope, name, body }) => {
    if (scope !== SET_SCOPE || typeof body !== 'object' || body === null) return [];
    const { version, columns, isRestShown } = body as { version?: unknown; columns?: unknown; isRestShown?: unknown };
    if (version !== 1 || typeof columns !== 'string') return [];
    return [{ id, name, columns: parseColumns(columns), isRestShown: isRestShown === true }];
  });
}

/** The view that keeps what is shown under a name; the same name again replaces it. */
export function setView(name: string, { columns, isRestShown }: Shown): Omit<SavedView, 'updatedAt'> {
  const plain = name.trim().slice(0, MOST_NAME_CHARS);
  const body = { version: 1, columns: printColumns(columns), isRestShown };
  return { id: `${SET_SCOPE}:${encodeURIComponent(plain)}`, scope: SET_SCOPE, name: plain, body };
}

/** True when the table shows just this set. */
export function isShownSet(set: Shown, shown: Shown): boolean {
  return set.isRestShown === shown.isRestShown && printColumns(set.columns) === printColumns(shown.columns);
}
