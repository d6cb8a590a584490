import { useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { ALL_OPEN, isOpen, setEyes, type Eyes } from '#ui/panels';
import { useCommands, type Command } from '#ui/widgets';
import { compareHref } from '../runs/compare-href.ts';
import { markOf, type SelectorRow } from './selector-rows.ts';
import { strings } from './strings.ts';
import type { PickedRuns } from './use-picked-runs.ts';

export interface RunCommandInput {
  readonly rows: readonly SelectorRow[];
  /** The row under the keyboard, by what stands in it: rows move when runs are pinned, sorted or come in. */
  readonly marked: string | undefined;
  readonly mark: (id: string) => void;
  readonly reveal: (index: number) => void;
  readonly changeEyes: (update: (eyes: Eyes) => Eyes) => void;
  readonly focusSearch: () => void;
  readonly pin: (id: string) => void;
  readonly setBaseline: (id: string) => void;
  readonly picked: PickedRuns;
}

/** Shortcuts of the list of runs: j k Space Enter x p b c, and the search. */
export function useRunCommands(input: RunCommandInput): void {
  const { rows, marked, mark, reveal, changeEyes, focusSearch, pin, setBaseline, picked } = input;
  const [, navigate] = useLocation();
  const group = strings.runs;
  const at = marked === undefined ? -1 : rows.findIndex((row) => markOf(row) === marked);
  const move = (by: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, at + by));
    const row = rows[next];
    if (row === undefined) return;
    // What had the focus is left behind: Space and Enter are for the marked run now.
    if (document.activeElement instanceof HTMLElement && document.activeElement.closest('[data-runs]') !== null)
      document.activeElement.blur();
    mark(markOf(row));
    reveal(next);
  };
  const row = rows[at];
  const head = row?.kind === 'run' ? row.head : undefined;
  const only = (id: string, title: string, keys: string, act: (head: RunHead) => void): Command => ({
    id,
    title,
    group,
    keys,
    isKeyOnly: true,
    run: () => head !== undefined && act(head),
  });
  const runs = [...picked.selection.values()];
  useCommands([
    { id: 'runs.search', title: strings.searchRuns, group, keys: 'r', run: focusSearch },
    { id: 'runs.next', title: strings.nextRun, group, keys: 'j', isKeyOnly: true, run: () => move(1) },
    { id: 'runs.previous', title: strings.previousRun, group, keys: 'k', isKeyOnly: true, run: () => move(-1) },
    ...(head === undefined
      ? []
      : [
          only('runs.eye', strings.toggleMarked, 'Space', ({ path }) =>
            changeEyes((old) => setEyes(old, [path.run], !isOpen(old, path.run))),
          ),
          only('runs.open', strings.openMarked, 'Enter', ({ path }) => navigate(runHref(path))),
        ]),
    only('runs.select', strings.selectMarked, 'x', (one) => picked.select(one, !picked.selection.has(one.path.run))),
    only('runs.pin', strings.pinMarked, 'p', ({ path }) => pin(path.run)),
    only('runs.baseline', strings.baselineMarked, 'b', ({ path }) => setBaseline(path.run)),
    ...(runs.length < 2
      ? []
      : [
          {
            id: 'runs.compare',
            title: strings.compareSelected,
            group,
            keys: 'c',
            run: () => navigate(compareHref(runs)),
          },
        ]),
    { id: 'runs.show-all', title: strings.showEvery, group, run: () => changeEyes(() => ALL_OPEN) },
  ]);
}
