import { useLocation } from 'wouter';
import type { RunHead, RunQuery } from '#shared/api';
import { runHref, type ProjectPath } from '#shared/units';
import { useData, useEditRuns } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { showToast, type MenuEntry } from '#ui/widgets';
import { useLock, type LockRuns } from '../lock/use-lock.ts';
import { showProblem } from '../show-problem.ts';
import { useTrashActs } from '../trash/use-trash-acts.ts';
import type { Column } from './columns.ts';
import { namesFilter } from './conditions.ts';
import { EXPORT_ENDINGS, EXPORT_FORMATS, exportText, type ExportFormat } from './export-text.ts';
import type { RowEdit } from './row-editor.tsx';
import type { AskedAbout } from './run-dialogs.tsx';
import { runEntries, useStop } from './run-entries.ts';
import { MOST_SELECTED } from './selection.ts';
import { strings } from './strings.ts';
import type { TableState } from './table-state.ts';

export interface MenuTargets {
  readonly project: ProjectPath;
  readonly state: Pick<TableState, 'baseline'>;
  readonly change: (fields: Pick<TableState, 'baseline'>) => void;
  readonly onEdit: (kind: RowEdit['kind'], head: RunHead) => void;
  readonly onAsk: (asked: AskedAbout) => void;
}

/** Makes the menu of a run: the same by right click and by the row's button. */
export function useRunMenu({
  project,
  state,
  change,
  onEdit,
  onAsk,
}: MenuTargets): (head: RunHead) => readonly MenuEntry[] {
  const [, navigate] = useLocation();
  const stop = useStop();
  const lock = useLock(project);
  return (head) => {
    const { run } = head.path;
    const { opening, editing, copying, ending } = runEntries(head, {
      open: ({ path }) => navigate(runHref(path)),
      edit: onEdit,
      ask: onAsk,
      stop,
      lock,
    });
    return [
      ...opening,
      { kind: 'separator' },
      ...editing,
      { kind: 'action', label: strings.color, run: () => onEdit('color', head) },
      {
        kind: 'action',
        label: strings.baseline,
        isChecked: run === state.baseline,
        run: () => change({ baseline: run === state.baseline ? '' : run }),
      },
      { kind: 'separator' },
      ...copying,
      { kind: 'separator' },
      ...ending,
    ];
  };
}

export interface BulkActs {
  readonly addTag: (heads: readonly RunHead[], tag: string) => void;
  readonly removeTag: (heads: readonly RunHead[], tag: string) => void;
  readonly lock: LockRuns;
  readonly deleteRuns: (heads: readonly RunHead[]) => void;
}

/**
 * Acts on many runs in one request; says what was done or why not. `onLocked` gets runs whose lock changed: what is
 * selected far out of sight is not fetched anew.
 */
export function useBulkActs(project: ProjectPath, onLocked: (heads: readonly RunHead[]) => void): BulkActs {
  const edit = useEditRuns(project);
  const trash = useTrashActs(project);
  const lock = useLock(project, onLocked);
  const idsOf = (heads: readonly RunHead[]): string[] => heads.map((head) => head.path.run);
  return {
    addTag: (heads, tag) =>
      edit.mutate(
        { runs: idsOf(heads), addTags: [tag] },
        { onError: showProblem, onSuccess: ({ count }) => showToast(strings.tagged(count)) },
      ),
    removeTag: (heads, tag) =>
      edit.mutate(
        { runs: idsOf(heads), removeTags: [tag] },
        { onError: showProblem, onSuccess: ({ count }) => showToast(strings.untagged(count)) },
      ),
    lock,
    deleteRuns: (heads) => void trash.remove(idsOf(heads)),
  };
}

export type ExportRuns = (
  format: ExportFormat,
  query: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  columns: readonly Column[],
  only: ReadonlySet<string>,
) => void;

/** Fetches all matching runs, or `only` those that are named, whether they match or not, and saves them as a file. */
export function useExportRuns(project: ProjectPath): ExportRuns {
  const { api, clock } = useData();
  return (format, query, columns, only) => {
    const refs = columns.flatMap((column) => (column.ref.kind === 'run' ? [] : [column.ref]));
    void api
      .queryRuns(project, { ...exportQuery(query, only), columns: refs, offset: 0, limit: MOST_SELECTED })
      .then(({ rows, total }) => {
        const { ending, mime } = EXPORT_ENDINGS[format];
        const blob = new Blob([exportText(format, columns, rows)], { type: `${mime};charset=utf-8` });
        downloadBlob(clock, blob, `${project.project}-runs.${ending}`);
        const wanted = only.size === 0 ? total : only.size;
        showToast(strings.exportDone(rows.length), wanted > MOST_SELECTED ? { text: strings.exportCut(wanted) } : {});
      })
      .catch((error: unknown) => showToast(strings.export, { kind: 'error', text: String(error) }));
  };
}

/** The runs of a query, or those of a selection in its order; the host takes only so many names at once. */
function exportQuery(query: Parameters<ExportRuns>[1], only: ReadonlySet<string>): typeof query {
  if (only.size === 0) return query;
  const { sort } = query;
  return { filter: namesFilter([...only].slice(0, MOST_SELECTED)), ...(sort === undefined ? {} : { sort }) };
}

/** A menu entry for each kind of file. */
export function exportEntries(onExport: (format: ExportFormat) => void): readonly MenuEntry[] {
  return EXPORT_FORMATS.map((format) => ({
    kind: 'action',
    label: strings.exportFormats[format],
    run: () => onExport(format),
  }));
}
