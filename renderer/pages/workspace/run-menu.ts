import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { copyText, showToast, type MenuEntry } from '#ui/widgets';
import { strings as moveStrings } from '../move/strings.ts';
import type { RowEdit } from '../runs/row-editor.tsx';
import type { AskedAbout } from '../runs/run-dialogs.tsx';
import { strings as words } from '../runs/strings.ts';
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
}

/** The menu of a run beside the charts: what the runs table offers, and what concerns the charts. */
export function runMenu(input: RunMenuInput): readonly MenuEntry[] {
  const { head, isPinned, isBaseline, isSelected, colors, acts, open, row } = input;
  const { entity, project, run: id } = head.path;
  const copy = (text: string): void =>
    void copyText(text).then((isCopied) => showToast(isCopied ? strings.copied : strings.copyFailed));
  const edit = (kind: RowEdit['kind']): void => acts.ask({ kind, head, anchor: row });
  const action = (label: string, run: () => void): MenuEntry => ({ kind: 'action', label, run });
  return [
    action(strings.open, open),
    action(words.openTab, () => void window.open(runHref(head.path), '_blank', 'noopener')),
    { kind: 'separator' },
    action(strings.solo, () => acts.solo(id)),
    action(strings.showEvery, acts.showEvery),
    action(isSelected ? strings.deselect : strings.select, () => acts.select(head, !isSelected)),
    action(isPinned ? strings.unpin : strings.pin, () => acts.pin(id)),
    action(isBaseline ? strings.noBaseline : strings.setBaseline, () => acts.setBaseline(id)),
    { kind: 'submenu', label: strings.color, entries: colors },
    { kind: 'separator' },
    action(words.rename, () => edit('name')),
    action(words.editTags, () => edit('tags')),
    action(words.editNotes, () => edit('notes')),
    {
      kind: 'submenu',
      label: strings.copy,
      entries: [
        { kind: 'action', label: strings.copyId, note: id, run: () => copy(id) },
        action(strings.copyPath, () => copy(`${entity}/${project}/${id}`)),
        action(strings.copyLink, () => copy(new URL(runHref(head.path), location.href).href)),
      ],
    },
    { kind: 'separator' },
    action(strings.exportBundle, () => acts.ask({ act: 'bundle', heads: [head] })),
    action(strings.sendTo, () => acts.ask({ act: 'send', heads: [head] })),
    action(moveStrings.menu, () => acts.ask({ act: 'move', heads: [head] })),
    {
      kind: 'action',
      label: words.stop,
      isDisabled: head.state !== 'running' || head.isStopRequested === true,
      run: () => acts.stop(head),
    },
    {
      kind: 'action',
      label: words.delete,
      isDanger: true,
      run: () => acts.ask({ act: 'delete', heads: [head] }),
    },
  ];
}
