import type { RunHead } from '#shared/api';
import { MOST_PINS } from '#ui/panels';
import type { GroupNode } from '../runs/group-tree.ts';
import type { VisibleRuns } from './use-visible-runs.ts';

/** One row of the run selector. */
export type SelectorRow =
  | {
      readonly kind: 'run';
      readonly key: string;
      readonly head: RunHead;
      readonly depth: number;
      readonly isPinned: boolean;
    }
  | { readonly kind: 'group'; readonly key: string; readonly node: GroupNode }
  /** Not loaded yet. */
  | { readonly kind: 'more'; readonly key: string };

/** Pinned runs, then the runs or the tree of groups with the members of expanded ones. */
export function selectorRows(runs: VisibleRuns, expanded: readonly string[]): SelectorRow[] {
  const pinned = runs.pinned.map((head) => runRow(head, 0, true));
  if (runs.tree !== undefined) return [...pinned, ...treeRows(runs.tree, new Set(expanded), runs.members)];
  const listed = runs.heads.map((head) => runRow(head, 0, false));
  const rest = Math.max(0, runs.total - listed.length - pinned.length);
  const more = Array.from({ length: rest }, (_, i): SelectorRow => ({ kind: 'more', key: `more ${i}` }));
  return [...pinned, ...listed, ...more];
}

/** What stands in a row: a run or a group, by id; rows move, what stands in them stays. */
export function markOf(row: SelectorRow): string {
  return row.kind === 'run' ? row.head.path.run : row.key;
}

/** The first row of a run. */
export function rowOf(rows: readonly SelectorRow[], id: string): RunRowOf | undefined {
  return rows.find((row): row is RunRowOf => row.kind === 'run' && row.head.path.run === id);
}

/** The group that a row stands for. */
export function groupOf(rows: readonly SelectorRow[], id: string): GroupNode | undefined {
  for (const row of rows) if (row.kind === 'group' && row.key === id) return row.node;
  return undefined;
}

type RunRowOf = Extract<SelectorRow, { kind: 'run' }>;

function runRow(head: RunHead, depth: number, isPinned: boolean): SelectorRow {
  return { kind: 'run', key: `${isPinned ? 'pin' : 'run'} ${head.path.run}`, head, depth, isPinned };
}

function treeRows(
  nodes: readonly GroupNode[],
  expanded: ReadonlySet<string>,
  members: ReadonlyMap<string, RunHead>,
): SelectorRow[] {
  return nodes.flatMap((node): SelectorRow[] => {
    const row: SelectorRow = { kind: 'group', key: node.id, node };
    // Inner groups are open unless they were folded; the drawn ones are folded unless they were expanded.
    if (node.children.length > 0) {
      return expanded.has(node.id) ? [row] : [row, ...treeRows(node.children, expanded, members)];
    }
    if (!expanded.has(node.id)) return [row];
    const heads = node.runs.flatMap((id) => members.get(id) ?? []);
    return [row, ...heads.map((head) => runRow(head, node.depth + 1, false))];
  });
}

/** Pins or unpins a run; of more than the most the oldest pin goes. */
export function togglePin(pins: readonly string[], id: string): readonly string[] {
  return pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id].slice(-MOST_PINS);
}
