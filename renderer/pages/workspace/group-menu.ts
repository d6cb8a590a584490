import { ALL_OPEN, isOpen, onlyEyes, setEyes, type BoardBody, type BoardStore, type Eyes } from '#ui/panels';
import type { MenuEntry } from '#ui/widgets';
import { leavesOf, type GroupNode } from '../runs/group-tree.ts';
import { strings } from './strings.ts';

/** What the menu of a group needs beside its board. */
export interface GroupActs {
  readonly selectGroup: (node: GroupNode) => void;
}

/** The menu of a group of runs beside the charts. */
export function groupMenu(node: GroupNode, store: BoardStore, { selectGroup }: GroupActs): readonly MenuEntry[] {
  const { body, change } = store.getState();
  const leaves = leavesOf([node]).map((leaf) => leaf.id);
  const isShown = leaves.some((id) => isOpen(body.eyes, id));
  const isListed = body.grouping.expanded.includes(node.id);
  // Inner groups are listed as folded, those that are drawn as unfolded.
  const isUnfolded = isListed === (node.children.length === 0);
  const action = (label: string, run: () => void): MenuEntry => ({ kind: 'action', label, run });
  const setTo = (eyes: (old: Eyes) => Eyes) => () => change((old) => ({ ...old, eyes: eyes(old.eyes) }));
  return [
    action(
      strings.soloGroup,
      setTo(() => onlyGroup(node)),
    ),
    action(
      strings.showEvery,
      setTo(() => ALL_OPEN),
    ),
    action(
      isShown ? strings.hideGroup : strings.showGroup,
      setTo((old) => setEyes(old, leaves, !isShown)),
    ),
    action(isUnfolded ? strings.fold : strings.unfold, () => change((old) => toggleGroup(old, node.id))),
    { kind: 'separator' },
    action(strings.selectGroup(node.runs.length), () => selectGroup(node)),
  ];
}

/** Shows one group alone, its runs with it: they are drawn where it is unfolded. */
export function onlyGroup(node: GroupNode): Eyes {
  const leaves = leavesOf([node]);
  return onlyEyes(leaves.flatMap((leaf) => [leaf.id, ...leaf.runs]));
}

/** Folds or unfolds a group. */
export function toggleGroup(body: BoardBody, id: string): BoardBody {
  const { expanded } = body.grouping;
  const next = expanded.includes(id) ? expanded.filter((one) => one !== id) : [...expanded, id];
  return { ...body, grouping: { ...body.grouping, expanded: next } };
}
