import type { Column, ColumnId } from './columns.ts';
import { orderedColumns, shownColumns, type ColumnSetting, type TableState } from './table-state.ts';

/**
 * Settings in which the shown columns have their present order spelt out, so that one of them can be moved. Hidden and
 * untouched ones keep their settings.
 */
function spelledOut(all: readonly Column[], state: TableState): readonly ColumnSetting[] {
  const touched = new Map(state.columns.map((setting) => [setting.id, setting]));
  const shown = shownColumns(all, state).shown.map(({ id }) => touched.get(id) ?? { id, isHidden: false });
  const ids = new Set(shown.map((setting) => setting.id));
  return [...shown, ...state.columns.filter((setting) => !ids.has(setting.id))];
}

/** Leaves out plain columns at the end that stand there by themselves, so that addresses stay short. */
function trimmed(all: readonly Column[], state: TableState, list: readonly ColumnSetting[]): readonly ColumnSetting[] {
  const natural = new Map(shownColumns(all, { ...state, columns: [] }).shown.map((column, i) => [column.id, i]));
  const shown = list.filter((setting) => !setting.isHidden);
  const hidden = list.filter((setting) => setting.isHidden);
  let end = shown.length;
  let next = Infinity;
  while (end > 0) {
    const setting = shown[end - 1];
    const place = setting === undefined ? undefined : natural.get(setting.id);
    if (setting === undefined || setting.width !== undefined || place === undefined || place >= next) break;
    next = place;
    end -= 1;
  }
  return [...shown.slice(0, end), ...hidden];
}

/** Puts a column before another one. */
export function moveBefore(
  all: readonly Column[],
  state: TableState,
  id: ColumnId,
  before: ColumnId,
): readonly ColumnSetting[] {
  const list = spelledOut(all, state);
  const moved = list.find((setting) => setting.id === id);
  if (moved === undefined || id === before) return list;
  const others = list.filter((setting) => setting.id !== id);
  const at = others.findIndex((setting) => setting.id === before);
  return at < 0 ? list : trimmed(all, state, [...others.slice(0, at), moved, ...others.slice(at)]);
}

/** Moves a column by one place; the name stays the first. */
export function moveBy(
  all: readonly Column[],
  state: TableState,
  id: ColumnId,
  step: -1 | 1,
): readonly ColumnSetting[] {
  const list = spelledOut(all, state);
  const shownCount = shownColumns(all, state).shown.length;
  const at = list.findIndex((setting) => setting.id === id);
  const moved = list[at];
  const to = at + step;
  if (moved === undefined || to < 1 || to >= shownCount) return list;
  const others = list.filter((_, index) => index !== at);
  return trimmed(all, state, [...others.slice(0, to), moved, ...others.slice(to)]);
}

/** Shows or hides columns; what is brought in stands at the end of what was touched. */
export function showColumns(
  all: readonly Column[],
  state: TableState,
  ids: readonly ColumnId[],
  isShown: boolean,
): readonly ColumnSetting[] {
  const wanted = new Set(ids);
  const order = orderedColumns(all, state).map((column) => column.id);
  const known = new Map(state.columns.map((setting) => [setting.id, setting]));
  const changed = state.columns.map((setting) =>
    wanted.has(setting.id) ? { ...setting, isHidden: !isShown } : setting,
  );
  const added = order.filter((id) => wanted.has(id) && !known.has(id)).map((id) => ({ id, isHidden: !isShown }));
  if (state.columns.length > 0) return [...changed, ...added];
  // The first touch must not pull a column to the front: hidden ones have no place to care about, shown ones get the end.
  return isShown
    ? [...spelledOut(all, state), ...added.filter(({ id }) => !spelledOut(all, state).some((one) => one.id === id))]
    : added;
}

/** Shows a column right behind another one. */
export function showBehind(
  all: readonly Column[],
  state: TableState,
  id: ColumnId,
  behind: ColumnId,
): readonly ColumnSetting[] {
  const known = state.columns.find((setting) => setting.id === id);
  const others = spelledOut(all, state).filter((setting) => setting.id !== id);
  const at = others.findIndex((setting) => setting.id === behind) + 1;
  return trimmed(all, state, [...others.slice(0, at), { ...known, id, isHidden: false }, ...others.slice(at)]);
}

/** Sets the width of one column. */
export function resizeColumn(
  all: readonly Column[],
  state: TableState,
  id: ColumnId,
  width: number,
): readonly ColumnSetting[] {
  const clamped = Math.round(Math.max(56, Math.min(720, width)));
  const list = spelledOut(all, state).map((setting) => (setting.id === id ? { ...setting, width: clamped } : setting));
  return trimmed(all, state, list);
}
