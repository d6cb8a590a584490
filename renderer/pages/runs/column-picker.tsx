import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Button, cx, Popover, SearchField, VirtualList, type VirtualListHandle } from '#ui/widgets';
import type { Column } from './columns.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export interface ColumnPickerProps {
  readonly columns: readonly Column[];
  readonly value: Column | undefined;
  readonly onValue: (column: Column) => void;
}

/** One of possibly thousands of columns, by search. */
export function ColumnPicker({ columns, value, onValue }: ColumnPickerProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label={strings.column}
      isOpen={isOpen}
      onOpen={setOpen}
      className={styles.picker}
      trigger={
        <Button className={styles.pickerButton} aria-label={strings.column}>
          <span className={styles.cut}>{value?.label ?? strings.column}</span>
          <ChevronsUpDown size={13} aria-hidden />
        </Button>
      }
    >
      <PickerList
        columns={columns}
        onChoose={(column) => {
          setOpen(false);
          onValue(column);
        }}
      />
    </Popover>
  );
}

function PickerList({
  columns,
  onChoose,
}: {
  readonly columns: readonly Column[];
  readonly onChoose: (column: Column) => void;
}): ReactElement {
  const [text, setText] = useState('');
  const [cursor, setCursor] = useState(0);
  const list = useRef<VirtualListHandle>(null);
  const found = useMemo(() => findColumns(columns, text), [columns, text]);
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = found[cursor];
    if (step !== 0) {
      const next = Math.max(0, Math.min(found.length - 1, cursor + step));
      setCursor(next);
      list.current?.reveal(next);
    } else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <SearchField
        label={strings.findColumn}
        value={text}
        onValue={(next) => {
          setText(next);
          setCursor(0);
        }}
        onKeyDown={press}
      />
      <div className={styles.pickerList}>
        {found.length === 0 ? <p className={styles.none}>{strings.noColumns}</p> : undefined}
        <VirtualList
          label={strings.columns}
          role="listbox"
          handle={list}
          count={found.length}
          rowHeight={28}
          keyOf={(index) => found[index]?.id ?? index}
          renderRow={(index) => {
            const column = found[index];
            if (column === undefined) return undefined;
            return (
              <div
                role="option"
                aria-selected={index === cursor}
                className={cx(styles.option, index === cursor && styles.at)}
                onPointerMove={() => setCursor(index)}
                onClick={() => onChoose(column)}
              >
                <span className={styles.cut}>{column.label}</span>
                <span className={styles.optionGroup}>{column.group}</span>
              </div>
            );
          }}
        />
      </div>
    </>
  );
}

/** Columns whose name holds every word of the text; names that begin with it come first. */
export function findColumns<T extends Column>(columns: readonly T[], text: string): readonly T[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return columns;
  const found = columns.filter((column) => {
    const name = `${column.label} ${column.group}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const begins = (column: T): number => (column.label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return [...found].sort((a, b) => begins(a) - begins(b));
}
