import type { GroupNode } from './group-tree.ts';

/** A row of the table while runs are grouped. */
export type GroupedRow =
  | { readonly kind: 'group'; readonly node: GroupNode }
  /** `place`: among the runs of its group. */
  | { readonly kind: 'run'; readonly node: GroupNode; readonly place: number };

/** Whether what lies in a group is shown: groups by themselves, runs when a person has asked for them. */
export function isGroupOpen(node: GroupNode, toggled: ReadonlySet<string>): boolean {
  return (node.children.length === 0) === toggled.has(node.id);
}

/** The rows of a tree from top to bottom. */
export function groupedRows(tree: readonly GroupNode[], toggled: ReadonlySet<string>): readonly GroupedRow[] {
  const rows: GroupedRow[] = [];
  const add = (node: GroupNode): void => {
    rows.push({ kind: 'group', node });
    if (!isGroupOpen(node, toggled)) return;
    for (const child of node.children) add(child);
    if (node.children.length === 0)
      for (let place = 0; place < node.runs.length; place++) rows.push({ kind: 'run', node, place });
  };
  for (const node of tree) add(node);
  return rows;
}

/** Ids to toggle so that every run is shown, or none. */
export function toggledForAll(tree: readonly GroupNode[], isShown: boolean): readonly string[] {
  const every = (nodes: readonly GroupNode[]): GroupNode[] => nodes.flatMap((node) => [node, ...every(node.children)]);
  return every(tree)
    .filter((node) => (node.children.length === 0) === isShown)
    .map((node) => node.id);
}

/** The toggled groups with one more, or without it. */
export function withToggled(toggled: readonly string[], id: string): readonly string[] {
  return toggled.includes(id) ? toggled.filter((one) => one !== id) : [...toggled, id];
}
