import { Settings2 } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { TableAnswer } from '#shared/api';
import { ErrorNotice, IconButton, Popover } from '#ui/widgets';
import { FullScreenButton, PanelMenu } from '../../../frame/panel-buttons.tsx';
import { useOfferFiles } from '../../../frame/panel-files.ts';
import { PanelFrame, PanelMessage } from '../../../frame/panel-frame.tsx';
import formStyles from '../../../frame/settings-form.module.css';
import type { PanelViewProps } from '../../../registry.ts';
import { strings as panelStrings } from '../../../strings.ts';
import mediaStyles from '../../media.module.css';
import type { TableConfig } from '../config.ts';
import type { SourceName } from '../placed.ts';
import { fileEntries, useTableFiles } from '../save.ts';
import { TableStageView, useTableStage } from '../stage.tsx';
import styles from '../table.module.css';
import { readQueryTableConfig, sparseQueryTableConfig } from './config.ts';
import { dressArtifacts, dressRuns } from './dress-live.ts';
import { QueryTableForm } from './query-table-form.tsx';
import { strings } from './strings.ts';
import { useRowsOf } from './use-rows-of.ts';

const NO_NAMES: readonly SourceName[] = [];

/** The visible runs, or versions of artifacts, as the rows of a table; live. */
export function QueryTablePanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, title, saved, onSave, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readQueryTableConfig(saved), [saved]);
  const setTable = useCallback(
    (part: Partial<TableConfig>) => onSave(sparseQueryTableConfig({ ...config, table: { ...config.table, ...part } })),
    [config, onSave],
  );
  const [isFormOpen, setFormOpen] = useState(false);
  const { kind } = config.on;
  const rowsOf = useRowsOf({ project, scope, groups }, config.on);
  const { sources, colors } = rowsOf;
  const stage = useTableStage(project, sources, config.table);
  const { head } = stage.table;
  const dress = useMemo(
    () => (kind === 'runs' ? dressRuns(project, colors) : dressArtifacts(project)),
    [kind, project, colors],
  );
  const { fileAs, save } = useTableFiles(project, stage.question, title);
  useOfferFiles({ isEmpty: () => (head?.matchCount ?? 0) === 0, data: () => fileAs('csv') });
  const empty =
    kind === 'artifacts' ? (
      <PanelMessage title={strings.noArtifacts} tip={strings.noArtifactsTip} />
    ) : (
      <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />
    );
  const body = (): ReactElement => {
    if (rowsOf.error !== null && sources === undefined)
      return <ErrorNotice title={rowsOf.error.message} onRetry={rowsOf.retry} />;
    if (rowsOf.hasNoRuns) return <div className={styles.nothing}>{empty}</div>;
    return (
      <TableStageView
        project={project}
        label={title}
        stage={stage}
        config={config.table}
        onConfig={setTable}
        names={NO_NAMES}
        isFullScreen={isFullScreen}
        note={noteOf(head)}
        dress={dress}
        empty={empty}
      />
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      actions={
        <>
          <Popover
            label={panelStrings.edit}
            align="end"
            isOpen={isFormOpen}
            onOpen={setFormOpen}
            trigger={
              <IconButton label={panelStrings.edit} size="small" data-act="edit">
                <Settings2 size={14} aria-hidden />
              </IconButton>
            }
          >
            <div className={formStyles.popover}>
              <QueryTableForm project={project} saved={saved} onSave={onSave} />
            </div>
          </Popover>
          <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
          <PanelMenu entries={() => fileEntries(head === undefined, save)} />
        </>
      }
    >
      <div className={mediaStyles.panel} aria-busy={stage.table.isPending}>
        {body()}
      </div>
    </PanelFrame>
  );
}

/** What is not shown of rows and columns, in words. */
function noteOf(head: TableAnswer | undefined): string | undefined {
  const [cut] = head?.cuts ?? [];
  if (cut === undefined) return undefined;
  const { rows, columns } = cut;
  const words = [
    ...(rows === undefined ? [] : [strings.cutRows(...rows)]),
    ...(columns === undefined ? [] : [strings.cutColumns(...columns)]),
  ];
  return words.join(' · ');
}
