import { useDeferredValue, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { TableForm, TableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { TABLE_BLOCK, useTableBlocks, type TableBlocks, type TableQuestion } from '#ui/data';
import { Button, ErrorNotice } from '#ui/widgets';
import { PanelMessage } from '../../frame/panel-frame.tsx';
import mediaStyles from '../media.module.css';
import type { TableConfig } from './config.ts';
import type { Dress } from './dress.ts';
import { PlotView } from './lazy-plot.tsx';
import type { SourceName } from './placed.ts';
import { RowDialog } from './row-dialog.tsx';
import { strings } from './strings.ts';
import { TableGrid } from './table-grid.tsx';
import styles from './table.module.css';
import { Toolbar } from './toolbar.tsx';
import { useWanted } from './use-wanted.ts';

/** What is asked of one table and what has come of it. */
export interface TableStage {
  readonly question: TableQuestion | undefined;
  readonly table: TableBlocks;
  /** Sought in all cells. */
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Asks for blocks of rows. */
  readonly want: (blocks: readonly number[]) => void;
}

const NO_STEPS = new Float64Array(0);

/** The question about sources that stand on each other; keep the identity of `sources`. Nothing is asked without them. */
export function useTableStage(
  project: ProjectPath,
  sources: readonly TableSource[] | undefined,
  { sort, where, groupBy, derived, view }: TableConfig,
): TableStage {
  const [text, setText] = useState('');
  const search = useDeferredValue(text);
  const [wanted, want] = useWanted();
  const question = useMemo(
    (): TableQuestion | undefined =>
      sources === undefined
        ? undefined
        : {
            sources,
            sort,
            where,
            ...(search === '' ? {} : { text: search }),
            // Plots are of rows, and so is what they open.
            ...(groupBy === '' || view === 'plot' ? {} : { groupBy }),
            ...(derived.length === 0 ? {} : { derived }),
          },
    [sources, sort, where, search, groupBy, derived, view],
  );
  return { question, table: useTableBlocks(project, question, wanted), text, setText, want };
}

export interface TableStageProps {
  readonly project: ProjectPath;
  readonly label: string;
  readonly stage: TableStage;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  readonly names: readonly SourceName[];
  /** Left out where a menu of its own has the files. */
  readonly onExport?: ((form: TableForm) => void) | undefined;
  readonly note?: string | undefined;
  /** How single cells are shown. */
  readonly dress?: Dress | undefined;
  /** What is said of a table without rows. */
  readonly empty?: ReactNode;
  /** Has the whole window. */
  readonly isFullScreen?: boolean;
}

/** The tools of a table above its rows or its plot. */
export function TableStageView(props: TableStageProps): ReactElement {
  const { stage, config, onConfig, names, dress } = props;
  const { table, text, setText, want } = stage;
  const { head } = table;
  const [open, setOpen] = useState<number | undefined>(undefined);
  const openAt = (place: number): void => {
    want([Math.floor(place / TABLE_BLOCK)]);
    setOpen(place);
  };
  const faults = [
    ...(table.error === undefined ? [] : [table.error.message]),
    ...(head?.faults ?? []).map(({ reason }) => reason),
    ...(head?.derivedFaults ?? []).map(({ name, reason }) => strings.derivedFault(name, reason)),
  ];
  return (
    <>
      <Toolbar
        head={head}
        config={config}
        onConfig={onConfig}
        text={text}
        onText={setText}
        runs={NO_RUNS}
        steps={NO_STEPS}
        note={props.note}
        onExport={props.onExport}
      />
      {faults.length > 0 && head !== undefined ? (
        <ul className={styles.faults} role="alert">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      ) : undefined}
      <Rows {...props} onOpen={config.view === 'plot' ? openAt : setOpen} />
      {open === undefined || head === undefined ? undefined : (
        <RowDialog
          head={head}
          table={table}
          names={names}
          dress={dress}
          place={open}
          onPlace={openAt}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

const NO_RUNS: readonly never[] = [];

function Rows(props: TableStageProps & { readonly onOpen: (place: number) => void }): ReactElement {
  const { project, label, stage, config, onConfig, names, dress, empty, isFullScreen = false, onOpen } = props;
  const { table, question, setText, want } = stage;
  const { head } = table;
  const shared = { config, onConfig };
  if (head === undefined || question === undefined) {
    return table.error === undefined ? (
      <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
    ) : (
      <ErrorNotice title={table.error.message} onRetry={table.retry} />
    );
  }
  if (config.view === 'plot' && head.rowCount > 0)
    return <PlotView {...shared} {...{ project, head, question, names, isFullScreen, onOpen }} title={label} />;
  if (head.matchCount > 0) {
    return (
      <TableGrid
        {...shared}
        label={label}
        head={head}
        table={table}
        runs={names}
        dress={dress}
        onWanted={want}
        onOpen={onOpen}
      />
    );
  }
  return (
    <div className={styles.nothing}>
      {head.rowCount === 0 ? (
        (empty ?? <PanelMessage title={strings.emptyTable} />)
      ) : (
        <PanelMessage
          title={strings.noMatch}
          action={
            <Button size="small" onClick={() => (setText(''), onConfig({ where: [] }))}>
              {strings.clearFilter}
            </Button>
          }
        />
      )}
    </div>
  );
}
