import { allLayers, chainOf, type Layer, type Model } from './model.ts';

/** What is drawn of a model while some of its modules are open. */
export interface VisibleModel {
  /** Layers and closed modules; `parent` is the open module around it. */
  readonly nodes: readonly { readonly layer: Layer; readonly parent: string | undefined }[];
  /** Open modules, each before those inside it. */
  readonly frames: readonly { readonly layer: Layer; readonly parent: string | undefined }[];
  /** Ids of nodes, each pair once. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Nodes, frames and edges of a model with some modules open. Edges of a closed module are those of all that is inside. */
export function visibleModel(model: Model, open: ReadonlySet<string>): VisibleModel {
  const nodes: { layer: Layer; parent: string | undefined }[] = [];
  const frames: { layer: Layer; parent: string | undefined }[] = [];
  const inner: (readonly [string, string])[] = [];
  /** Where an edge to a layer ends, and where one from it begins. */
  const entries = new Map<string, string>();
  const exits = new Map<string, string>();
  const visit = (layer: Layer, parent: string | undefined): void => {
    if (layer.children.length === 0 || !open.has(layer.id)) {
      nodes.push({ layer, parent });
      for (const one of allLayers([layer])) {
        entries.set(one.id, layer.id);
        exits.set(one.id, layer.id);
      }
      return;
    }
    frames.push({ layer, parent });
    for (const child of layer.children) visit(child, layer.id);
    // What is inside a printed module is known by its definition alone: one after the other.
    if (!layer.isGroup) inner.push(...chainOf(layer.children.map((child) => child.id)));
    entries.set(layer.id, entries.get(layer.children[0]?.id ?? '') ?? layer.id);
    exits.set(layer.id, exits.get(layer.children.at(-1)?.id ?? '') ?? layer.id);
  };
  for (const layer of model.layers) visit(layer, undefined);
  const pairs = new Map<string, readonly [string, string]>();
  for (const [from, to] of [...model.edges, ...inner]) {
    const pair = [exits.get(from) ?? from, entries.get(to) ?? to] as const;
    if (pair[0] !== pair[1]) pairs.set(JSON.stringify(pair), pair);
  }
  return { nodes, frames, edges: [...pairs.values()] };
}

/** Ids of all modules that can be opened. */
export function modulesOf(model: Model): readonly string[] {
  return allLayers(model.layers).flatMap((layer) => (layer.children.length > 0 ? [layer.id] : []));
}

/** A model of so few layers is shown open. */
const FEW_LAYERS = 30;

/** What is open at first: groups of names, while that makes no more nodes than can be looked at. */
export function openAtFirst(model: Model): ReadonlySet<string> {
  if (model.layerCount > FEW_LAYERS) return new Set();
  return new Set(allLayers(model.layers).flatMap((layer) => (layer.isGroup ? [layer.id] : [])));
}

/** Modules around a layer, outermost first. */
export function aroundOf(model: Model, id: string): readonly string[] {
  const find = (layers: readonly Layer[], path: readonly string[]): readonly string[] | undefined => {
    for (const layer of layers) {
      if (layer.id === id) return path;
      const found = find(layer.children, [...path, layer.id]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(model.layers, []) ?? [];
}

/** Layers whose name, type or path holds the text, in the order of the model. */
export function findLayers(model: Model, text: string): readonly Layer[] {
  const needle = text.trim().toLowerCase();
  if (needle === '') return [];
  return allLayers(model.layers).filter(({ id, type }) => `${id} ${type}`.toLowerCase().includes(needle));
}
