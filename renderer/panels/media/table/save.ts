import { useCallback } from 'react';
import type { TableForm } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useData, useTableExport, type TableQuestion } from '#ui/data';
import { showToast, type MenuEntry } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../../download.ts';
import type { PanelFile } from '../../frame/panel-files.ts';
import { strings } from './strings.ts';

const FORMS: readonly (readonly [TableForm, string])[] = [
  ['csv', strings.asCsv],
  ['json', strings.asJson],
  ['parquet', strings.asParquet],
];

/** Entries of a menu that save a table in one of its forms. */
export function fileEntries(isDisabled: boolean, onExport: (form: TableForm) => void): readonly MenuEntry[] {
  return FORMS.map(([form, label]) => ({ kind: 'action', label, isDisabled, run: () => onExport(form) }));
}

/** The kept rows of a table as files, made by the host. `save` tells a failure by itself. */
export function useTableFiles(
  project: ProjectPath,
  question: TableQuestion | undefined,
  name: string,
): {
  readonly fileAs: (form: TableForm) => Promise<readonly PanelFile[]>;
  readonly save: (form: TableForm) => void;
} {
  const { clock } = useData();
  const exportTable = useTableExport(project);
  const fileAs = useCallback(
    async (form: TableForm): Promise<readonly PanelFile[]> =>
      question === undefined ? [] : [{ name: `${fileNameOf(name)}.${form}`, blob: await exportTable(question, form) }],
    [question, exportTable, name],
  );
  const save = useCallback(
    (form: TableForm): void => {
      fileAs(form).then(
        (files) => files.forEach((file) => downloadBlob(clock, file.blob, file.name)),
        (error: unknown) =>
          showToast(`${strings.exportFailed}: ${error instanceof Error ? error.message : ''}`, { kind: 'error' }),
      );
    },
    [fileAs, clock],
  );
  return { fileAs, save };
}
