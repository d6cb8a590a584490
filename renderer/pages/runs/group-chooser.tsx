import { ArrowUp, Group, X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button, IconButton, Popover } from '#ui/widgets';
import { ColumnPicker } from './column-picker.tsx';
import { columnId, columnsOf, describe, type Column, type ColumnId } from './columns.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';
import { MOST_GROUP_KEYS } from './table-state.ts';

export interface GroupChooserProps {
  readonly columns: readonly Column[];
  /** In order: the first makes the outermost groups. */
  readonly by: readonly ColumnId[];
  readonly onBy: (by: readonly ColumnId[]) => void;
  readonly size?: 'small';
  /** More settings, after the keys. */
  readonly children?: ReactNode;
}

/** The keys by which runs are taken together, behind a button. */
export function GroupChooser({ columns, by, onBy, size, children }: GroupChooserProps): ReactElement {
  return (
    <Popover
      label={strings.groupTitle}
      className={styles.groupPopup}
      trigger={
        <Button
          {...(size === undefined ? {} : { size })}
          icon={<Group size={14} aria-hidden />}
          className={by.length > 0 ? styles.active : undefined}
        >
          {by.length > 0 ? strings.groupedBy(by.length) : strings.groupRuns}
        </Button>
      }
    >
      <h2>{strings.groupTitle}</h2>
      <GroupKeys columns={columns} by={by} onBy={onBy} />
      {children}
    </Popover>
  );
}

/** The keys in order, to be moved, taken away and added. */
export function GroupKeys({ columns, by, onBy }: Pick<GroupChooserProps, 'columns' | 'by' | 'onBy'>): ReactElement {
  const swap = (at: number): void =>
    onBy(by.map((id, i) => (i === at ? (by[at - 1] ?? id) : i === at - 1 ? (by[at] ?? id) : id)));
  const known = columnsOf(by).map((ref) => describe(ref));
  return (
    <>
      {by.length === 0 ? <p className={styles.note}>{strings.noGrouping}</p> : undefined}
      {known.map((column, i) => (
        <div key={column.id} className={styles.groupKey}>
          <span title={column.label}>
            {column.group} · {column.label}
          </span>
          <IconButton label={strings.moveUp(column.label)} size="small" disabled={i === 0} onClick={() => swap(i)}>
            <ArrowUp size={13} aria-hidden />
          </IconButton>
          <IconButton
            label={strings.noLongerBy(column.label)}
            size="small"
            onClick={() => onBy(by.filter((id) => id !== column.id))}
          >
            <X size={13} aria-hidden />
          </IconButton>
        </div>
      ))}
      {by.length >= MOST_GROUP_KEYS ? undefined : (
        <ColumnPicker
          columns={columns.filter((column) => !by.includes(column.id))}
          value={undefined}
          onValue={(column) => onBy([...by, columnId(column.ref)])}
        />
      )}
    </>
  );
}
