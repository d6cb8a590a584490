import { Plus, Sigma, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { TableAnswer, TableColumn, TableDerived } from '#shared/api';
import { checkFormula, FORMULA_FUNCTION_NAMES, type FormulaType } from '#shared/tables';
import { Button, IconButton, Popover, TextField } from '#ui/widgets';
import type { TableConfig } from './config.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface DerivedEditorProps {
  readonly head: TableAnswer | undefined;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
}

/** Computed columns: name and expression of each; what is wrong is said while it is typed. */
export function DerivedEditor({ head, config, onConfig }: DerivedEditorProps): ReactElement {
  const count = config.derived.length;
  return (
    <Popover
      label={strings.derived}
      align="start"
      trigger={
        <Button size="small">
          <Sigma size={13} aria-hidden />
          {count === 0 ? strings.compute : strings.computed(count)}
        </Button>
      }
    >
      <Drafts columns={head?.columns ?? []} config={config} onConfig={onConfig} />
    </Popover>
  );
}

interface DraftsProps {
  readonly columns: readonly TableColumn[];
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
}

/** Drafts live as long as the popover is open; only what can be computed becomes a column. */
function Drafts({ columns, config, onConfig }: DraftsProps): ReactElement {
  const [drafts, setDrafts] = useState<readonly TableDerived[]>(() =>
    config.derived.length > 0 ? config.derived : [{ name: '', formula: '' }],
  );
  const own = columns.filter((column) => column.isDerived !== true);
  const checked = checkAll(drafts, own);
  const change = (next: readonly TableDerived[]): void => {
    setDrafts(next);
    const verdicts = checkAll(next, own);
    const derived = next.filter((_, i) => verdicts[i]?.isGood === true);
    if (JSON.stringify(derived) === JSON.stringify(config.derived)) return;
    const gone = config.derived.filter(({ name }) => !derived.some((one) => one.name === name)).map(({ name }) => name);
    onConfig({ derived, ...withoutColumns(config, gone) });
  };
  const edit = (at: number, part: Partial<TableDerived>): void =>
    change(drafts.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <div className={styles.derived}>
      {drafts.map((draft, i) => (
        <div key={i} className={styles.derivedRow}>
          <TextField
            label={strings.derivedName}
            isLabelHidden
            placeholder={strings.derivedName}
            size="small"
            maxLength={200}
            value={draft.name}
            error={checked[i]?.nameFault}
            onValue={(name) => edit(i, { name })}
          />
          <TextField
            label={strings.formula}
            isLabelHidden
            placeholder={strings.formulaExample(own)}
            size="small"
            isMono
            maxLength={2000}
            value={draft.formula}
            error={draft.formula === '' ? undefined : checked[i]?.formulaFault}
            onValue={(formula) => edit(i, { formula })}
          />
          <IconButton
            label={strings.removeDerived}
            size="small"
            onClick={() => change(drafts.filter((_, n) => n !== i))}
          >
            <Trash2 size={13} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          disabled={drafts.length >= MOST_DERIVED}
          onClick={() => setDrafts([...drafts, { name: '', formula: '' }])}
        >
          <Plus size={13} aria-hidden /> {strings.addDerived}
        </Button>
      </div>
      <p className={styles.help}>
        {strings.formulaHelp}
        <br />
        {FORMULA_FUNCTION_NAMES.join(' ')}
      </p>
    </div>
  );
}

/** As many as the host computes. */
const MOST_DERIVED = 30;

interface Verdict {
  readonly isGood: boolean;
  readonly nameFault: string | undefined;
  readonly formulaFault: string | undefined;
}

/** Each draft against the columns and the drafts before it. */
function checkAll(drafts: readonly TableDerived[], columns: readonly TableColumn[]): readonly Verdict[] {
  const types = new Map(columns.map(({ name, type }): [string, FormulaType] => [name, formulaType(type)]));
  return drafts.map(({ name, formula }): Verdict => {
    const checked = checkFormula(formula, types);
    const nameFault =
      name.trim() === ''
        ? formula === ''
          ? undefined
          : strings.nameMissing
        : types.has(name)
          ? strings.nameTaken
          : undefined;
    const isGood = checked.kind === 'formula' && name.trim() !== '' && nameFault === undefined;
    if (isGood) types.set(name, checked.type);
    return { isGood, nameFault, formulaFault: checked.kind === 'error' ? checked.reason : undefined };
  });
}

function formulaType(type: TableColumn['type']): FormulaType {
  return type === 'number' || type === 'text' || type === 'boolean' ? type : 'any';
}

/** A column that is gone is no longer sorted, filtered or grouped by; else the host would refuse every question. */
function withoutColumns(config: TableConfig, gone: readonly string[]): Partial<TableConfig> {
  if (gone.length === 0) return {};
  return {
    sort: config.sort.filter(({ column }) => !gone.includes(column)),
    where: config.where.filter(({ column }) => !gone.includes(column)),
    groupBy: gone.includes(config.groupBy) ? '' : config.groupBy,
  };
}
