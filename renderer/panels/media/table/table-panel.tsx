import { useCallback, useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import type { TableAnswer } from '#shared/api';
import { fileHref, TABLE_BLOCK } from '#ui/data';
import { Button, ErrorNotice } from '#ui/widgets';
import { FullScreenButton, PanelMenu } from '../../frame/panel-buttons.tsx';
import { useOfferFiles } from '../../frame/panel-files.ts';
import { PanelFrame, PanelMessage } from '../../frame/panel-frame.tsx';
import mediaStyles from '../media.module.css';
import type { MediaPanelProps } from '../props.ts';
import { PlainStepBar } from '../step-bar.tsx';
import { strings as mediaStrings } from '../strings.ts';
import { readTableConfig, sparseTableConfig, type TableConfig } from './config.ts';
import { PlotView } from './lazy-plot.tsx';
import { RowDialog } from './row-dialog.tsx';
import { fileEntries, useTableFiles } from './save.ts';
import { MOST_BESIDE, SideBySide } from './side-by-side.tsx';
import { strings } from './strings.ts';
import { TableGrid } from './table-grid.tsx';
import styles from './table.module.css';
import { Toolbar } from './toolbar.tsx';
import { useTable, type LoggedTable } from './use-table.ts';
import { useWanted } from './use-wanted.ts';

export interface TablePanelProps extends MediaPanelProps {
  /** Buttons that stay visible in its head. */
  readonly pinned?: ReactElement;
}

/** Logged tables of one key, of all visible runs on top of each other or of one; read by ranges. */
export function TablePanel(props: TablePanelProps): ReactElement {
  const { project, source, saved, onSave, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readTableConfig(saved), [saved]);
  const setConfig = useCallback(
    (part: Partial<TableConfig>) => onSave(sparseTableConfig({ ...config, ...part })),
    [config, onSave],
  );
  const [text, setText] = useState('');
  const [wanted, want] = useWanted();
  const [open, setOpen] = useState<number | undefined>(undefined);
  const openAt = useCallback(
    (place: number) => {
      want([Math.floor(place / TABLE_BLOCK)]);
      setOpen(place);
    },
    [want],
  );
  const logged = useTable(props, config, useDeferredValue(text), wanted);
  const { head } = logged.table;
  const { fileAs, save } = useTableFiles(project, logged.question, source.key);
  useOfferFiles({ isEmpty: () => (head?.matchCount ?? 0) === 0, data: () => fileAs('csv') });
  return (
    <PanelFrame
      title={source.title}
      isKey
      notes={logged.steps.length === 0 ? undefined : <span>{mediaStrings.steps(logged.steps.length)}</span>}
      pinned={props.pinned}
      actions={
        <>
          <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
          <PanelMenu entries={() => fileEntries(head === undefined, save)} />
        </>
      }
    >
      <div className={mediaStyles.panel} aria-busy={logged.isLoading}>
        <Toolbar
          head={head}
          config={config}
          onConfig={setConfig}
          text={text}
          onText={setText}
          runs={logged.runs}
          steps={logged.steps}
          note={
            isBeside(config, logged) && logged.names.length > MOST_BESIDE
              ? strings.besideCut(MOST_BESIDE, logged.names.length)
              : undefined
          }
        />
        <Faults logged={logged} project={project} />
        <Body
          props={props}
          logged={logged}
          head={head}
          config={config}
          onConfig={setConfig}
          onWanted={want}
          onOpen={config.view === 'plot' ? openAt : setOpen}
          onClear={() => (setText(''), setConfig({ where: [] }))}
        />
        <PlainStepBar steps={logged.steps} step={logged.step} />
      </div>
      {open === undefined || head === undefined ? undefined : (
        <RowDialog
          head={head}
          table={logged.table}
          names={logged.names}
          place={open}
          onPlace={openAt}
          onClose={() => setOpen(undefined)}
        />
      )}
    </PanelFrame>
  );
}

interface BodyProps {
  readonly props: MediaPanelProps;
  readonly logged: LoggedTable;
  readonly head: TableAnswer | undefined;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  readonly onWanted: (blocks: readonly number[]) => void;
  readonly onOpen: (place: number) => void;
  readonly onClear: () => void;
}

/** The rows in one grid or in several, their plot, or why there are none. */
function Body({ props, logged, head, config, onConfig, onWanted, onOpen, onClear }: BodyProps): ReactElement {
  const { question, names, table } = logged;
  const shared = { config, onConfig };
  if (config.view === 'plot' && head !== undefined && head.rowCount > 0 && question !== undefined) {
    return (
      <PlotView
        {...shared}
        project={props.project}
        title={props.source.title}
        head={head}
        question={question}
        names={names}
        isFullScreen={props.isFullScreen}
        onOpen={onOpen}
      />
    );
  }
  if (isBeside(config, logged) && question !== undefined)
    return <SideBySide {...shared} project={props.project} question={question} names={names} />;
  if (head === undefined || head.matchCount === 0) return <Nothing logged={logged} props={props} onClear={onClear} />;
  return (
    <TableGrid
      {...shared}
      label={props.source.title}
      head={head}
      table={table}
      runs={names}
      onWanted={onWanted}
      onOpen={onOpen}
    />
  );
}

function isBeside({ view, layout }: TableConfig, { names }: LoggedTable): boolean {
  return view === 'table' && layout === 'side' && names.length > 1;
}

/** A question that the host refused, above the rows of the last one; or tables that cannot be read, the others being shown. */
function Faults({
  logged,
  project,
}: {
  readonly logged: LoggedTable;
  readonly project: MediaPanelProps['project'];
}): ReactElement | undefined {
  const { faults = [], derivedFaults = [] } = logged.table.head ?? {};
  if (logged.table.error !== undefined) {
    return (
      <p className={styles.faults} role="alert">
        {logged.table.error.message}
      </p>
    );
  }
  if (faults.length + derivedFaults.length === 0) return undefined;
  const hrefOf = (at: number): string | undefined => {
    const source = logged.question?.sources[at];
    return source !== undefined && 'run' in source
      ? `${fileHref({ ...project, run: source.run }, source.file)}?download`
      : undefined;
  };
  return (
    <ul className={styles.faults} role="alert">
      {faults.map(({ source, reason }) => (
        <li key={source}>
          {strings.unreadable(logged.names[source]?.label ?? '', reason)}{' '}
          {hrefOf(source) === undefined ? undefined : (
            <a href={hrefOf(source)} download>
              {mediaStrings.download}
            </a>
          )}
        </li>
      ))}
      {derivedFaults.map(({ name, reason }) => (
        <li key={`derived ${name}`}>{strings.derivedFault(name, reason)}</li>
      ))}
    </ul>
  );
}

function Nothing({
  logged,
  props,
  onClear,
}: {
  readonly logged: LoggedTable;
  readonly props: MediaPanelProps;
  readonly onClear: () => void;
}): ReactElement {
  const { head } = logged.table;
  if (logged.error !== undefined) {
    return (
      <div className={styles.nothing}>
        <ErrorNotice title={logged.error.message} onRetry={logged.retry} />
      </div>
    );
  }
  if (logged.isLoading) return <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />;
  const message =
    head === undefined ? (
      <PanelMessage title={props.runs.length === 0 ? mediaStrings.noRuns : mediaStrings.nothing(props.source.key)} />
    ) : head.rowCount === 0 ? (
      <PanelMessage title={strings.emptyTable} />
    ) : (
      <PanelMessage
        title={strings.noMatch}
        action={
          <Button size="small" onClick={onClear}>
            {strings.clearFilter}
          </Button>
        }
      />
    );
  return <div className={styles.nothing}>{message}</div>;
}
