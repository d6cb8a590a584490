import type { CellValue, GroupNumbers, RunGroup, RunState } from '#shared/api';
import { combineNumbers } from '#shared/metrics';
import { colorOf, type DrawnGroup } from '#ui/panels';

/** Runs that share the values of the first few columns. */
export interface GroupNode {
  /** `g:` and the values; names the group in eyes, charts and addresses. */
  readonly id: string;
  readonly depth: number;
  /** Its own column. */
  readonly key: string;
  /** The value of its own column: `0.1`, `(none)`. */
  readonly label: string;
  /** All values from the first column on: `lr 0.1, opt adam`. */
  readonly name: string;
  readonly runs: readonly string[];
  readonly stateCounts: Readonly<Partial<Record<RunState, number>>>;
  /** Of the columns that were asked for, in their order; undefined where no run has a number. */
  readonly numbers: readonly (GroupNumbers | undefined)[];
  /** Empty for the groups that are drawn. */
  readonly children: readonly GroupNode[];
  /** Of a group that is drawn. */
  readonly color: string | undefined;
}

export const NO_VALUE = '(none)';

/** A value as a group is called by; a missing one and an empty text are not the same. */
export function valueLabel({ value }: CellValue): string {
  if (value === undefined) return NO_VALUE;
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? NO_VALUE : value.map(String).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return value === '' ? '""' : String(value);
}

/** Puts groups of one level in order by the mean of a column, those without a number last. */
export interface GroupOrder {
  /** Place of the column in `numbers`. */
  readonly column: number;
  readonly isDescending: boolean;
}

/**
 * Groups as a tree, one level a column; values in order, numbers by size, the missing one last, unless `order` says
 * otherwise.
 */
export function groupTree(groups: readonly RunGroup[], names: readonly string[], order?: GroupOrder): GroupNode[] {
  const leaves: string[] = [];
  const build = (list: readonly RunGroup[], depth: number, before: readonly CellValue[], path: string): GroupNode[] => {
    const byValue = new Map<string, RunGroup[]>();
    for (const group of list) {
      const key = JSON.stringify(group.values[depth] ?? {});
      byValue.set(key, [...(byValue.get(key) ?? []), group]);
    }
    return [...byValue.values()]
      .map((members) => ({ members, numbers: sumNumbers(members) }))
      .sort(
        (a, b) =>
          (order === undefined ? 0 : compareMeans(a.numbers, b.numbers, order)) ||
          compareValues(a.members[0]?.values[depth] ?? {}, b.members[0]?.values[depth] ?? {}),
      )
      .map(({ members, numbers }) => {
        const value = members[0]?.values[depth] ?? {};
        const values = [...before, value];
        // A missing value is `{}`, null is `{"value":null}`: two groups.
        const id = `g:${JSON.stringify(values)}`;
        const isLeaf = depth === names.length - 1;
        const name = path === '' ? '' : `${path}, `;
        const full = `${name}${names[depth] ?? ''} ${valueLabel(value)}`;
        if (isLeaf) leaves.push(id);
        return {
          id,
          depth,
          key: names[depth] ?? '',
          label: valueLabel(value),
          name: full,
          runs: members.flatMap((group) => group.runs),
          stateCounts: sumStates(members),
          numbers,
          color: isLeaf ? colorOf(leaves.length - 1) : undefined,
          children: isLeaf ? [] : build(members, depth + 1, values, full),
        };
      });
  };
  return names.length === 0 ? [] : build(groups, 0, [], '');
}

/** The groups that are drawn, in the order of the tree. */
export function leavesOf(nodes: readonly GroupNode[]): GroupNode[] {
  return nodes.flatMap((node) => (node.children.length === 0 ? [node] : leavesOf(node.children)));
}

/** Groups with an open eye, as panels draw them. */
export function toDrawnGroups(
  nodes: readonly GroupNode[],
  isOpen: (id: string) => boolean,
  isHiddenLeftOut: boolean,
): DrawnGroup[] {
  return leavesOf(nodes)
    .filter((node) => isOpen(node.id))
    .map((node) => ({
      id: node.id,
      label: `${node.name} (${node.runs.length})`,
      color: node.color ?? '#888888',
      runs: isHiddenLeftOut ? node.runs.filter(isOpen) : node.runs,
    }));
}

function sumStates(groups: readonly RunGroup[]): Partial<Record<RunState, number>> {
  const sum: Partial<Record<RunState, number>> = {};
  for (const { stateCounts } of groups) {
    for (const [state, count] of Object.entries(stateCounts) as [RunState, number][])
      sum[state] = (sum[state] ?? 0) + count;
  }
  return sum;
}

function sumNumbers(groups: readonly RunGroup[]): readonly (GroupNumbers | undefined)[] {
  const places = groups[0]?.numbers ?? [];
  return places.map((_, place) => combineNumbers(groups.flatMap((group) => group.numbers[place] ?? [])));
}

type NodeNumbers = GroupNode['numbers'];

function compareMeans(a: NodeNumbers, b: NodeNumbers, { column, isDescending }: GroupOrder): number {
  const one = a[column]?.mean;
  const other = b[column]?.mean;
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return isDescending ? other - one : one - other;
}

const byText = new Intl.Collator('en', { numeric: true });

/** Numbers by size, texts by letter, a missing value last. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (a.value === undefined || b.value === undefined)
    return Number(a.value === undefined) - Number(b.value === undefined);
  if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
  return byText.compare(valueLabel(a), valueLabel(b));
}
