import { Plus } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { columnOfId, type ColumnId, type ProjectKeys } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { Button, Chip, Popover, SearchField, Select, VirtualList } from '#ui/widgets';
import { columnChoices, columnLabel } from '../../../columns/choices.ts';
import { FormRow } from '../../../frame/settings-form.tsx';
import { NO_PLACE } from '../artifact-place.ts';
import { historyKeysOf, readFrom, ROW_SOURCES, tableKeysOf, type ChartQuery, type RowSource } from '../query.ts';
import { strings } from '../strings.ts';
import { ArtifactRows } from './artifact-rows.tsx';
import styles from './editor.module.css';

const SOURCES = ROW_SOURCES.map((value) => ({ value, label: strings.sources[value] }));

export interface QueryRowsProps {
  readonly project: ProjectPath;
  readonly query: ChartQuery;
  readonly onQuery: (query: ChartQuery) => void;
}

/** What the rows of a chart are: a table, steps of histories or runs, and what of a run stands in each of its rows. */
export function QueryRows({ project, query, onQuery }: QueryRowsProps): ReactElement {
  const keys = useProjectKeys(project).data;
  const set = (part: Partial<ChartQuery>): void => onQuery({ ...query, ...part });
  const isTable = query.from === 'historyTable' || query.from === 'summaryTable';
  return (
    <>
      <FormRow label={strings.from}>
        <div className={styles.stack}>
          <Select
            label={strings.from}
            size="small"
            options={SOURCES}
            value={query.from}
            onValue={(from: RowSource) =>
              onQuery(keys === undefined ? { ...query, from } : readFrom(query, from, keys))
            }
          />
          <p className={styles.note}>{strings.sourceNotes[query.from]}</p>
        </div>
      </FormRow>
      {isTable ? <TableRow keys={keys} table={query.table} onTable={(table) => set({ table })} /> : undefined}
      {query.from === 'history' ? (
        <FormRow label={strings.keys}>
          <NameChips
            label={strings.keys}
            names={keys === undefined ? [] : historyKeysOf(keys).map((id) => ({ id, label: id }))}
            chosen={query.keys}
            onChosen={(next) => set({ keys: next })}
          />
        </FormRow>
      ) : undefined}
      {query.from === 'artifact' ? (
        <ArtifactRows project={project} place={query.artifact ?? NO_PLACE} onPlace={(artifact) => set({ artifact })} />
      ) : (
        <FormRow label={strings.columns}>
          <ColumnChips keys={keys} chosen={query.columns} onChosen={(columns) => set({ columns })} />
        </FormRow>
      )}
    </>
  );
}

function TableRow({
  keys,
  table,
  onTable,
}: {
  readonly keys: ProjectKeys | undefined;
  readonly table: string;
  readonly onTable: (table: string) => void;
}): ReactElement {
  const known = keys === undefined ? [] : tableKeysOf(keys);
  const names = known.includes(table) || table === '' ? known : [table, ...known];
  const options = [
    ...(table === '' ? [{ value: '', label: known.length === 0 ? strings.noTables : strings.chooseTable }] : []),
    ...names.map((value) => ({ value, label: value })),
  ];
  return (
    <FormRow label={strings.table}>
      <Select label={strings.table} size="small" options={options} value={table} onValue={onTable} />
    </FormRow>
  );
}

/** Values of the run, by column. */
function ColumnChips({
  keys,
  chosen,
  onChosen,
}: {
  readonly keys: ProjectKeys | undefined;
  readonly chosen: readonly ColumnId[];
  readonly onChosen: (columns: readonly ColumnId[]) => void;
}): ReactElement {
  const names = useMemo(
    () => (keys === undefined ? [] : columnChoices(keys).map(({ id, label, group }) => ({ id, label, group }))),
    [keys],
  );
  return (
    <NameChips label={strings.columns} add={strings.addColumn} names={names} chosen={chosen} onChosen={onChosen} />
  );
}

interface NameChoice {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
}

interface NameChipsProps {
  readonly label: string;
  readonly add?: string;
  readonly names: readonly NameChoice[];
  readonly chosen: readonly string[];
  readonly onChosen: (ids: readonly string[]) => void;
}

/** Several of possibly thousands of names: chips with a cross, and a list with ticks. */
function NameChips({ label, add = label, names, chosen, onChosen }: NameChipsProps): ReactElement {
  const labelOf = (id: string): string => {
    const ref = names.some((one) => one.group !== undefined) ? columnOfId(id) : undefined;
    return ref === undefined ? id : columnLabel(ref);
  };
  return (
    <div className={styles.chips}>
      {chosen.map((id) => (
        <Chip
          key={id}
          onRemove={() => onChosen(chosen.filter((one) => one !== id))}
          removeLabel={strings.leaveOut(labelOf(id))}
        >
          {labelOf(id)}
        </Chip>
      ))}
      <Popover
        label={label}
        trigger={
          <Button size="small" kind="ghost" icon={<Plus size={13} aria-hidden />}>
            {add}
          </Button>
        }
      >
        <NameList label={label} names={names} chosen={chosen} onChosen={onChosen} />
      </Popover>
    </div>
  );
}

function NameList({ label, names, chosen, onChosen }: NameChipsProps): ReactElement {
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const found = names.filter((one) => `${one.label} ${one.group ?? ''}`.toLowerCase().includes(needle));
  const ticked = new Set(chosen);
  return (
    <div className={styles.picker}>
      <SearchField label={strings.searchIn(label)} size="small" value={text} onValue={setText} count={found.length} />
      <div className={styles.names}>
        <VirtualList
          label={label}
          count={found.length}
          rowHeight={28}
          keyOf={(index) => found[index]?.id ?? index}
          renderRow={(index) => {
            const one = found[index];
            if (one === undefined) return undefined;
            const isOn = ticked.has(one.id);
            return (
              <label className={styles.option}>
                <input
                  type="checkbox"
                  checked={isOn}
                  onChange={() => onChosen(isOn ? chosen.filter((id) => id !== one.id) : [...chosen, one.id])}
                />
                <span className={styles.cut}>{one.label}</span>
                {one.group === undefined ? undefined : <span className={styles.group}>{one.group}</span>}
              </label>
            );
          }}
        />
      </div>
    </div>
  );
}
