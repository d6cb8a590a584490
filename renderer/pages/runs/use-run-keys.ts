import type { RefObject } from 'react';
import { useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { useCommands, type Command } from '#ui/widgets';
import type { GroupActs } from './grid-group-row.tsx';
import type { GroupNode } from './group-tree.ts';
import { compareHref } from './compare-href.ts';
import { withRuns, type Selection } from './selection.ts';
import { strings } from './strings.ts';
import type { RunWindow } from './use-run-window.ts';

export interface RunKeysInput {
  readonly cursor: number;
  readonly setCursor: (cursor: number) => void;
  readonly rows: RunWindow;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly page: RefObject<HTMLElement | null>;
  readonly openFilter: () => void;
  readonly onEdit: (kind: 'name' | 'tags' | 'notes', head: RunHead) => void;
  readonly groupActs: GroupActs;
}

/** The table's shortcuts: j k Enter x, search, filter. What acts on a run has its key once a row is under the keyboard. */
export function useRunKeys(input: RunKeysInput): void {
  const { cursor, setCursor, rows, selection, setSelection, page, openFilter, onEdit, groupActs } = input;
  const [, navigate] = useLocation();
  const group = strings.group;
  const head = cursor < 0 ? undefined : rows.rowAt(cursor)?.row.head;
  const node = cursor < 0 ? undefined : rows.groups?.groupAt(cursor);
  const step = (by: number) => () => setCursor(Math.max(0, Math.min(rows.rowCount - 1, cursor + by)));
  const withHead = (act: (head: RunHead) => void) => () => {
    if (head !== undefined) act(head);
  };
  const compare = (): void => navigate(compareHref([...selection.values()]));
  const focusSearch = (): void => page.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  const move = (id: string, title: string, keys: string, run: Command['run']): Command => ({
    id,
    title,
    group,
    keys,
    isKeyOnly: true,
    run,
  });
  useCommands([
    { id: 'runs.search', title: strings.focusSearch, group, keys: 'r', run: focusSearch },
    { id: 'runs.find', title: strings.focusSearch, group, keys: '$mod+F', isKeyOnly: true, run: focusSearch },
    { id: 'runs.filter', title: strings.openFilter, group, keys: 'f', run: openFilter },
    move('runs.next', strings.nextRun, 'j', step(1)),
    move('runs.previous', strings.previousRun, 'k', step(-1)),
    ...(selection.size < 2
      ? []
      : [{ id: 'runs.compare', title: strings.compareSelected, group, keys: 'c', run: compare }]),
    ...(head === undefined ? [] : rowCommands()),
    ...(node === undefined ? [] : groupCommands(node)),
  ]);

  function groupCommands(one: GroupNode): Command[] {
    const isSelected = one.runs.every((run) => selection.has(run));
    return [
      move('runs.group.toggle', strings.toggleGroup, 'Enter', () => groupActs.onToggle(one)),
      move('runs.group.select', strings.selectRun, 'x', () => groupActs.onSelectGroup(one, !isSelected)),
    ];
  }

  function rowCommands(): Command[] {
    return [
      move(
        'runs.select',
        strings.selectRun,
        'x',
        withHead((one) => setSelection(withRuns(selection, [one], !selection.has(one.path.run)))),
      ),
      move(
        'runs.open',
        strings.openRun,
        'Enter',
        withHead((one) => navigate(runHref(one.path))),
      ),
      move(
        'runs.rename',
        strings.rename,
        'e',
        withHead((one) => onEdit('name', one)),
      ),
      move(
        'runs.tags',
        strings.editTags,
        't',
        withHead((one) => onEdit('tags', one)),
      ),
    ];
  }
}
