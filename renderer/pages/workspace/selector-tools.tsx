import { ArrowDownUp, Palette } from 'lucide-react';
import { lazy, Suspense, useMemo, useState, type ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { useBoard, type BoardStore, type RunGrouping } from '#ui/panels';
import { Button, Popover, Switch, useCommands } from '#ui/widgets';
import { allColumns, type Column } from '../runs/columns.ts';
import { FilterButton } from '../runs/filter-button.tsx';
import { GroupChooser } from '../runs/group-chooser.tsx';
import { printFilter } from '../runs/filter-text.ts';
import type { ListLookProps } from './list-look.tsx';
import { filterOf, type RunSearch } from './run-query.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

const ListOrder = lazy(async () => ({ default: (await import('./list-order.tsx')).ListOrder }));
const ListLook = lazy(async () => ({ default: (await import('./list-look.tsx')).ListLook }));

export interface SelectorToolsProps {
  readonly project: ProjectPath;
  readonly store: BoardStore;
  readonly search: RunSearch;
}

/** Filter, grouping, order and look of the runs beside the charts. */
export function SelectorTools({ project, store, search }: SelectorToolsProps): ReactElement {
  const keys = useProjectKeys(project);
  const columns = useMemo(() => allColumns(keys.data), [keys.data]);
  const text = useBoard(store, (state) => state.body.filter);
  const [isOpen, setOpen] = useState(false);
  const filter = useMemo(() => filterOf({ search: { text: '', isRegex: false }, filter: text, sort: '' }), [text]);
  useCommands([
    { id: 'runs.filter', title: strings.filterRuns, group: strings.runs, keys: 'f', run: () => setOpen(true) },
  ]);
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
      <LookButton project={project} columns={columns} store={store} search={search} />
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
  const isSorted = useBoard(store, (state) => state.body.sort !== '');
  return (
    <Popover
      label={strings.sortTitle}
      className={styles.pop}
      trigger={
        <Button size="small" icon={<ArrowDownUp size={14} aria-hidden />} data-on={isSorted ? '' : undefined}>
          {strings.sort}
        </Button>
      }
    >
      <Suspense>
        <ListOrder columns={columns} store={store} />
      </Suspense>
    </Popover>
  );
}

/** What stands in the list beside names, and in which colours. */
function LookButton(props: ListLookProps): ReactElement {
  return (
    <Popover
      label={strings.look}
      className={styles.pop}
      trigger={
        // A tooltip of its own would stand over the names of the columns when the focus comes back.
        <Button
          size="small"
          kind="ghost"
          aria-label={strings.look}
          title={strings.look}
          icon={<Palette size={14} aria-hidden />}
        />
      }
    >
      <Suspense>
        <ListLook {...props} />
      </Suspense>
    </Popover>
  );
}
