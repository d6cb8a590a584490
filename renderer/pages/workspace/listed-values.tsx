import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunRow } from '#shared/api';
import { formatNumber } from '#shared/units';
import { useNow } from '#ui/data';
import { useBoard, type BoardStore } from '#ui/panels';
import { CellContent, NowContext } from '../runs/cells.tsx';
import { columnId, describe } from '../runs/columns.ts';
import type { GroupNode } from '../runs/group-tree.ts';
import { clickSort, sortMark } from '../runs/sort.ts';
import { parseSort, printSort } from '../runs/table-state.ts';
import { strings } from './strings.ts';
import type { ListedValues } from './use-listed.ts';
import styles from './workspace.module.css';

const MINUTE_MS = 60_000;

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
        {listed.columns.map((ref) => {
          const { id, label } = describe(ref);
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

/** What a run has in the columns of the list. */
export function RunValues({
  listed,
  row,
}: {
  readonly listed: ListedValues;
  readonly row: RunRow | undefined;
}): ReactElement {
  const isLive = row?.head.state === 'running' && listed.columns.some(({ key }) => key === 'duration');
  const now = useNow(isLive ? 1000 : MINUTE_MS, true);
  return (
    <NowContext value={now}>
      <span className={styles.listed}>
        {listed.columns.map((ref) => {
          const column = describe(ref);
          return (
            <span key={column.id} className={styles.listedValue} data-column={column.id}>
              {row === undefined ? undefined : (
                <CellContent column={column} row={row} ids={listed.places} onTag={() => undefined} />
              )}
            </span>
          );
        })}
      </span>
    </NowContext>
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
      {listed.columns.map((ref) => {
        const id = columnId(ref);
        const place = listed.places.get(id);
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
