import { ListFilter, Plus, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ColumnRef, RunFilter } from '#shared/api';
import { Button, IconButton, Popover, Select, TextArea, TextField } from '#ui/widgets';
import { ColumnPicker } from './column-picker.tsx';
import { columnId, describe, type Column, type ColumnType } from './columns.ts';
import {
  fromFilter,
  needsValue,
  newCondition,
  OPERATOR_WORDS,
  operatorsFor,
  toFilter,
  type Condition,
  type FlatFilter,
  type Operator,
} from './conditions.ts';
import { parseFilter, printFilter } from './filter-text.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export interface FilterButtonProps {
  readonly columns: readonly Column[];
  readonly filter: RunFilter | undefined;
  readonly onFilter: (filter: RunFilter | undefined) => void;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Opens with a new row for this column. */
  readonly startWith?: Column | undefined;
}

/** The filter: rows of conditions, or the same as text. */
export function FilterButton({
  columns,
  filter,
  onFilter,
  isOpen,
  onOpen,
  startWith,
}: FilterButtonProps): ReactElement {
  const count = filter === undefined ? 0 : filter.op === 'and' || filter.op === 'or' ? filter.items.length : 1;
  return (
    <Popover
      label={strings.filterTitle}
      isOpen={isOpen}
      onOpen={onOpen}
      className={styles.filterPopup}
      trigger={
        <Button icon={<ListFilter size={14} aria-hidden />} className={count > 0 ? styles.active : undefined}>
          {count > 0 ? strings.filters(count) : strings.filter}
        </Button>
      }
    >
      <FilterForm columns={columns} filter={filter} onFilter={onFilter} startWith={startWith} />
    </Popover>
  );
}

type FormProps = Pick<FilterButtonProps, 'columns' | 'filter' | 'onFilter' | 'startWith'>;

function FilterForm({ columns, filter, onFilter, startWith }: FormProps): ReactElement {
  const [flat, setFlat] = useState<FlatFilter | undefined>(() => startRows(filter, startWith, columns));
  const [isText, setText] = useState(flat === undefined);
  const typeOf = (ref: ColumnRef): ColumnType => columnOf(columns, ref).type;
  const change = (next: FlatFilter): void => {
    setFlat(next);
    onFilter(toFilter(next, typeOf));
  };
  const clear = (): void => {
    setFlat({ join: 'and', conditions: [] });
    setText(false);
    onFilter(undefined);
  };
  return (
    <div className={styles.filter}>
      <div className={styles.filterHead}>
        <h2>{strings.filterTitle}</h2>
        <span className={styles.spring} />
        {flat === undefined && isText ? undefined : (
          <Button
            size="small"
            kind="ghost"
            onClick={() =>
              isText ? (setFlat(fromFilter(filter)), setText(fromFilter(filter) === undefined)) : setText(true)
            }
          >
            {isText ? strings.asRows : strings.asText}
          </Button>
        )}
        <Button
          size="small"
          kind="ghost"
          disabled={filter === undefined && (flat?.conditions.length ?? 0) === 0}
          onClick={clear}
        >
          {strings.clearFilter}
        </Button>
      </div>
      {isText || flat === undefined ? (
        <FilterTextForm
          filter={filter}
          onFilter={onFilter}
          note={fromFilter(filter) === undefined ? strings.textOnly : undefined}
        />
      ) : (
        <FilterRows flat={flat} columns={columns} onChange={change} />
      )}
    </div>
  );
}

function startRows(
  filter: RunFilter | undefined,
  startWith: Column | undefined,
  columns: readonly Column[],
): FlatFilter | undefined {
  const flat = fromFilter(filter);
  if (flat === undefined) return undefined;
  const first =
    startWith ?? (flat.conditions.length === 0 ? columns.find((column) => column.id === 'run:state') : undefined);
  return first === undefined ? flat : { ...flat, conditions: [...flat.conditions, newCondition(first)] };
}

function columnOf(columns: readonly Column[], ref: ColumnRef): Column {
  return columns.find((column) => column.id === columnId(ref)) ?? describe(ref);
}

interface RowsProps {
  readonly flat: FlatFilter;
  readonly columns: readonly Column[];
  readonly onChange: (flat: FlatFilter) => void;
}

function FilterRows({ flat, columns, onChange }: RowsProps): ReactElement {
  const put = (at: number, condition: Condition | undefined): void => {
    const conditions = flat.conditions.flatMap((one, i) =>
      i !== at ? [one] : condition === undefined ? [] : [condition],
    );
    onChange({ ...flat, conditions });
  };
  const fallback = columns.find((column) => column.id === 'run:state');
  return (
    <>
      <ul className={styles.conditions}>
        {flat.conditions.map((condition, i) => (
          <li key={i} className={styles.condition}>
            <Joiner at={i} join={flat.join} onJoin={(join) => onChange({ ...flat, join })} />
            <ConditionRow columns={columns} condition={condition} onChange={(next) => put(i, next)} />
            <IconButton label={strings.removeCondition} onClick={() => put(i, undefined)}>
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div>
        <Button
          size="small"
          kind="ghost"
          icon={<Plus size={14} aria-hidden />}
          disabled={fallback === undefined}
          onClick={() => {
            if (fallback !== undefined) onChange({ ...flat, conditions: [...flat.conditions, newCondition(fallback)] });
          }}
        >
          {strings.addCondition}
        </Button>
      </div>
    </>
  );
}

function Joiner({
  at,
  join,
  onJoin,
}: {
  readonly at: number;
  readonly join: 'and' | 'or';
  readonly onJoin: (join: 'and' | 'or') => void;
}): ReactElement {
  if (at === 0) return <span className={styles.joiner}>{strings.where}</span>;
  if (at > 1) return <span className={styles.joiner}>{join === 'and' ? strings.and : strings.or}</span>;
  return (
    <Select
      label={strings.joinLabel}
      className={styles.joiner}
      value={join}
      onValue={onJoin}
      options={[
        { value: 'and', label: strings.and },
        { value: 'or', label: strings.or },
      ]}
    />
  );
}

const STATES = ['running', 'finished', 'failed', 'crashed', 'killed', 'pending', 'preempting', 'preempted'] as const;

interface ConditionRowProps {
  readonly columns: readonly Column[];
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

function ConditionRow({ columns, condition, onChange }: ConditionRowProps): ReactElement {
  const column = columnOf(columns, condition.column);
  const operators = operatorsFor(column.type);
  const isOneState = column.type === 'state' && (condition.operator === '=' || condition.operator === '!=');
  return (
    <>
      <ColumnPicker columns={columns} value={column} onValue={(next) => onChange(newCondition(next))} />
      <Select<Operator>
        label={strings.operator}
        className={styles.operator}
        value={condition.operator}
        onValue={(operator) => onChange({ ...condition, operator })}
        options={operators.map((value) => ({ value, label: OPERATOR_WORDS[value] }))}
      />
      {!needsValue(condition.operator) ? (
        <span className={styles.value} />
      ) : isOneState ? (
        <Select<string>
          label={strings.value}
          className={styles.value}
          value={condition.text}
          onValue={(text) => onChange({ ...condition, text })}
          options={STATES.map((value) => ({ value, label: value }))}
        />
      ) : (
        <TextField
          label={strings.value}
          isLabelHidden
          className={styles.value}
          placeholder={placeholderFor(column, condition.operator)}
          value={condition.text}
          onValue={(text) => onChange({ ...condition, text })}
          isMono={condition.operator === 'regex'}
        />
      )}
    </>
  );
}

function placeholderFor(column: Column, operator: Operator): string {
  if (operator === 'in' || operator === 'not in') return strings.valueList;
  if (column.type === 'time') return strings.timeValue;
  if (column.type === 'duration') return strings.secondsValue;
  return strings.value;
}

interface TextFormProps {
  readonly filter: RunFilter | undefined;
  readonly onFilter: (filter: RunFilter | undefined) => void;
  readonly note: string | undefined;
}

function FilterTextForm({ filter, onFilter, note }: TextFormProps): ReactElement {
  const [text, setText] = useState(() => (filter === undefined ? '' : printFilter(filter)));
  const parsed = parseFilter(text);
  const apply = (): void => {
    if (parsed.kind !== 'error') onFilter(parsed.kind === 'filter' ? parsed.filter : undefined);
  };
  return (
    <form
      className={styles.filterText}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextArea
        label={strings.filterText}
        isLabelHidden
        placeholder={strings.filterExample}
        value={text}
        onValue={setText}
        spellCheck={false}
        className={styles.mono}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          apply();
        }}
      />
      <div className={styles.filterFoot}>
        {parsed.kind === 'error' ? (
          <p className={styles.fault} role="alert">
            {parsed.at + 1}: {parsed.reason}
          </p>
        ) : (
          <p className={styles.note}>{note}</p>
        )}
        <Button type="submit" kind="primary" disabled={parsed.kind === 'error'}>
          {strings.apply}
        </Button>
      </div>
    </form>
  );
}
