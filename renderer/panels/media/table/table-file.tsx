import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { TableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { paletteColor } from '#ui/widgets';
import { NEW_TABLE, type TableConfig } from './config.ts';
import type { SourceName } from './placed.ts';
import { useTableFiles } from './save.ts';
import { TableStageView, useTableStage } from './stage.tsx';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface TableFileProps {
  readonly project: ProjectPath;
  /** Keeps its identity while it is the same. */
  readonly source: TableSource;
  /** The name of the file. */
  readonly label: string;
}

const JOINED: readonly SourceName[] = [
  { label: strings.joinedTable(1), color: paletteColor(0) },
  { label: strings.joinedTable(2), color: paletteColor(1) },
];
const ALONE: readonly SourceName[] = [];

/** One file that holds a table, read by ranges; what a person chose is gone with the page. */
export function TableFile({ project, source, label }: TableFileProps): ReactElement {
  const [config, setConfig] = useState<TableConfig>(NEW_TABLE);
  const change = useCallback((part: Partial<TableConfig>) => setConfig((old) => ({ ...old, ...part })), []);
  const sources = useMemo(() => [source], [source]);
  const stage = useTableStage(project, sources, config);
  const { save } = useTableFiles(project, stage.question, label.split('/').at(-1) ?? label);
  return (
    <div className={styles.file}>
      <TableStageView
        project={project}
        label={label}
        stage={stage}
        config={config}
        onConfig={change}
        names={stage.table.head?.joined === undefined ? ALONE : JOINED}
        onExport={save}
      />
    </div>
  );
}

/** Whether a file is a table (or a model graph, a table of layers) that can be shown as one, by its name. */
export function isTableFile(path: string): boolean {
  return /\.(table|partitioned-table|joined-table|graph)\.json$/i.test(path);
}
