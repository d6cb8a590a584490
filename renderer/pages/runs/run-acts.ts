import { useLocation } from 'wouter';
import type { RunHead, RunQuery } from '#shared/api';
import { asProblem } from '#shared/errors';
import { runHref, type ProjectPath } from '#shared/units';
import { useData, useEditRuns, useStopRun } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { copyText, showToast, type MenuEntry } from '#ui/widgets';
import { strings as bundleStrings } from '../bundles/strings.ts';
import { strings as moveStrings } from '../move/strings.ts';
import { strings as syncStrings } from '../sync/strings.ts';
import { useTrashActs } from '../trash/use-trash-acts.ts';
import type { Column } from './columns.ts';
import { EXPORT_ENDINGS, EXPORT_FORMATS, exportText, type ExportFormat } from './export-text.ts';
import type { AskedAbout } from './run-dialogs.tsx';
import { MOST_SELECTED } from './selection.ts';
import { strings } from './strings.ts';
import type { TableState } from './table-state.ts';

export interface MenuTargets {
  readonly state: Pick<TableState, 'baseline'>;
  readonly change: (fields: Pick<TableState, 'baseline'>) => void;
  readonly onEdit: (kind: 'name' | 'tags' | 'notes' | 'color', head: RunHead) => void;
  readonly onAsk: (asked: AskedAbout) => void;
}

/** Makes the menu of a run: the same by right click and by the row's button. */
export function useRunMenu({ state, change, onEdit, onAsk }: MenuTargets): (head: RunHead) => readonly MenuEntry[] {
  const [, navigate] = useLocation();
  const stop = useStopRun();
  const copy = (text: string): void => void copyText(text).then((isCopied) => isCopied && showToast(strings.copied));
  return (head) => {
    const { entity, project, run } = head.path;
    const href = runHref(head.path);
    const isStoppable = head.state === 'running' && !head.isStopRequested;
    return [
      { kind: 'action', label: strings.open, keys: 'Enter', run: () => navigate(href) },
      { kind: 'action', label: strings.openTab, run: () => void window.open(href, '_blank', 'noopener') },
      { kind: 'separator' },
      { kind: 'action', label: strings.rename, run: () => onEdit('name', head) },
      { kind: 'action', label: strings.editTags, run: () => onEdit('tags', head) },
      { kind: 'action', label: strings.editNotes, run: () => onEdit('notes', head) },
      { kind: 'action', label: strings.color, run: () => onEdit('color', head) },
      {
        kind: 'action',
        label: strings.baseline,
        isChecked: run === state.baseline,
        run: () => change({ baseline: run === state.baseline ? '' : run }),
      },
      { kind: 'separator' },
      { kind: 'action', label: strings.copyId, run: () => copy(run) },
      { kind: 'action', label: strings.copyPath, run: () => copy(`${entity}/${project}/${run}`) },
      { kind: 'action', label: strings.copyLink, run: () => copy(new URL(href, location.href).href) },
      { kind: 'separator' },
      { kind: 'action', label: bundleStrings.menu, run: () => onAsk({ act: 'bundle', heads: [head] }) },
      { kind: 'action', label: syncStrings.menu, run: () => onAsk({ act: 'send', heads: [head] }) },
      { kind: 'action', label: moveStrings.menu, run: () => onAsk({ act: 'move', heads: [head] }) },
      {
        kind: 'action',
        label: strings.stop,
        isDisabled: !isStoppable,
        run: () => stop.mutate(head.path, { onSuccess: () => showToast(strings.stopped) }),
      },
      { kind: 'action', label: strings.delete, isDanger: true, run: () => onAsk({ act: 'delete', heads: [head] }) },
    ];
  };
}

export interface BulkActs {
  readonly addTag: (heads: readonly RunHead[], tag: string) => void;
  readonly removeTag: (heads: readonly RunHead[], tag: string) => void;
  readonly deleteRuns: (heads: readonly RunHead[]) => void;
}

/** Acts on many runs in one request; says what was done or why not. */
export function useBulkActs(project: ProjectPath): BulkActs {
  const edit = useEditRuns(project);
  const trash = useTrashActs(project);
  const idsOf = (heads: readonly RunHead[]): string[] => heads.map((head) => head.path.run);
  const onError = (error: unknown): void => {
    const problem = asProblem(error).toData();
    showToast(problem.message, { kind: 'error', text: problem.tip });
  };
  return {
    addTag: (heads, tag) =>
      edit.mutate(
        { runs: idsOf(heads), addTags: [tag] },
        { onError, onSuccess: ({ count }) => showToast(strings.tagged(count)) },
      ),
    removeTag: (heads, tag) =>
      edit.mutate(
        { runs: idsOf(heads), removeTags: [tag] },
        { onError, onSuccess: ({ count }) => showToast(strings.untagged(count)) },
      ),
    deleteRuns: (heads) => void trash.remove(idsOf(heads)),
  };
}

export type ExportRuns = (
  format: ExportFormat,
  query: RunQuery,
  columns: readonly Column[],
  only: ReadonlySet<string>,
) => void;

/** Fetches all matching runs with the columns of the table and saves them as a file. */
export function useExportRuns(project: ProjectPath): ExportRuns {
  const { api, clock } = useData();
  return (format, query, columns, only) => {
    const refs = columns.flatMap((column) => (column.ref.kind === 'run' ? [] : [column.ref]));
    void api
      .queryRuns(project, { ...query, columns: refs, offset: 0, limit: MOST_SELECTED })
      .then(({ rows, total }) => {
        const wanted = only.size === 0 ? rows : rows.filter((row) => only.has(row.head.path.run));
        const { ending, mime } = EXPORT_ENDINGS[format];
        const blob = new Blob([exportText(format, columns, wanted)], { type: `${mime};charset=utf-8` });
        downloadBlob(clock, blob, `${project.project}-runs.${ending}`);
        const isCut = only.size === 0 && total > rows.length;
        showToast(strings.exportDone(wanted.length), isCut ? { text: strings.exportCut(total) } : {});
      })
      .catch((error: unknown) => showToast(strings.export, { kind: 'error', text: String(error) }));
  };
}

/** A menu entry for each kind of file. */
export function exportEntries(onExport: (format: ExportFormat) => void): readonly MenuEntry[] {
  return EXPORT_FORMATS.map((format) => ({
    kind: 'action',
    label: strings.exportFormats[format],
    run: () => onExport(format),
  }));
}
