import { useCallback, useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import type { TableForm, TableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { TABLE_BLOCK, useData, useTableBlocks, useTableExport, type TableQuestion } from '#ui/data';
import { Button, ErrorNotice, paletteColor, showToast } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../../download.ts';
import { PanelMessage } from '../../frame/panel-frame.tsx';
import mediaStyles from '../media.module.css';
import { NEW_TABLE, type TableConfig } from './config.ts';
import type { SourceName } from './placed.ts';
import { PlotView } from './lazy-plot.tsx';
import { RowDialog } from './row-dialog.tsx';
import { strings } from './strings.ts';
import { TableGrid } from './table-grid.tsx';
import styles from './table.module.css';
import { Toolbar } from './toolbar.tsx';

export interface TableFileProps {
  readonly project: ProjectPath;
  /** Keeps its identity while it is the same. */
  readonly source: TableSource;
  /** The name of the file. */
  readonly label: string;
}

const FIRST: readonly number[] = [0];
const NO_STEPS = new Float64Array(0);
const JOINED: readonly SourceName[] = [
  { label: strings.joinedTable(1), color: paletteColor(0) },
  { label: strings.joinedTable(2), color: paletteColor(1) },
];
const ALONE: readonly SourceName[] = [];

/** One file that holds a table, read by ranges; what a person chose is gone with the page. */
export function TableFile({ project, source, label }: TableFileProps): ReactElement {
  const { clock } = useData();
  const [config, setConfig] = useState<TableConfig>(NEW_TABLE);
  const change = useCallback((part: Partial<TableConfig>) => setConfig((old) => ({ ...old, ...part })), []);
  const [text, setText] = useState('');
  const search = useDeferredValue(text);
  const [wanted, setWanted] = useState(FIRST);
  const want = useCallback(
    (blocks: readonly number[]) => setWanted((old) => (old.join() === blocks.join() ? old : blocks)),
    [],
  );
  const [open, setOpen] = useState<number | undefined>(undefined);
  const { sort, where, derived } = config;
  const groupBy = config.view === 'plot' ? '' : config.groupBy;
  const openAt = (place: number): void => {
    want([Math.floor(place / TABLE_BLOCK)]);
    setOpen(place);
  };
  const question = useMemo(
    (): TableQuestion => ({
      sources: [source],
      sort,
      where,
      ...(search === '' ? {} : { text: search }),
      ...(groupBy === '' ? {} : { groupBy }),
      ...(derived.length === 0 ? {} : { derived }),
    }),
    [source, sort, where, search, groupBy, derived],
  );
  const table = useTableBlocks(project, question, wanted);
  const { head } = table;
  const names = head?.joined === undefined ? ALONE : JOINED;
  const exportTable = useTableExport(project);
  const save = (form: TableForm): void => {
    exportTable(question, form).then(
      (blob) => downloadBlob(clock, blob, `${fileNameOf(label.split('/').at(-1) ?? label)}.${form}`),
      (error: unknown) =>
        showToast(`${strings.exportFailed}: ${error instanceof Error ? error.message : ''}`, { kind: 'error' }),
    );
  };
  const shared = { config, onConfig: change };
  const faults = [
    ...(table.error === undefined ? [] : [table.error.message]),
    ...(head?.faults ?? []).map(({ reason }) => reason),
    ...(head?.derivedFaults ?? []).map(({ name, reason }) => strings.derivedFault(name, reason)),
  ];
  return (
    <div className={styles.file}>
      <Toolbar
        {...shared}
        head={head}
        text={text}
        onText={setText}
        runs={[]}
        steps={NO_STEPS}
        note={undefined}
        onExport={save}
      />
      {faults.length > 0 && head !== undefined ? (
        <ul className={styles.faults} role="alert">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      ) : undefined}
      {head === undefined ? (
        table.error === undefined ? (
          <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
        ) : (
          <ErrorNotice title={table.error.message} onRetry={table.retry} />
        )
      ) : config.view === 'plot' && head.rowCount > 0 ? (
        <PlotView
          {...shared}
          project={project}
          title={label}
          head={head}
          question={question}
          names={names}
          isFullScreen={false}
          onOpen={openAt}
        />
      ) : head.matchCount > 0 ? (
        <TableGrid {...shared} label={label} head={head} table={table} runs={names} onWanted={want} onOpen={setOpen} />
      ) : (
        <div className={styles.nothing}>
          <PanelMessage
            title={head.rowCount === 0 ? strings.emptyTable : strings.noMatch}
            action={
              head.rowCount === 0 ? undefined : (
                <Button size="small" onClick={() => (setText(''), change({ where: [] }))}>
                  {strings.clearFilter}
                </Button>
              )
            }
          />
        </div>
      )}
      {open === undefined || head === undefined ? undefined : (
        <RowDialog
          head={head}
          table={table}
          names={names}
          place={open}
          onPlace={openAt}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

/** Whether a file is a table (or a model graph, a table of layers) that can be shown as one, by its name. */
export function isTableFile(path: string): boolean {
  return /\.(table|partitioned-table|joined-table|graph)\.json$/i.test(path);
}
