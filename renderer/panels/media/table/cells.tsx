import type { ReactElement } from 'react';
import type { TableColumn, TableGroup } from '#shared/api';
import { cellText } from './cell-text.ts';
import { MiniBins } from './mini.tsx';
import type { SourceName } from './placed.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

/** The name of a run after its colour. */
export function SourceTag({
  name,
  words,
}: {
  readonly name: SourceName | undefined;
  /** Instead of the name, which is then the tip. */
  readonly words?: string;
}): ReactElement | undefined {
  if (name === undefined) return words === undefined ? undefined : <span>{words}</span>;
  return (
    <span className={styles.run} title={name.label}>
      <span className={styles.dot} style={{ background: name.color }} />
      {words ?? name.label}
    </span>
  );
}

/** A cell of a group: the common value, or how numbers lie within the group. */
export function GroupCell({
  group,
  column,
  isKey,
}: {
  readonly group: TableGroup;
  readonly column: TableColumn;
  readonly isKey: boolean;
}): ReactElement | undefined {
  if (isKey)
    return group.value === undefined ? (
      <span className={styles.quiet}>({strings.missing})</span>
    ) : (
      <span>{group.value}</span>
    );
  const stats = group.stats[column.name];
  if (stats?.mean === undefined) return <span className={styles.quiet}>–</span>;
  return (
    <span className={styles.groupStats} title={`${strings.mean} ${stats.mean}`}>
      <span>{cellText(stats.mean)}</span>
      <MiniBins stats={stats} />
    </span>
  );
}
