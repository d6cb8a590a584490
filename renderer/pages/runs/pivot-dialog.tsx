import { useMemo, useState, type ReactElement } from 'react';
import type { RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useData, useRunGroups } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { Button, Checkbox, copyText, Dialog, Select, showToast } from '#ui/widgets';
import { ColumnPicker } from './column-picker.tsx';
import { columnsOf, describe, type Column, type ColumnId } from './columns.ts';
import {
  csvTable,
  EXPORT_ENDINGS,
  latexTable,
  markdownTable,
  type ExportFormat,
  type PaperTable,
} from './export-text.ts';
import { pivotTable } from './pivot-text.ts';
import styles from './pivot.module.css';
import { strings } from './strings.ts';

export interface PivotDialogProps {
  readonly project: ProjectPath;
  readonly query: Pick<RunQuery, 'filter' | 'search'>;
  /** Keys of the groups. */
  readonly by: readonly ColumnId[];
  /** Columns of numbers to choose from. */
  readonly columns: readonly Column[];
  /** Those that are chosen at first. */
  readonly start: readonly Column[];
  readonly onClose: () => void;
}

type PivotFormat = Exclude<ExportFormat, 'json'>;

const FORMATS: readonly { readonly value: PivotFormat; readonly label: string }[] = (
  ['latex', 'markdown', 'csv'] as const
).map((value) => ({ value, label: strings.exportFormats[value] }));

/** The groups as a table of mean ± standard deviation for paper: seen before it is copied or saved. */
export function PivotDialog({ project, query, by, columns, start, onClose }: PivotDialogProps): ReactElement {
  const { clock } = useData();
  const keys = useMemo(() => columnsOf(by).map((ref) => describe(ref)), [by]);
  const [values, setValues] = useState(start);
  const [across, setAcross] = useState<ColumnId>('');
  const [format, setFormat] = useState<PivotFormat>('latex');
  const wish = useMemo(
    () => ({ ...query, by: columnsOf(by), columns: values.map((column) => column.ref) }),
    [query, by, values],
  );
  const answer = useRunGroups(project, wish);
  // An answer to other columns is on the screen while the next one is on its way.
  const groups = answer.isPlaceholderData ? undefined : answer.data?.groups;
  const text = useMemo(
    () =>
      groups === undefined
        ? undefined
        : write(format, pivotTable(groups, { by: keys, across: across === '' ? undefined : across, values })),
    [groups, keys, across, values, format],
  );
  const save = (): void => {
    const { ending, mime } = EXPORT_ENDINGS[format];
    const blob = new Blob([text ?? ''], { type: `${mime};charset=utf-8` });
    downloadBlob(clock, blob, `${project.project}-groups.${ending}`);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.pivotTitle}
      width="wide"
      actions={
        <>
          <Button
            disabled={text === undefined}
            onClick={() => void copyText(text ?? '').then((isCopied) => isCopied && showToast(strings.copied))}
          >
            {strings.copy}
          </Button>
          <Button kind="primary" disabled={text === undefined} onClick={save}>
            {strings.save}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.choices}>
          <Select label={strings.format} options={FORMATS} value={format} onValue={setFormat} />
          {keys.length < 2 ? undefined : (
            <Select
              label={strings.across}
              options={[
                { value: '', label: strings.acrossNone },
                ...keys.map((column) => ({ value: column.id, label: strings.acrossKey(column.label) })),
              ]}
              value={across}
              onValue={setAcross}
            />
          )}
          <ColumnPicker
            columns={columns.filter((column) => values.every((one) => one.id !== column.id))}
            value={undefined}
            onValue={(column) => setValues([...values, column])}
          />
        </div>
        <div className={styles.values}>
          {values.map((column) => (
            <Checkbox
              key={column.id}
              label={`${column.group} · ${column.label}`}
              state
              onToggle={() => setValues(values.filter((one) => one.id !== column.id))}
            />
          ))}
        </div>
        <pre className={styles.preview} tabIndex={0} aria-label={strings.preview} aria-busy={text === undefined}>
          {text}
        </pre>
      </div>
    </Dialog>
  );
}

function write(format: PivotFormat, table: PaperTable): string {
  if (format === 'latex') return latexTable(table);
  return format === 'markdown' ? markdownTable(table) : csvTable([table.head, ...table.rows]);
}
