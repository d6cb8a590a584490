import { useLocation } from 'wouter';
import type { RunHead, RunQuery } from '#shared/api';
import { runHref, type ProjectPath } from '#shared/units';
import { useData, useDeleteRun, useEditRun, useStopRun } from '#ui/data';
import { copyText, showToast, type MenuEntry } from '#ui/widgets';
import type { Column } from './columns.ts';
import { toCsv } from './csv.ts';
import { strings } from './strings.ts';

export interface MenuTargets {
  readonly onEdit: (kind: 'name' | 'tags' | 'notes' | 'color', head: RunHead) => void;
  readonly onDelete: (heads: readonly RunHead[]) => void;
}

/** Makes the menu of a run: the same by right click and by the row's button. */
export function useRunMenu({ onEdit, onDelete }: MenuTargets): (head: RunHead) => readonly MenuEntry[] {
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
      { kind: 'separator' },
      { kind: 'action', label: strings.copyId, run: () => copy(run) },
      { kind: 'action', label: strings.copyPath, run: () => copy(`${entity}/${project}/${run}`) },
      { kind: 'action', label: strings.copyLink, run: () => copy(new URL(href, location.href).href) },
      { kind: 'separator' },
      {
        kind: 'action',
        label: strings.stop,
        isDisabled: !isStoppable,
        run: () => stop.mutate(head.path, { onSuccess: () => showToast(strings.stopped) }),
      },
      { kind: 'action', label: strings.delete, isDanger: true, run: () => onDelete([head]) },
    ];
  };
}

export interface BulkActs {
  readonly addTag: (heads: readonly RunHead[], tag: string) => void;
  readonly removeTag: (heads: readonly RunHead[], tag: string) => void;
  /** Resolves to the number of runs deleted. */
  readonly deleteRuns: (heads: readonly RunHead[]) => Promise<void>;
}

/** Acts on many runs, one after the other; says at the end what could not be done. */
export function useBulkActs(): BulkActs {
  const edit = useEditRun();
  const remove = useDeleteRun();
  const setTags = async (heads: readonly RunHead[], tagsOf: (head: RunHead) => readonly string[]): Promise<void> => {
    const changed = heads.filter((head) => tagsOf(head).join('\n') !== head.tags.join('\n'));
    report(
      await inTurn(changed, (head) => edit.mutateAsync({ path: head.path, edit: { tags: tagsOf(head) } })),
      undefined,
    );
  };
  return {
    addTag: (heads, tag) => void setTags(heads, (head) => [...new Set([...head.tags, tag])]),
    removeTag: (heads, tag) => void setTags(heads, (head) => head.tags.filter((one) => one !== tag)),
    deleteRuns: async (heads) => {
      const failed = await inTurn(heads, (head) => remove.mutateAsync(head.path));
      report(failed, strings.deleted(heads.length - failed));
    },
  };
}

/** Number of calls that failed. In turn, because the host has one writer anyway. */
async function inTurn(heads: readonly RunHead[], act: (head: RunHead) => Promise<unknown>): Promise<number> {
  let failed = 0;
  for (const head of heads) {
    await act(head).catch(() => {
      failed += 1;
    });
  }
  return failed;
}

function report(failed: number, done: string | undefined): void {
  if (failed > 0) showToast(strings.failedSome(failed), { kind: 'error' });
  else if (done !== undefined) showToast(done);
}

/** Fetches all matching runs with the columns of the table and saves them as a file. */
export function useExportCsv(
  project: ProjectPath,
): (query: RunQuery, columns: readonly Column[], only: ReadonlySet<string>) => void {
  const { api } = useData();
  return (query, columns, only) => {
    const refs = columns.flatMap((column) => (column.ref.kind === 'run' ? [] : [column.ref]));
    void api
      .queryRuns(project, { ...query, columns: refs, offset: 0, limit: 10_000 })
      .then(({ rows }) => {
        const wanted = only.size === 0 ? rows : rows.filter((row) => only.has(row.head.path.run));
        saveFile(`${project.project}-runs.csv`, toCsv(columns, wanted));
        showToast(strings.exportDone(wanted.length));
      })
      .catch((error: unknown) => showToast(strings.exportCsv, { kind: 'error', text: String(error) }));
  };
}

function saveFile(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  URL.revokeObjectURL(href);
}
