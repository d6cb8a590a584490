import { Download, Rows2, Rows3 } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import type { RunQuery } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useData } from '#ui/data';
import { Button, IconButton, Menu, SearchField } from '#ui/widgets';
import { ColumnManager } from './column-manager.tsx';
import { moveBefore, moveBy, showColumns } from './column-moves.ts';
import type { Column } from './columns.ts';
import type { ExportFormat } from './export-text.ts';
import { FilterButton } from './filter-button.tsx';
import { GroupChooser } from './group-chooser.tsx';
import { toggledForAll } from './group-rows.ts';
import type { GroupNode } from './group-tree.ts';
import { PivotDialog } from './pivot-dialog.tsx';
import { exportEntries } from './run-acts.ts';
import type { ShownColumn } from './grid.tsx';
import styles from './runs.module.css';
import { strings } from './strings.ts';
import { DEFAULT_STATE, orderedColumns, type TableState } from './table-state.ts';

export interface ToolbarProps {
  readonly project: ProjectPath;
  readonly state: TableState;
  readonly change: (fields: Partial<TableState> | ((state: TableState) => Partial<TableState>)) => void;
  readonly all: readonly Column[];
  readonly shown: readonly ShownColumn[];
  readonly cutCount: number;
  readonly total: number | undefined;
  /** undefined = runs are not grouped. */
  readonly tree: readonly GroupNode[] | undefined;
  readonly runCount: number | undefined;
  readonly error: unknown;
  readonly filterFor: { readonly isOpen: boolean; readonly column?: Column };
  readonly onFilterFor: (filterFor: { isOpen: boolean; column?: Column }) => void;
  readonly query: Pick<RunQuery, 'filter' | 'search'>;
  readonly onExport: (format: ExportFormat) => void;
}

/** Search, filter, counts, columns, density, export. */
export function Toolbar(props: ToolbarProps): ReactElement {
  const { state, change, all, shown, cutCount, total, tree, runCount, filterFor, onFilterFor } = props;
  const [isPivoting, setPivoting] = useState(false);
  const density = state.isCompact ? strings.roomy : strings.compact;
  return (
    <div className={styles.tools}>
      <RunSearch state={state} change={change} error={props.error} />
      <FilterButton
        project={props.project}
        columns={orderedColumns(all, state)}
        filter={state.filter}
        onFilter={(filter) => change({ filter })}
        isOpen={filterFor.isOpen}
        onOpen={(isOpen) => onFilterFor({ isOpen })}
        startWith={filterFor.column}
      />
      <GroupChooser columns={all} by={state.groupBy} onBy={(groupBy) => change({ groupBy, toggledGroups: [] })}>
        {tree === undefined ? undefined : (
          <>
            <Button size="small" onClick={() => change({ toggledGroups: toggledForAll(tree, true) })}>
              {strings.expandGroups}
            </Button>
            <Button size="small" onClick={() => change({ toggledGroups: toggledForAll(tree, false) })}>
              {strings.foldGroups}
            </Button>
          </>
        )}
      </GroupChooser>
      <span className={styles.count} role="status">
        {total === undefined ? '' : strings.count(total, Math.max(runCount ?? total, total))}
      </span>
      <span className={styles.spring} />
      <ColumnManager
        sets={{ project: props.project, shown: state, onChoose: change }}
        columns={orderedColumns(all, state)}
        shown={new Set(shown.map((column) => column.id))}
        cutCount={cutCount}
        onShow={(ids, isShown) => change((before) => ({ columns: showColumns(all, before, ids, isShown) }))}
        onMove={(id, target) => change((before) => ({ columns: moveBefore(all, before, id, target) }))}
        onStep={(id, step) => change((before) => ({ columns: moveBy(all, before, id, step) }))}
        onShowRest={(isShown) =>
          change((before) => ({
            columns: isShown ? before.columns.filter((setting) => !setting.isHidden) : [],
            isRestShown: isShown,
          }))
        }
        onReset={() => change({ columns: DEFAULT_STATE.columns, isRestShown: true })}
      />
      <IconButton
        label={density}
        aria-pressed={state.isCompact}
        onClick={() => change({ isCompact: !state.isCompact })}
      >
        {state.isCompact ? <Rows2 size={15} aria-hidden /> : <Rows3 size={15} aria-hidden />}
      </IconButton>
      <Menu
        align="end"
        entries={[
          ...exportEntries(props.onExport),
          ...(tree === undefined
            ? []
            : [{ kind: 'action' as const, label: strings.pivot, run: () => setPivoting(true) }]),
        ]}
        trigger={
          <IconButton label={strings.export} disabled={(total ?? 0) === 0}>
            <Download size={15} aria-hidden />
          </IconButton>
        }
      />
      {isPivoting ? (
        <PivotDialog
          project={props.project}
          query={props.query}
          by={state.groupBy}
          columns={all.filter(isMeasured)}
          start={shown.filter((column) => isMeasured(column) && isResult(column)).slice(0, 3)}
          onClose={() => setPivoting(false)}
        />
      ) : undefined}
    </div>
  );
}

function isMeasured(column: Column): boolean {
  return column.type === 'number' || column.type === 'mixed' || column.type === 'duration';
}

/** What came out of a run, not what went into it. */
function isResult({ ref }: Column): boolean {
  return ref.kind === 'summary' || ref.kind === 'metric';
}

const TYPING_MS = 120;

/** The field follows the keys at once; the query follows the field when the typing pauses. */
function RunSearch({ state, change, error }: Pick<ToolbarProps, 'state' | 'change' | 'error'>): ReactElement {
  const { clock } = useData();
  const [text, setText] = useState(state.search.text);
  const cancel = useRef<(() => void) | undefined>(undefined);
  const [known, setKnown] = useState(state.search.text);
  // Changed from elsewhere (cleared, another view), not by this field.
  if (known !== state.search.text) {
    setKnown(state.search.text);
    setText(state.search.text);
  }
  const type = (next: string): void => {
    setText(next);
    cancel.current?.();
    cancel.current = clock.after(TYPING_MS, () => {
      setKnown(next);
      change((before) => ({ search: { ...before.search, text: next } }));
    });
  };
  const problem = error === undefined || error === null ? undefined : asProblem(error);
  const isBadPattern = state.search.isRegex && state.search.text !== '' && problem?.code === 'filter.invalid';
  return (
    <SearchField
      label={strings.search}
      value={text}
      onValue={type}
      isRegex={state.search.isRegex}
      onRegex={(isRegex) => change((before) => ({ search: { ...before.search, isRegex } }))}
      error={isBadPattern ? problem.message : undefined}
      className={styles.search}
    />
  );
}
