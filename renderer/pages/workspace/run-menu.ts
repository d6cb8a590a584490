import type { RunHead } from '#shared/api';
import type { MenuEntry } from '#ui/widgets';
import type { RowEdit } from '../runs/row-editor.tsx';
import type { AskedAbout } from '../runs/run-dialogs.tsx';
import { runEntries, type RunEntryActs } from '../runs/run-entries.ts';
import { strings } from './strings.ts';

/** What was asked for in a run's menu: an editor beside its row, or a dialog about runs. */
export type AskedOfRuns = RowEdit | AskedAbout;

export interface RunMenuInput {
  readonly head: RunHead;
  readonly isPinned: boolean;
  readonly isBaseline: boolean;
  readonly isSelected: boolean;
  readonly colors: readonly MenuEntry[];
  readonly acts: RunMenuActs;
  readonly open: () => void;
  /** What an editor stands beside. */
  readonly row: Element;
}

/** What a run's menu can do. */
export interface RunMenuActs {
  readonly solo: (id: string) => void;
  readonly showEvery: () => void;
  readonly pin: (id: string) => void;
  readonly setBaseline: (id: string) => void;
  readonly select: (head: RunHead, isSelected: boolean, isRange?: boolean) => void;
  readonly ask: (asked: AskedOfRuns) => void;
  readonly stop: (head: RunHead) => void;
  readonly lock: RunEntryActs['lock'];
}

/** The menu of a run beside the charts: what the runs table offers, and what concerns the charts. */
export function runMenu(input: RunMenuInput): readonly MenuEntry[] {
  const { head, isPinned, isBaseline, isSelected, colors, acts, open, row } = input;
  const { run: id } = head.path;
  const action = (label: string, run: () => void): MenuEntry => ({ kind: 'action', label, run });
  const edit: RunEntryActs['edit'] = (kind) => acts.ask({ kind, head, anchor: row });
  const { opening, editing, copying, ending } = runEntries(head, { ...acts, open, edit }, strings);
  return [
    ...opening,
    { kind: 'separator' },
    action(strings.solo, () => acts.solo(id)),
    action(strings.showEvery, acts.showEvery),
    action(isSelected ? strings.deselect : strings.select, () => acts.select(head, !isSelected)),
    action(isPinned ? strings.unpin : strings.pin, () => acts.pin(id)),
    action(isBaseline ? strings.noBaseline : strings.setBaseline, () => acts.setBaseline(id)),
    { kind: 'submenu', label: strings.color, entries: colors },
    { kind: 'separator' },
    ...editing,
    { kind: 'submenu', label: strings.copy, entries: copying },
    { kind: 'separator' },
    ...ending,
  ];
}
