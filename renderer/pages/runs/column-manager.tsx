import { ArrowDown, ArrowUp, Columns3, GripVertical } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Button, Checkbox, Popover, SearchField, VirtualList } from '#ui/widgets';
import { findColumns } from './column-picker.tsx';
import { ColumnSets, type ColumnSetsProps } from './column-set-row.tsx';
import type { Column, ColumnId } from './columns.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export interface ColumnManagerProps {
  readonly sets: ColumnSetsProps;
  /** All columns, in the table's order. */
  readonly columns: readonly Column[];
  readonly shown: ReadonlySet<ColumnId>;
  /** Config and summary columns left out because there are too many. */
  readonly cutCount: number;
  readonly onShow: (ids: readonly ColumnId[], isShown: boolean) => void;
  readonly onMove: (id: ColumnId, before: ColumnId) => void;
  readonly onStep: (id: ColumnId, step: -1 | 1) => void;
  /** All that nobody brought in by hand, new keys included. */
  readonly onShowRest: (isShown: boolean) => void;
  readonly onReset: () => void;
}

const NAME = 'run:displayName';
const MIME = 'application/x-taffrail-column';

/** Which columns, in which order: search, ticks, drag or arrows. */
export function ColumnManager(props: ColumnManagerProps): ReactElement {
  const { cutCount, shown } = props;
  const documentCount = props.columns.filter(
    (column) => column.group !== strings.groups.run && shown.has(column.id),
  ).length;
  const words = cutCount > 0 ? strings.columnsCut(documentCount, documentCount + cutCount) : strings.columns;
  return (
    <Popover
      label={strings.columns}
      align="end"
      className={styles.manager}
      trigger={<Button icon={<Columns3 size={14} aria-hidden />}>{words}</Button>}
    >
      <ManagerBody {...props} />
    </Popover>
  );
}

function ManagerBody({
  sets,
  columns,
  shown,
  cutCount,
  onShow,
  onShowRest,
  onMove,
  onStep,
  onReset,
}: ColumnManagerProps): ReactElement {
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const matching = findColumns(columns, text);
    // Shown ones first, in the table's order; then what can be brought in.
    return [
      ...matching.filter((column) => shown.has(column.id)),
      ...matching.filter((column) => !shown.has(column.id)),
    ];
  }, [columns, shown, text]);
  const ids = found.map((column) => column.id).filter((id) => id !== NAME);
  return (
    <>
      <SearchField
        label={strings.findColumn}
        value={text}
        onValue={setText}
        count={found.length.toLocaleString('en-US')}
      />
      {cutCount > 0 ? <p className={styles.note}>{strings.columnsCutNote}</p> : undefined}
      <ColumnSets {...sets} />
      <div className={styles.managerActs}>
        <Button size="small" kind="ghost" onClick={() => (text === '' ? onShowRest(true) : onShow(ids, true))}>
          {text === '' ? strings.showAll : strings.showFound(ids.length)}
        </Button>
        <Button size="small" kind="ghost" onClick={() => (text === '' ? onShowRest(false) : onShow(ids, false))}>
          {text === '' ? strings.hideAll : strings.hideFound(ids.length)}
        </Button>
        <span className={styles.spring} />
        <Button size="small" kind="ghost" onClick={onReset}>
          {strings.resetColumns}
        </Button>
      </div>
      <div className={styles.managerList}>
        {found.length === 0 ? <p className={styles.none}>{strings.noColumns}</p> : undefined}
        <VirtualList
          label={strings.columns}
          count={found.length}
          rowHeight={30}
          keyOf={(index) => found[index]?.id ?? index}
          renderRow={(index) => {
            const column = found[index];
            if (column === undefined) return undefined;
            const isShown = shown.has(column.id);
            return (
              <ManagerRow
                column={column}
                isShown={isShown}
                isMovable={isShown && column.id !== NAME && text === ''}
                onShow={(next) => onShow([column.id], next)}
                onMove={onMove}
                onStep={onStep}
              />
            );
          }}
        />
      </div>
    </>
  );
}

interface ManagerRowProps {
  readonly column: Column;
  readonly isShown: boolean;
  readonly isMovable: boolean;
  readonly onShow: (isShown: boolean) => void;
  readonly onMove: (id: ColumnId, before: ColumnId) => void;
  readonly onStep: (id: ColumnId, step: -1 | 1) => void;
}

function ManagerRow({ column, isShown, isMovable, onShow, onMove, onStep }: ManagerRowProps): ReactElement {
  const isName = column.id === NAME;
  return (
    <div
      className={styles.managerRow}
      draggable={isMovable}
      onDragStart={(event) => event.dataTransfer.setData(MIME, column.id)}
      onDragOver={(event) => {
        if (isMovable && event.dataTransfer.types.includes(MIME)) event.preventDefault();
      }}
      onDrop={(event) => {
        const id = event.dataTransfer.getData(MIME);
        if (id !== '' && id !== column.id) onMove(id, column.id);
      }}
    >
      <span className={styles.grip}>{isMovable ? <GripVertical size={13} aria-hidden /> : undefined}</span>
      <Checkbox
        label={column.label}
        state={isShown}
        isDisabled={isName}
        onToggle={onShow}
        className={styles.managerName}
      />
      <span className={styles.optionGroup}>{isName ? strings.pinned : column.group}</span>
      {isMovable ? (
        <span className={styles.steps}>
          <button type="button" aria-label={strings.moveUp(column.label)} onClick={() => onStep(column.id, -1)}>
            <ArrowUp size={13} aria-hidden />
          </button>
          <button type="button" aria-label={strings.moveDown(column.label)} onClick={() => onStep(column.id, 1)}>
            <ArrowDown size={13} aria-hidden />
          </button>
        </span>
      ) : undefined}
    </div>
  );
}
