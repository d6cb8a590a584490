import { graphlib, layout } from '@dagrejs/dagre';
import { factsOf } from './facts.ts';
import type { Layer } from './model.ts';
import type { VisibleModel } from './visible.ts';

/** A rectangle of the drawing, in pixels from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ModelDrawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly layer: Layer; readonly box: Box }[];
  /** `head` is where the name of an open module stands, on the upper edge of its frame. */
  readonly frames: readonly { readonly layer: Layer; readonly box: Box; readonly head: Box }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly curve: Curve }[];
}

/** Where an edge begins, and its quadratic bends, each with its control point and its end. */
export interface Curve {
  readonly start: Point;
  readonly bends: readonly { readonly control: Point; readonly end: Point }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where data flows to: right in wide panels, down in tall ones. */
export type Flow = 'LR' | 'TB';

const NODE_HEIGHT = 50;
const LEAST_WIDTH = 116;
const MOST_WIDTH = 250;
const MARGIN = 20;
/** Frames lie half of these apart, so that the name of one fits above what it holds. */
const GAPS = { LR: { nodesep: 40, ranksep: 34 }, TB: { nodesep: 22, ranksep: 44 } } as const;

/** Places nodes in ranks along the flow of data, few crossings, with the frames of open modules around them. */
export function layOutModel({ nodes, frames, edges }: VisibleModel, flow: Flow): ModelDrawing {
  const graph = new graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: flow, ...GAPS[flow], edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { layer } of frames) graph.setNode(layer.id, {});
  for (const { layer } of nodes) graph.setNode(layer.id, { width: widthOf(layer), height: NODE_HEIGHT });
  for (const { layer, parent } of [...frames, ...nodes]) if (parent !== undefined) graph.setParent(layer.id, parent);
  for (const [from, to] of edges) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxOf = (id: string): Box => {
    const { x, y, width: w, height: h } = graph.node(id) as Box;
    return { x: x - w / 2, y: y - h / 2, width: w, height: h };
  };
  return {
    width,
    height,
    nodes: nodes.map(({ layer }) => ({ layer, box: boxOf(layer.id) })),
    frames: withHeads(frames.map((frame) => ({ ...frame, box: boxOf(frame.layer.id) }))),
    edges: edges.map(([from, to]) => {
      const { points } = graph.edge(from, to) as { readonly points: readonly Point[] };
      return { from, to, curve: curveThrough(points) };
    }),
  };
}

const HEAD_HEIGHT = 18;
const HEAD_GAP = 6;

/** Names of frames beside each other where the frames begin at about one place, one inside the other. */
function withHeads(
  frames: readonly { readonly layer: Layer; readonly parent: string | undefined; readonly box: Box }[],
): ModelDrawing['frames'] {
  const heads = new Map<string, Box>();
  return frames.map(({ layer, parent, box }) => {
    const outer = heads.get(parent ?? '');
    const y = box.y - HEAD_HEIGHT / 2;
    const isClose = outer !== undefined && y - outer.y < HEAD_HEIGHT;
    const x = Math.max(box.x + HEAD_GAP, isClose ? outer.x + outer.width + HEAD_GAP : 0);
    const head = { x, y, width: (layer.name.length + 2) * LETTER_PX + 22, height: HEAD_HEIGHT };
    heads.set(layer.id, head);
    return { layer, box, head };
  });
}

const LETTER_PX = 6.9;
const SMALL_LETTER_PX = 6.1;

/** About as wide as its words; letters of the interface are about so wide on average. */
function widthOf(layer: Layer): number {
  const words = Math.max((layer.name.length + 3) * LETTER_PX, factsOf(layer).length * SMALL_LETTER_PX);
  return Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, words + 28));
}

/** A line through the middles between its points, bent at the points; straight when there are but two. */
function curveThrough(points: readonly Point[]): Curve {
  const [start = { x: 0, y: 0 }, ...rest] = points;
  const last = rest.at(-1) ?? start;
  if (rest.length < 2) return { start, bends: [{ control: start, end: last }] };
  const bends = rest.slice(0, -1).map((control, i) => {
    const next = rest[i + 1] ?? last;
    const end = i === rest.length - 2 ? last : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 };
    return { control, end };
  });
  return { start, bends };
}
