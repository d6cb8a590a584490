import { ArrowDown, ArrowDownUp, ArrowUp, X } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { useBoard, type BoardStore, type RunGrouping } from '#ui/panels';
import { Button, IconButton, Popover, Switch, useCommands } from '#ui/widgets';
import { ColumnPicker } from '../runs/column-picker.tsx';
import { allColumns, describe, type Column } from '../runs/columns.ts';
import { FilterButton } from '../runs/filter-button.tsx';
import { GroupChooser } from '../runs/group-chooser.tsx';
import { printFilter } from '../runs/filter-text.ts';
import { parseSort, printSort } from '../runs/table-state.ts';
import { filterOf } from './run-query.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

export interface SelectorToolsProps {
  readonly project: ProjectPath;
  readonly store: BoardStore;
}

/** Filter, grouping and order of the runs beside the charts. */
export function SelectorTools({ project, store }: SelectorToolsProps): ReactElement {
  const keys = useProjectKeys(project);
  const columns = useMemo(() => allColumns(keys.data), [keys.data]);
  const text = useBoard(store, (state) => state.body.filter);
  const [isOpen, setOpen] = useState(false);
  const filter = useMemo(() => filterOf({ search: { text: '', isRegex: false }, filter: text, sort: '' }), [text]);
  useCommands([{ id: 'runs.filter', title: 'Filter runs', group: strings.runs, keys: 'f', run: () => setOpen(true) }]);
  return (
    <div className={styles.tools}>
      <FilterButton
        project={project}
        columns={columns}
        filter={filter}
        onFilter={(next) =>
          store
            .getState()
            .change((old) => ({ ...old, filter: next === undefined ? '' : printFilter(next) }), 'run filter')
        }
        isOpen={isOpen}
        onOpen={setOpen}
        size="small"
      />
      <GroupButton columns={columns} store={store} />
      <SortButton columns={columns} store={store} />
    </div>
  );
}

interface ToolProps {
  readonly columns: readonly Column[];
  readonly store: BoardStore;
}

/** The keys by which runs are taken together, in order. */
function GroupButton({ columns, store }: ToolProps): ReactElement {
  const { by, isHiddenLeftOut } = useBoard(store, (state) => state.body.grouping);
  const set = (part: Partial<RunGrouping>): void =>
    store.getState().change((old) => ({ ...old, grouping: { ...old.grouping, ...part } }));
  return (
    <GroupChooser columns={columns} by={by} onBy={(next) => set({ by: next, expanded: [] })} size="small">
      <Switch
        label={strings.leaveHiddenOut}
        isOn={isHiddenLeftOut}
        onToggle={(isOn) => set({ isHiddenLeftOut: isOn })}
      />
    </GroupChooser>
  );
}

/** The order of the runs, by one column or several. */
function SortButton({ columns, store }: ToolProps): ReactElement {
  const text = useBoard(store, (state) => state.body.sort);
  const sort = parseSort(text);
  const set = (next: typeof sort): void => store.getState().change((old) => ({ ...old, sort: printSort(next) }));
  return (
    <Popover
      label={strings.sortTitle}
      className={styles.pop}
      trigger={
        <Button size="small" icon={<ArrowDownUp size={14} aria-hidden />} data-on={sort.length > 0 ? '' : undefined}>
          {strings.sort}
        </Button>
      }
    >
      <h2 className={styles.popTitle}>{strings.sortTitle}</h2>
      {sort.length === 0 ? <p className={styles.popText}>{strings.newestFirst}</p> : undefined}
      {sort.map((key, i) => {
        const { label, id } = describe(key.column);
        const turn = (): void =>
          set(sort.map((one, at) => (at === i ? { ...one, isDescending: !one.isDescending } : one)));
        return (
          <div key={id} className={styles.popRow}>
            <span title={label}>{label}</span>
            <IconButton label={key.isDescending ? 'Highest first' : 'Lowest first'} size="small" onClick={turn}>
              {key.isDescending ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />}
            </IconButton>
            <IconButton
              label={`No longer by ${label}`}
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
    </Popover>
  );
}
