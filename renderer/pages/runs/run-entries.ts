import { useCallback } from 'react';
import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { useStopRun } from '#ui/data';
import { copyText, showToast, type MenuEntry } from '#ui/widgets';
import { strings as lockStrings } from '../lock/strings.ts';
import { strings as moveStrings } from '../move/strings.ts';
import type { RowEdit } from './row-editor.tsx';
import type { AskedAbout } from './run-dialogs.tsx';
import { strings } from './strings.ts';

/** What the entries of a run's menu do. */
export interface RunEntryActs {
  readonly open: (head: RunHead) => void;
  readonly edit: (kind: Exclude<RowEdit['kind'], 'color'>, head: RunHead) => void;
  readonly ask: (asked: AskedAbout) => void;
  readonly stop: (head: RunHead) => void;
  readonly lock: (heads: readonly RunHead[], isLocked: boolean) => void;
}

/** Entries by what they are for; each menu puts those of its own between them. */
export interface RunEntries {
  readonly opening: readonly MenuEntry[];
  readonly editing: readonly MenuEntry[];
  readonly copying: readonly MenuEntry[];
  /** What leaves or ends the run. */
  readonly ending: readonly MenuEntry[];
}

/** What is called otherwise where it stands in another place. */
type Words = Readonly<Record<'open' | 'copyId' | 'copyPath' | 'copyLink', string>>;

/** What the menus of a run offer in the runs table and beside the charts alike. */
export function runEntries(head: RunHead, acts: RunEntryActs, words: Words = strings): RunEntries {
  const { entity, project, run } = head.path;
  const href = runHref(head.path);
  const copy = (text: string): void =>
    void copyText(text).then((isCopied) => showToast(isCopied ? strings.copied : strings.copyFailed));
  const action = (label: string, act: () => void): MenuEntry => ({ kind: 'action', label, run: act });
  const isLocked = head.isLocked === true;
  const unlessLocked = isLocked ? { isDisabled: true, note: lockStrings.note } : {};
  return {
    opening: [
      { kind: 'action', label: words.open, keys: 'Enter', run: () => acts.open(head) },
      action(strings.openTab, () => void window.open(href, '_blank', 'noopener')),
    ],
    editing: [
      action(strings.rename, () => acts.edit('name', head)),
      action(strings.editTags, () => acts.edit('tags', head)),
      action(strings.editNotes, () => acts.edit('notes', head)),
    ],
    copying: [
      { kind: 'action', label: words.copyId, note: run, run: () => copy(run) },
      action(words.copyPath, () => copy(`${entity}/${project}/${run}`)),
      action(words.copyLink, () => copy(new URL(href, location.href).href)),
    ],
    ending: [
      action(strings.exportBundle, () => acts.ask({ act: 'bundle', heads: [head] })),
      action(strings.sendTo, () => acts.ask({ act: 'send', heads: [head] })),
      {
        kind: 'action',
        label: moveStrings.menu,
        ...unlessLocked,
        run: () => acts.ask({ act: 'move', heads: [head] }),
      },
      action(isLocked ? lockStrings.unlock : lockStrings.lock, () => acts.lock([head], !isLocked)),
      {
        kind: 'action',
        label: strings.stop,
        isDisabled: head.state !== 'running' || head.isStopRequested === true,
        run: () => acts.stop(head),
      },
      {
        kind: 'action',
        label: strings.delete,
        isDanger: true,
        ...unlessLocked,
        run: () => acts.ask({ act: 'delete', heads: [head] }),
      },
    ],
  };
}

/** Asks the script of a run to stop, and says when it will. */
export function useStop(): RunEntryActs['stop'] {
  const { mutate } = useStopRun();
  return useCallback((head) => mutate(head.path, { onSuccess: () => showToast(strings.stopped) }), [mutate]);
}
