import { Columns3, Download, Filter, Trash2 } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import type { TableAnswer, TableCondition, TableForm, TableOperator } from '#shared/api';
import {
  Button,
  Checkbox,
  IconButton,
  Menu,
  Popover,
  SearchField,
  SegmentedControl,
  Select,
  TextField,
} from '#ui/widgets';
import { FoldingTools } from '../../frame/folding-tools.tsx';
import type { DrawnRun } from '../../runs.ts';
import { CompareEditor } from './compare-editor.tsx';
import { OPERATORS, type TableConfig } from './config.ts';
import { DerivedEditor } from './derived-editor.tsx';
import { fileEntries } from './save.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface ToolbarProps {
  readonly head: TableAnswer | undefined;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly runs: readonly DrawnRun[];
  /** Left out where the panel's own menu has the files. */
  readonly onExport?: ((form: TableForm) => void) | undefined;
  readonly steps: Float64Array;
  /** Of the tables that are shown, and of all there are, when not all have room. */
  readonly note: string | undefined;
}

/** Search, filter, groups, columns, which run, and the table as a file. Not drawn anew while only rows move. */
export const Toolbar = memo(function Toolbar(props: ToolbarProps) {
  const { head, config, onConfig, text, onText, runs, steps, note } = props;
  const names = head?.columns.map((column) => column.name) ?? [];
  return (
    <FoldingTools
      label={strings.tools}
      inUse={usedOf(config, runs)}
      before={
        <div className={styles.search}>
          <SearchField label={strings.search} placeholder={strings.search} size="small" value={text} onValue={onText} />
        </div>
      }
      after={<Shown {...props} note={note} />}
    >
      <Popover
        label={strings.filter}
        align="start"
        trigger={
          <Button size="small">
            <Filter size={13} aria-hidden />
            {config.where.length === 0 ? strings.filter : strings.filters(config.where.length)}
          </Button>
        }
      >
        <Conditions names={names} where={config.where} onWhere={(where) => onConfig({ where })} />
      </Popover>
      <DerivedEditor head={head} config={config} onConfig={onConfig} />
      {config.view === 'table' ? <GroupSelect head={head} config={config} onConfig={onConfig} /> : undefined}
      {runs.length > 1 ? (
        <Select
          label={strings.run}
          size="small"
          value={runs.some((run) => run.path.run === config.run) ? config.run : ''}
          options={[
            { value: '', label: strings.allRuns },
            ...runs.map((run) => ({ value: run.path.run, label: run.label })),
          ]}
          onValue={(run) => onConfig({ run })}
        />
      ) : undefined}
      <CompareEditor head={head} config={config} onConfig={onConfig} tableCount={runs.length} steps={steps} />
    </FoldingTools>
  );
});

/** How many tools make of the table something else than what was logged. */
function usedOf(
  { where, derived, groupBy, view, run, layout, against }: TableConfig,
  runs: ToolbarProps['runs'],
): number {
  const isOneRun = runs.length > 1 && runs.some((one) => one.path.run === run);
  const isCompared = layout !== 'stack' || against !== undefined;
  const isGrouped = view === 'table' && groupBy !== '';
  return [where.length > 0, derived.length > 0, isGrouped, isOneRun, isCompared].filter(Boolean).length;
}

/** How much is shown, as what, and with which columns. */
function Shown(props: ToolbarProps): ReactElement {
  const { head, config, onConfig, note } = props;
  return (
    <>
      {note === undefined ? undefined : <span className={styles.counts}>{note}</span>}
      <span className={styles.counts} role="status">
        {head === undefined
          ? ''
          : head.groups === undefined
            ? strings.rows(head.matchCount, head.rowCount)
            : strings.groups(head.matchCount)}
      </span>
      <SegmentedControl
        label={strings.view}
        items={[
          { value: 'table', label: strings.table },
          { value: 'plot', label: strings.plot },
        ]}
        value={config.view}
        onValue={(view) => onConfig({ view })}
      />
      <ColumnsAndFiles {...props} />
    </>
  );
}

function GroupSelect({ head, config, onConfig }: Pick<ToolbarProps, 'head' | 'config' | 'onConfig'>): ReactElement {
  return (
    <Select
      label={strings.group}
      size="small"
      value={config.groupBy}
      options={[
        { value: '', label: `${strings.group}: ${strings.noGroup}` },
        ...(head?.columns ?? [])
          .filter((column) => column.type !== 'media')
          .slice(0, MOST_LISTED)
          .map(({ name }) => ({ value: name, label: `${strings.group}: ${name}` })),
      ]}
      onValue={(groupBy) => onConfig({ groupBy })}
    />
  );
}

/** Which columns are shown, and the table as a file. */
function ColumnsAndFiles({ head, config, onConfig, onExport }: ToolbarProps): ReactElement {
  const names = head?.columns.map((column) => column.name) ?? [];
  return (
    <>
      <Popover
        label={strings.columns}
        align="end"
        trigger={
          <IconButton label={strings.columns} size="small">
            <Columns3 size={14} aria-hidden />
          </IconButton>
        }
      >
        <div className={styles.columnList}>
          <Button size="small" disabled={config.hidden.length === 0} onClick={() => onConfig({ hidden: [] })}>
            {strings.showAll}
          </Button>
          {names.slice(0, MOST_LISTED).map((name) => (
            <Checkbox
              key={name}
              label={name}
              state={!config.hidden.includes(name)}
              onToggle={(isOn) =>
                onConfig({ hidden: isOn ? config.hidden.filter((one) => one !== name) : [...config.hidden, name] })
              }
            />
          ))}
        </div>
      </Popover>
      {onExport === undefined ? undefined : (
        <Menu
          align="end"
          trigger={
            <IconButton label={strings.download} size="small">
              <Download size={14} aria-hidden />
            </IconButton>
          }
          entries={fileEntries(head === undefined, onExport)}
        />
      )}
    </>
  );
}

/** Columns beyond these are found by hiding from their heads. */
const MOST_LISTED = 500;

function Conditions({
  names,
  where,
  onWhere,
}: {
  readonly names: readonly string[];
  readonly where: readonly TableCondition[];
  readonly onWhere: (where: readonly TableCondition[]) => void;
}): ReactElement {
  const change = (at: number, part: Partial<TableCondition>): void =>
    onWhere(where.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <div className={styles.conditions}>
      {where.map((condition, i) => (
        <div key={i} className={styles.condition}>
          <Select
            label={strings.column}
            size="small"
            value={condition.column}
            options={names.slice(0, MOST_LISTED).map((value) => ({ value, label: value }))}
            onValue={(column) => change(i, { column })}
          />
          <Select<TableOperator>
            label={strings.operator}
            size="small"
            value={condition.op}
            options={OPERATORS.map((value) => ({ value, label: value }))}
            onValue={(op) => change(i, { op })}
          />
          {condition.op === 'missing' || condition.op === 'present' ? (
            <span />
          ) : (
            <TextField
              label={strings.value}
              isLabelHidden
              size="small"
              value={condition.value ?? ''}
              onValue={(value) => change(i, { value })}
            />
          )}
          <IconButton
            label={strings.removeCondition}
            size="small"
            onClick={() => onWhere(where.filter((_, n) => n !== i))}
          >
            <Trash2 size={13} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        disabled={names.length === 0}
        onClick={() => onWhere([...where, { column: names[0] ?? '', op: 'contains', value: '' }])}
      >
        {strings.addCondition}
      </Button>
    </div>
  );
}
