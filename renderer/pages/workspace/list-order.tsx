import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useBoard, type BoardStore } from '#ui/panels';
import { IconButton } from '#ui/widgets';
import { ColumnPicker } from '../runs/column-picker.tsx';
import { describe, type Column } from '../runs/columns.ts';
import { parseSort, printSort } from '../runs/table-state.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

export interface ListOrderProps {
  readonly columns: readonly Column[];
  readonly store: BoardStore;
}

/** The columns by which the list of runs is sorted. */
export function ListOrder({ columns, store }: ListOrderProps): ReactElement {
  const text = useBoard(store, (state) => state.body.sort);
  const sort = parseSort(text);
  const set = (next: typeof sort): void => store.getState().change((old) => ({ ...old, sort: printSort(next) }));
  return (
    <>
      <h2 className={styles.popTitle}>{strings.sortTitle}</h2>
      {sort.length === 0 ? <p className={styles.popText}>{strings.newestFirst}</p> : undefined}
      {sort.map((key, i) => {
        const { label, id } = describe(key.column);
        const turn = (): void =>
          set(sort.map((one, at) => (at === i ? { ...one, isDescending: !one.isDescending } : one)));
        return (
          <div key={id} className={styles.popRow}>
            <span title={label}>{label}</span>
            <IconButton
              label={key.isDescending ? strings.highestFirst : strings.lowestFirst}
              size="small"
              onClick={turn}
            >
              {key.isDescending ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />}
            </IconButton>
            <IconButton
              label={strings.unsort(label)}
              size="small"
              onClick={() => set(sort.filter((_, at) => at !== i))}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </div>
        );
      })}
      <ColumnPicker
        columns={columns}
        value={undefined}
        onValue={(column) => set([...sort, { column: column.ref, isDescending: true }])}
      />
    </>
  );
}
