import type { ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useFetchAllHeads, useProjectKeys } from '#ui/data';
import type { RunScope } from '#ui/panels';
import type { RunChoice } from './run-query.ts';
import { runQueryOf } from './run-query.ts';
import { BulkBar } from '../runs/bulk-bar.tsx';
import { allColumns } from '../runs/columns.ts';
import { useBulkActs, useExportRuns } from '../runs/run-acts.ts';
import { NOTHING_ASKED, RunDialogs } from '../runs/run-dialogs.tsx';
import { RowEditor } from '../runs/row-editor.tsx';
import type { AskedOfRuns } from './run-menu.ts';
import type { PickedRuns } from './use-picked-runs.ts';
import styles from './workspace.module.css';

export interface RunToolsProps {
  readonly project: ProjectPath;
  readonly asked: AskedOfRuns | undefined;
  readonly onAsk: (asked: AskedOfRuns | undefined) => void;
  readonly picked: PickedRuns;
  /** What the list shows, for "select all". */
  readonly choice: RunChoice;
  readonly total: number;
  /** Shows runs alone; undefined while eyes are by group. */
  readonly show: RunScope['show'];
}

/** What is done with chosen runs beside the charts: their editor, the dialogs, the bar of a selection. As in the runs table. */
export function RunTools(props: RunToolsProps): ReactElement {
  const { project, asked, onAsk, picked, choice, total, show } = props;
  const keys = useProjectKeys(project);
  const bulk = useBulkActs(project, picked.refresh);
  const exportRuns = useExportRuns(project);
  const fetchHeads = useFetchAllHeads(project);
  const heads = [...picked.selection.values()];
  const close = (): void => onAsk(undefined);
  const query = runQueryOf(choice);
  return (
    <>
      {heads.length === 0 ? undefined : (
        <div className={styles.bulkPlace}>
          <BulkBar
            heads={heads}
            total={total}
            acts={bulk}
            onSelectEvery={() => void fetchHeads(query).then(picked.setAll)}
            onClear={() => picked.setAll([])}
            onExport={(format) =>
              exportRuns(format, query, allColumns(keys.data), new Set(heads.map((head) => head.path.run)))
            }
            onAsk={onAsk}
            onShowOnly={
              show === undefined
                ? undefined
                : () =>
                    show(
                      heads.map((head) => head.path.run),
                      'only',
                    )
            }
          />
        </div>
      )}
      <RowEditor edit={asked !== undefined && 'kind' in asked ? asked : undefined} onClose={close} />
      <RunDialogs
        {...(asked !== undefined && 'act' in asked ? asked : NOTHING_ASKED)}
        onClose={close}
        onGone={picked.forget}
        onDelete={bulk.deleteRuns}
      />
    </>
  );
}
