import { readPrinted, type PrintedModule } from './modules.ts';
import { strings } from './strings.ts';

/** A tensor of parameters. */
export interface Weight {
  /** Within its layer: `weight`, `conv.bias`. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** A layer of a model, or a module with layers inside. */
export interface Layer {
  /** Unique in its model: the path of names. */
  readonly id: string;
  /** The last part of the path, or several where each holds but the next. */
  readonly name: string;
  readonly type: string;
  /** Class with its arguments. */
  readonly text: string;
  /** Of all its weights together, those inside too. */
  readonly parameterCount: number;
  readonly weights: readonly Weight[];
  readonly outputShape: string | undefined;
  readonly children: readonly Layer[];
  /** Only a name in front of several layers: no node of the graph, so that edges lead to what is inside. */
  readonly isGroup: boolean;
}

export interface Model {
  readonly layers: readonly Layer[];
  /** Ids of layers, along the flow of data. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** The file says what leads where; otherwise layers stand in the order in which they were logged. */
  readonly hasEdges: boolean;
  /** Nodes of the file. */
  readonly layerCount: number;
  readonly parameterCount: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the file of a model graph. Throws an Error in words when it is none. Nodes have `id`, `name`, `class_name` (for
 * PyTorch the printed module), `num_parameters` (a number, or one for each weight), `parameters` ([name, shape]),
 * `output_shape`; edges are pairs of ids, which only Keras gives. Source: wandb 0.31, sdk/data_types/graph.py and
 * integration/torch/wandb_torch.py.
 */
export function readModel(file: unknown): Model {
  const { nodes, edges } = isFields(file) ? file : {};
  if (!Array.isArray(nodes)) throw new Error(strings.noNodes);
  const idOf = new Map<string, string>();
  const taken = new Set<string>();
  const leaves = nodes.filter(isFields).map((node, i): Layer => {
    const layer = readNode(node, i, taken);
    taken.add(layer.id);
    idOf.set(JSON.stringify(node['id'] ?? i), layer.id);
    return layer;
  });
  const own = (Array.isArray(edges) ? edges : []).flatMap((edge): (readonly [string, string])[] => {
    const [from, to] = (Array.isArray(edge) ? edge : []).map((id: unknown) => idOf.get(JSON.stringify(id)));
    return from === undefined || to === undefined || from === to ? [] : [[from, to]];
  });
  return {
    layers: groupByName(leaves),
    edges: own.length > 0 ? own : chainOf(leaves.map((layer) => layer.id)),
    hasEdges: own.length > 0,
    layerCount: leaves.length,
    parameterCount: leaves.reduce((sum, layer) => sum + layer.parameterCount, 0),
  };
}

/** One after the other. */
export function chainOf(ids: readonly string[]): (readonly [string, string])[] {
  return ids.slice(1).map((id, i) => [ids[i] ?? id, id]);
}

/** The layers with those inside them, each before what it holds. */
export function allLayers(layers: readonly Layer[]): readonly Layer[] {
  return layers.flatMap((layer) => [layer, ...allLayers(layer.children)]);
}

function readNode(node: Fields, index: number, taken: ReadonlySet<string>): Layer {
  const { name: given, class_name: printed } = node;
  const name = typeof given === 'string' && given !== '' ? given : strings.node(index);
  // The same module may run twice; the second has the same name.
  const id = taken.has(name) ? `${name} #${index}` : name;
  const weights = readWeights(node['parameters']);
  const module = readPrinted(typeof printed === 'string' ? printed : '');
  const made = layerOf({ ...module, name }, id, weights);
  return { ...made, parameterCount: countOf(node) ?? made.parameterCount, outputShape: shapeOf(node['output_shape']) };
}

/** A printed module with the weights whose names begin with its path. */
function layerOf(module: PrintedModule, id: string, weights: readonly Weight[]): Layer {
  const children = module.children.map((child) =>
    layerOf(child, `${id}.${child.name}`, weightsIn(weights, child.name)),
  );
  return {
    id,
    name: module.name,
    type: module.type,
    text: module.text,
    weights,
    parameterCount: weights.reduce((sum, one) => sum + one.shape.reduce((a, b) => a * b, 1), 0),
    outputShape: undefined,
    children,
    isGroup: false,
  };
}

/** Weights below a name, by their names there; `0-11` stands for twelve names. */
function weightsIn(weights: readonly Weight[], name: string): readonly Weight[] {
  const range = /^(\d+)-(\d+)$/.exec(name);
  return weights.flatMap((one): Weight[] => {
    if (range === null)
      return one.name.startsWith(`${name}.`) ? [{ ...one, name: one.name.slice(name.length + 1) }] : [];
    const first = /^(\d+)\./.exec(one.name)?.[1];
    const isIn = first !== undefined && Number(first) >= Number(range[1]) && Number(first) <= Number(range[2]);
    return isIn ? [one] : [];
  });
}

/** Layers whose names share what stands before a dot (or slash) become groups; a group of one is no group. */
function groupByName(leaves: readonly Layer[], prefix = ''): readonly Layer[] {
  const parts = new Map<string, Layer[]>();
  for (const leaf of leaves) {
    const rest = leaf.id.slice(prefix.length);
    const cut = rest.search(/[./]/);
    const part = cut <= 0 ? rest : rest.slice(0, cut + 1);
    parts.set(part, [...(parts.get(part) ?? []), leaf]);
  }
  return [...parts].flatMap(([part, inside]): Layer[] => {
    const [first] = inside;
    if (first === undefined) return [];
    if (inside.length === 1) return [{ ...first, name: first.id.slice(prefix.length) }];
    const children = groupByName(inside, prefix + part);
    const [only] = children;
    if (children.length === 1 && only !== undefined) return [{ ...only, name: part + only.name }];
    return [
      {
        id: prefix + part,
        name: part.slice(0, -1),
        type: '',
        text: '',
        weights: inside.flatMap((leaf) =>
          leaf.weights.map((one) => ({ ...one, name: `${leaf.id.slice((prefix + part).length)}.${one.name}` })),
        ),
        parameterCount: inside.reduce((sum, leaf) => sum + leaf.parameterCount, 0),
        outputShape: inside.at(-1)?.outputShape,
        children,
        isGroup: true,
      },
    ];
  });
}

function readWeights(value: unknown): readonly Weight[] {
  return (Array.isArray(value) ? value : []).flatMap((one: unknown): Weight[] => {
    const [name, shape] = Array.isArray(one) ? (one as unknown[]) : [];
    if (typeof name !== 'string' || !Array.isArray(shape)) return [];
    return [{ name, shape: shape.filter((side): side is number => typeof side === 'number') }];
  });
}

function countOf(node: Fields): number | undefined {
  const own = node['num_parameters'];
  if (Array.isArray(own)) {
    const counts = own.filter((one): one is number => typeof one === 'number');
    return counts.reduce((sum, one) => sum + one, 0);
  }
  if (typeof own === 'number') return own;
  return typeof node['child_parameters'] === 'number' ? node['child_parameters'] : undefined;
}

/** `[[4, 8, 30]]` as `4 × 8 × 30`; sides that are not fixed are `?`. */
function shapeOf(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list = value as readonly unknown[];
  if (list.length === 1 && Array.isArray(list[0])) return shapeOf(list[0]);
  if (list.some((side) => Array.isArray(side)))
    return list
      .map((one) => shapeOf(one) ?? '')
      .filter(Boolean)
      .join(', ');
  return list.map((side) => (side === null ? '?' : String(side as string | number))).join(' × ');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
