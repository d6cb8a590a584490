import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatNumber } from '#shared/units';
import { useBoard, type BoardStore } from '#ui/panels';
import { CellContent } from '../runs/cells.tsx';
import type { Column } from '../runs/columns.ts';
import type { GroupNode } from '../runs/group-tree.ts';
import { clickSort, sortMark } from '../runs/sort.ts';
import { parseSort, printSort } from '../runs/table-state.ts';
import type { TableRow } from '../runs/use-run-window.ts';
import { strings } from './strings.ts';
import type { ListedValues } from './use-listed.ts';
import styles from './workspace.module.css';

/** The names of the columns above the list; a click sorts by one. */
export function ListedHead({
  listed,
  store,
}: {
  readonly listed: ListedValues;
  readonly store: BoardStore;
}): ReactElement {
  const sort = parseSort(useBoard(store, (state) => state.body.sort));
  return (
    <div className={styles.listedHead}>
      <span className={styles.listed}>
        {listed.columns.map(({ id, label, ref }) => {
          const mark = sortMark(sort, ref);
          return (
            <button
              key={id}
              type="button"
              className={styles.listedName}
              title={strings.sortBy(label)}
              aria-pressed={mark !== undefined}
              onClick={(event) =>
                store
                  .getState()
                  .change((old) => ({ ...old, sort: printSort(clickSort(parseSort(old.sort), ref, event.shiftKey)) }))
              }
            >
              {mark === undefined ? undefined : mark.isDescending ? (
                <ArrowDown size={11} aria-hidden />
              ) : (
                <ArrowUp size={11} aria-hidden />
              )}
              <bdi>{label}</bdi>
            </button>
          );
        })}
      </span>
    </div>
  );
}

/** Tags, which filter the table by a click, are not listed. */
const noTag = (): void => undefined;

export interface RunValuesProps {
  readonly columns: readonly Column[];
  readonly row: TableRow['row'] | undefined;
  readonly ids: TableRow['ids'] | undefined;
}

/** What a run has in the columns of the list; nothing while its row is not there. */
export function RunValues({ columns, row, ids }: RunValuesProps): ReactElement {
  return (
    <span className={styles.listed}>
      {columns.map((column) => (
        <span key={column.id} className={styles.listedValue} data-column={column.id}>
          {row === undefined || ids === undefined ? undefined : (
            <CellContent column={column} row={row} ids={ids} onTag={noTag} />
          )}
        </span>
      ))}
    </span>
  );
}

/** The mean of a group in the columns of the list; what it stands on is said on hover. */
export function GroupValues({
  listed,
  node,
}: {
  readonly listed: ListedValues;
  readonly node: GroupNode;
}): ReactElement {
  return (
    <span className={styles.listed}>
      {listed.columns.map(({ id }) => {
        const place = listed.groupPlaces.get(id);
        const numbers = place === undefined ? undefined : node.numbers[place];
        return (
          <span
            key={id}
            className={styles.listedValue}
            data-column={id}
            title={numbers === undefined ? undefined : strings.meanOf(numbers)}
          >
            {numbers === undefined ? undefined : formatNumber(numbers.mean)}
          </span>
        );
      })}
    </span>
  );
}
