import type { ArtifactLineage, LineageNode } from '#shared/api';

/** One mark of the graph: a node, or several that have the same neighbours. */
export interface Mark {
  /** Stays the same while the graph grows. */
  readonly id: string;
  /** Places in `ArtifactLineage.nodes`; more than one for a group. */
  readonly members: readonly number[];
  readonly node: LineageNode;
  readonly isRoot: boolean;
  /** Middle, pixels at the normal size of text. */
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly marks: readonly Mark[];
  /** By place in `marks`, along the flow of data. */
  readonly edges: readonly (readonly [from: number, to: number])[];
  readonly width: number;
  readonly height: number;
  /** Are there nodes that could be one group? */
  readonly hasGroups: boolean;
}

export const COLUMN_PX = 230;
export const ROW_PX = 92;
const MARGIN_PX = 110;
/** From so many equal nodes on they are one mark. */
const GROUPED_FROM = 4;
const SWEEPS = 6;

/** Name of a node that does not depend on its place. */
export function idOf(node: LineageNode): string {
  if (node.kind === 'run') return `run ${Object.values(node.run.path).join('/')}`;
  return `artifact ${Object.values(node.ref.project).join('/')}/${node.ref.collection}:${node.ref.version}`;
}

/** Columns by the flow of data from left to right, few crossings. With `isCollapsed` equal nodes are one mark. */
export function drawLineage({ nodes, edges }: ArtifactLineage, isCollapsed: boolean): Drawing {
  const groups = groupEqual(nodes, edges);
  const hasGroups = groups.some((members) => members.length >= GROUPED_FROM);
  const kept = groups.flatMap((members) =>
    isCollapsed && members.length >= GROUPED_FROM ? [members] : members.map((member) => [member]),
  );
  const markOf = new Map(kept.flatMap((members, i) => members.map((member) => [member, i] as const)));
  const pairs = new Map<string, readonly [number, number]>();
  for (const [from, to] of edges) {
    const pair = [markOf.get(from) ?? 0, markOf.get(to) ?? 0] as const;
    pairs.set(pair.join(' '), pair);
  }
  const drawn = [...pairs.values()];
  const columns = orderColumns(layersOf(kept.length, drawn), drawn);
  const tallest = Math.max(...columns.map((column) => column.length));
  const height = tallest * ROW_PX + 2 * MARGIN_PX - ROW_PX;
  const places = new Map<number, { x: number; y: number }>();
  columns.forEach((column, c) =>
    column.forEach((mark, r) =>
      places.set(mark, { x: MARGIN_PX + c * COLUMN_PX, y: height / 2 + (r - (column.length - 1) / 2) * ROW_PX }),
    ),
  );
  const marks = kept.flatMap((members, i): Mark[] => {
    const node = nodes[members[0] ?? 0];
    const place = places.get(i);
    if (node === undefined || place === undefined) return [];
    const id = members.length === 1 ? idOf(node) : `group ${idOf(node)}`;
    return [{ id, members, node, isRoot: members.includes(0), ...place }];
  });
  return { marks, edges: drawn, width: (columns.length - 1) * COLUMN_PX + 2 * MARGIN_PX, height, hasGroups };
}

/** Nodes of one kind with just the same neighbours, in the order of their first ones. */
function groupEqual(nodes: readonly LineageNode[], edges: ArtifactLineage['edges']): number[][] {
  const around = nodes.map((node, i) => ({
    kind: i === 0 ? 'root' : node.kind,
    before: [] as number[],
    after: [] as number[],
  }));
  for (const [from, to] of edges) {
    around[from]?.after.push(to);
    around[to]?.before.push(from);
  }
  const groups = new Map<string, number[]>();
  around.forEach(({ kind, before, after }, i) => {
    const key = [kind, ...[before, after].map((places) => places.sort((a, b) => a - b).join())].join('|');
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()];
}

type Edges = readonly (readonly [number, number])[];

/** The longest way to each node from where the data begins; what begins late stands right before its first use. */
function layersOf(count: number, edges: Edges): number[] {
  const forward = withoutCycles(count, edges);
  const layer = new Array<number>(count).fill(0);
  for (let pass = 0; pass < count; pass++) {
    let isChanged = false;
    for (const [from, to] of forward) {
      const wanted = (layer[from] ?? 0) + 1;
      if ((layer[to] ?? 0) >= wanted) continue;
      layer[to] = wanted;
      isChanged = true;
    }
    if (!isChanged) break;
  }
  const hasSource = new Set(forward.map(([, to]) => to));
  for (let i = 0; i < count; i++) {
    const next = forward.filter(([from]) => from === i).map(([, to]) => layer[to] ?? 0);
    if (!hasSource.has(i) && next.length > 0) layer[i] = Math.min(...next) - 1;
  }
  return layer;
}

/** A run that reads what it made closes a circle; the edge that closes it takes no part in the order. */
function withoutCycles(count: number, edges: Edges): Edges {
  const after = new Map<number, number[]>();
  for (const [from, to] of edges) after.set(from, [...(after.get(from) ?? []), to]);
  const state = new Array<'new' | 'open' | 'done'>(count).fill('new');
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < count; start++) {
    if (state[start] !== 'new') continue;
    const path: { at: number; next: number }[] = [{ at: start, next: 0 }];
    state[start] = 'open';
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = after.get(top.at)?.[top.next];
      top.next += 1;
      if (to === undefined) {
        state[top.at] = 'done';
        path.pop();
        continue;
      }
      if (state[to] === 'open') continue;
      kept.push([top.at, to]);
      if (state[to] === 'done') continue;
      state[to] = 'open';
      path.push({ at: to, next: 0 });
    }
  }
  return kept;
}

/** Each column in the order of the means of its neighbours, back and forth a few times. */
function orderColumns(layer: readonly number[], edges: Edges): number[][] {
  const columns: number[][] = Array.from({ length: Math.max(0, ...layer) + 1 }, () => []);
  layer.forEach((column, mark) => columns[column]?.push(mark));
  const rank = new Map<number, number>();
  const number = (column: readonly number[]): void =>
    column.forEach((mark, i) => rank.set(mark, i - column.length / 2));
  columns.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    const mean = (mark: number): number => {
      const others = edges.flatMap(([from, to]) =>
        isForward ? (to === mark ? [from] : []) : from === mark ? [to] : [],
      );
      if (others.length === 0) return rank.get(mark) ?? 0;
      return others.reduce((sum, other) => sum + (rank.get(other) ?? 0), 0) / others.length;
    };
    for (const column of isForward ? columns : [...columns].reverse()) {
      const means = new Map(column.map((mark) => [mark, mean(mark)]));
      column.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0) || a - b);
      number(column);
    }
  }
  return columns.filter((column) => column.length > 0);
}

/** All marks from which data flows to one, and to which it flows from there; with itself. */
export function related(at: number, edges: Edges): ReadonlySet<number> {
  const found = new Set([at]);
  const walk = (isForward: boolean): void => {
    const seen = new Set([at]);
    const queue = [at];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const [from, to] of edges) {
        const other = isForward ? (from === next ? to : undefined) : to === next ? from : undefined;
        if (other === undefined || seen.has(other)) continue;
        seen.add(other);
        found.add(other);
        queue.push(other);
      }
    }
  };
  walk(true);
  walk(false);
  return found;
}

export interface Step {
  readonly node: LineageNode;
  /** Steps from the version that the page is about. */
  readonly distance: number;
}

/** The same as a list: what lies before and what lies behind, nearest first. */
export function stepsOf({ nodes, edges }: ArtifactLineage, direction: 'up' | 'down'): Step[] {
  const steps: Step[] = [];
  const seen = new Set([0]);
  let edge = [0];
  for (let distance = 1; edge.length > 0; distance++) {
    const next: number[] = [];
    for (const [from, to] of edges) {
      const [here, there] = direction === 'up' ? [to, from] : [from, to];
      const node = nodes[there];
      if (!edge.includes(here) || seen.has(there) || node === undefined) continue;
      seen.add(there);
      next.push(there);
      steps.push({ node, distance });
    }
    edge = next;
  }
  return steps;
}
