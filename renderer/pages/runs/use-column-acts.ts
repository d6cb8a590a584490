import type { RefObject } from 'react';
import { textScale, type MenuEntry } from '#ui/widgets';
import { directionOf } from './baseline.ts';
import { moveBefore, moveBy, resizeColumn, showBehind, showColumns } from './column-moves.ts';
import { columnId, type Column } from './columns.ts';
import type { HeaderActs } from './grid-header.tsx';
import type { ShownColumn } from './grid.tsx';
import { clickSort, setSort, sortMark } from './sort.ts';
import { strings } from './strings.ts';
import { shownColumns, type TableState } from './table-state.ts';

export interface ColumnActsInput {
  readonly all: readonly Column[];
  readonly state: TableState;
  readonly change: (fields: (state: TableState) => Partial<TableState>) => void;
  readonly page: RefObject<HTMLElement | null>;
  readonly onFilter: (column: Column) => void;
  readonly onSelectAll: (isSelected: boolean) => void;
}

/** What a header can do, by click, drag, keyboard and menu. */
export function useColumnActs(input: ColumnActsInput): {
  readonly header: HeaderActs;
  readonly menu: (column: ShownColumn) => readonly MenuEntry[];
} {
  const { all, state, change, page, onFilter, onSelectAll } = input;
  // The table is drawn at the person's size of text; what is kept is the width at the normal one.
  const setWidth = (column: ShownColumn, drawnPx: number): void =>
    change((before) => ({ columns: resizeColumn(all, before, column.id, drawnPx / textScale()) }));
  const header: HeaderActs = {
    onSort: (column, isAdding) => change((before) => ({ sort: clickSort(before.sort, column.ref, isAdding) })),
    onWidth: setWidth,
    onFit: (column) => setWidth(column, fittingWidth(page.current, column)),
    onMove: (id, target) => change((before) => ({ columns: moveBefore(all, before, id, target) })),
    onStep: (column, step) => change((before) => ({ columns: moveBy(all, before, column.id, step) })),
    onSelectAll,
  };
  const menu = (column: ShownColumn): readonly MenuEntry[] => {
    const mark = sortMark(state.sort, column.ref);
    const isName = column.id === 'run:displayName';
    return [
      { kind: 'heading', label: column.label },
      {
        kind: 'action',
        label: strings.sortDescending,
        run: () => change(() => ({ sort: [{ column: column.ref, isDescending: true }] })),
      },
      {
        kind: 'action',
        label: strings.sortAscending,
        run: () => change(() => ({ sort: [{ column: column.ref, isDescending: false }] })),
      },
      ...(mark === undefined && state.sort.length > 0
        ? [
            {
              kind: 'action' as const,
              label: strings.sortAlso,
              run: () => change((before) => ({ sort: setSort(before.sort, column.ref, true) })),
            },
          ]
        : []),
      ...(mark === undefined
        ? []
        : [
            {
              kind: 'action' as const,
              label: strings.unsort,
              run: () => change((before) => ({ sort: setSort(before.sort, column.ref, undefined) })),
            },
          ]),
      ...directionEntries(column, state, change),
      { kind: 'separator' },
      ...statEntries(column, input),
      { kind: 'action', label: strings.filterBy, run: () => onFilter(column) },
      { kind: 'action', label: strings.fitColumn, run: () => header.onFit(column) },
      {
        kind: 'action',
        label: strings.moveLeft,
        keys: 'Alt+ArrowLeft',
        isDisabled: isName,
        run: () => header.onStep(column, -1),
      },
      {
        kind: 'action',
        label: strings.moveRight,
        keys: 'Alt+ArrowRight',
        isDisabled: isName,
        run: () => header.onStep(column, 1),
      },
      {
        kind: 'action',
        label: strings.hideColumn,
        isDisabled: isName,
        run: () => change((before) => ({ columns: showColumns(all, before, [column.id], false) })),
      },
    ];
  };
  return { header, menu };
}

/** Brings the best of a key, or the ends that it reached, in beside one of its columns. */
function statEntries(
  column: ShownColumn,
  { all, state, change }: Pick<ColumnActsInput, 'all' | 'state' | 'change'>,
): readonly MenuEntry[] {
  const { ref } = column;
  if (ref.kind !== 'summary' && ref.kind !== 'metric') return [];
  const shown = new Set(shownColumns(all, state).shown.map(({ id }) => id));
  const offered = (['best', 'min', 'max'] as const).flatMap((stat) => {
    const id = columnId({ kind: 'metric', key: ref.key, stat });
    return shown.has(id) || !all.some((one) => one.id === id) ? [] : [{ id, label: strings.showStat[stat] }];
  });
  return offered.map(({ id, label }) => ({
    kind: 'action',
    label,
    run: () => change((before) => ({ columns: showBehind(all, before, id, column.id) })),
  }));
}

/** What better means in a column of numbers; asked for once there is a run to measure by. */
function directionEntries(
  column: ShownColumn,
  { baseline, directions }: TableState,
  change: ColumnActsInput['change'],
): readonly MenuEntry[] {
  const isMeasured = column.ref.kind !== 'run' && (column.type === 'number' || column.type === 'mixed');
  if (baseline === '' || !isMeasured) return [];
  const now = directionOf(column, directions);
  return [
    { kind: 'separator' },
    ...(['max', 'min', 'none'] as const).map((direction): MenuEntry => ({
      kind: 'action',
      label: strings.directions[direction],
      isChecked: now === direction,
      run: () => change((before) => ({ directions: { ...before.directions, [column.id]: direction } })),
    })),
  ];
}

/** Padding of a cell, and room for the sort mark and the row's buttons. */
const CELL_ROOM_PX = 26;
const NAME_ROOM_PX = 130;

/** As wide as the widest text in sight, the header included. */
function fittingWidth(page: HTMLElement | null, column: ShownColumn): number {
  const isName = column.id === 'run:displayName';
  const id = CSS.escape(column.id);
  const cells = page?.querySelectorAll<HTMLElement>(`[data-cell="${id}"] ${isName ? 'a' : 'span'}`) ?? [];
  const head = page?.querySelectorAll<HTMLElement>(`[data-column="${id}"] button > span`) ?? [];
  const widths = [...cells].map(isName ? textWidth : (cell) => cell.scrollWidth);
  const widest = Math.max(0, ...widths, ...[...head].map((label) => label.scrollWidth));
  return widest + (isName ? NAME_ROOM_PX : CELL_ROOM_PX) * textScale();
}

/** The width of an element's text on one line, in pixels: a name that was cut does not tell it by its boxes. */
function textWidth(element: HTMLElement): number {
  const whole = element.cloneNode() as HTMLElement;
  whole.textContent = element.textContent;
  Object.assign(whole.style, { position: 'absolute', visibility: 'hidden', width: 'max-content', whiteSpace: 'pre' });
  element.after(whole);
  const width = Math.ceil(whole.getBoundingClientRect().width);
  whole.remove();
  return width;
}
