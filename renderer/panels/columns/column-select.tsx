import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { columnOfId, type ColumnId } from '#shared/api';
import { Button, Popover, SearchField, VirtualList, type VirtualListHandle } from '#ui/widgets';
import { columnLabel, findChoices, type ColumnChoice } from './choices.ts';
import styles from './columns.module.css';
import { strings } from './strings.ts';

export interface ColumnSelectProps {
  /** What the column is for. */
  readonly label: string;
  readonly choices: readonly ColumnChoice[];
  readonly value: ColumnId | undefined;
  readonly onValue: (id: ColumnId | undefined) => void;
  /** Words for no column; left out = one has to be chosen. */
  readonly none?: string;
}

/** One of possibly thousands of columns, by search. A column that is gone keeps its name. */
export function ColumnSelect({ label, choices, value, onValue, none }: ColumnSelectProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const chosen = value === undefined ? undefined : columnOfId(value);
  const words = chosen === undefined ? (none ?? strings.choose) : columnLabel(chosen);
  return (
    <Popover
      label={label}
      isOpen={isOpen}
      onOpen={setOpen}
      className={styles.picker}
      trigger={
        <Button size="small" className={styles.trigger} aria-label={`${label}: ${words}`}>
          <span className={styles.cut} data-none={chosen === undefined ? '' : undefined}>
            {words}
          </span>
          {chosen === undefined ? undefined : <span className={styles.kind}>{strings.kinds[chosen.kind]}</span>}
          <ChevronsUpDown size={13} aria-hidden className={styles.arrows} />
        </Button>
      }
    >
      <ChoiceList
        choices={choices}
        value={value}
        none={none}
        onValue={(id) => {
          setOpen(false);
          onValue(id);
        }}
      />
    </Popover>
  );
}

type ChoiceListProps = Pick<ColumnSelectProps, 'choices' | 'value' | 'onValue'> & { readonly none: string | undefined };

function ChoiceList({ choices, value, none, onValue }: ChoiceListProps): ReactElement {
  const [text, setText] = useState('');
  const [cursor, setCursor] = useState(0);
  const list = useRef<VirtualListHandle>(null);
  const found = useMemo((): readonly (ColumnChoice | undefined)[] => {
    const matching = findChoices(choices, text);
    return none === undefined || text !== '' ? matching : [undefined, ...matching];
  }, [choices, text, none]);
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      const next = Math.max(0, Math.min(found.length - 1, cursor + step));
      setCursor(next);
      list.current?.reveal(next);
    } else if (event.key === 'Enter' && cursor < found.length) onValue(found[cursor]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <SearchField
        label={strings.search}
        size="small"
        value={text}
        onValue={(next) => {
          setText(next);
          setCursor(0);
        }}
        onKeyDown={press}
      />
      <div className={styles.list}>
        {found.length === 0 ? <p className={styles.nothing}>{strings.nothingFound}</p> : undefined}
        <VirtualList
          label={strings.columns}
          role="listbox"
          handle={list}
          count={found.length}
          rowHeight={28}
          keyOf={(index) => found[index]?.id ?? 'none'}
          renderRow={(index) => {
            const one = found[index];
            return (
              <div
                role="option"
                aria-selected={index === cursor}
                className={styles.option}
                data-at={index === cursor ? '' : undefined}
                data-chosen={one?.id === value ? '' : undefined}
                onPointerMove={() => setCursor(index)}
                onClick={() => onValue(one?.id)}
              >
                <span className={styles.cut}>{one?.label ?? none}</span>
                {one === undefined ? undefined : <span className={styles.kind}>{one.group}</span>}
              </div>
            );
          }}
        />
      </div>
    </>
  );
}
