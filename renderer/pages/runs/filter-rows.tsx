import { Plus, X } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import type { ColumnRef } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useValueSuggestions } from '#ui/data';
import { Button, IconButton, Select, TextField } from '#ui/widgets';
import { ColumnPicker } from './column-picker.tsx';
import { columnId, describe, type Column } from './columns.ts';
import {
  needsValue,
  newCondition,
  OPERATOR_WORDS,
  operatorsFor,
  type Condition,
  type FlatFilter,
  type Operator,
} from './conditions.ts';
import styles from './tools.module.css';
import { strings } from './strings.ts';

export interface FilterRowsProps {
  readonly project: ProjectPath;
  readonly flat: FlatFilter;
  readonly columns: readonly Column[];
  readonly onChange: (flat: FlatFilter) => void;
}

/** The builder: one row per condition, joined by and or or. */
export function FilterRows({ project, flat, columns, onChange }: FilterRowsProps): ReactElement {
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
            <ConditionRow project={project} columns={columns} condition={condition} onChange={(next) => put(i, next)} />
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
  readonly project: ProjectPath;
  readonly columns: readonly Column[];
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

function ConditionRow({ project, columns, condition, onChange }: ConditionRowProps): ReactElement {
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
        <ValueField
          project={project}
          column={column}
          operator={condition.operator}
          text={condition.text}
          onText={(text) => onChange({ ...condition, text })}
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

interface ValueFieldProps {
  readonly project: ProjectPath;
  readonly column: Column;
  readonly operator: Operator;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** A value with those that runs have there to choose from. */
function ValueField({ project, column, operator, text, onText }: ValueFieldProps): ReactElement {
  const id = useId();
  const isList = operator === 'in' || operator === 'not in';
  const suggestions = useValueSuggestions(project, column.ref, isList ? '' : text).data ?? [];
  const isOffered = !isList && operator !== 'regex' && column.type !== 'time' && column.type !== 'duration';
  return (
    <>
      <TextField
        label={strings.value}
        isLabelHidden
        className={styles.value}
        placeholder={placeholderFor(column, operator)}
        value={text}
        onValue={onText}
        isMono={operator === 'regex'}
        list={isOffered ? id : undefined}
      />
      {isOffered ? (
        <datalist id={id}>
          {suggestions.map((one) => (
            <option
              key={`${typeof one.value} ${String(one.value)}`}
              value={String(one.value)}
              label={strings.inRuns(one.runCount)}
            />
          ))}
        </datalist>
      ) : undefined}
    </>
  );
}

/** A column of the project, or one that no run has any more. */
export function columnOf(columns: readonly Column[], ref: ColumnRef): Column {
  return columns.find((column) => column.id === columnId(ref)) ?? describe(ref);
}
