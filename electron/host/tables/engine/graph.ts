import type { JsonValue } from '#shared/wire';
import type { RawTable } from './columns.ts';

type Fields = Readonly<Record<string, JsonValue>>;

const COLUMNS = ['layer', 'type', 'parameters', 'output shape', 'weights', 'inputs', 'module'];

/** Whether a file of JSON is a model graph (`wandb.watch(log="graph")`, `wandb.Graph`). */
export function isGraph(fields: Fields): boolean {
  return Array.isArray(fields['nodes']) && Array.isArray(fields['edges']);
}

/**
 * A model graph as a table of its layers, in the order of the file. Nodes have `id`, `name`, `class_name`,
 * `num_parameters` (a number, or one for each weight), `parameters` ([name, shape]), `output_shape`; edges are pairs of
 * ids. Source: wandb 0.31, sdk/data_types/graph.py and integration/torch/wandb_torch.py.
 */
export function graphTable(fields: Fields): RawTable {
  const nodes = listOf(fields['nodes']).flatMap((node) => (isFields(node) ? [node] : []));
  const names = new Map(nodes.map((node, i) => [keyOf(node['id']), nameOf(node, i)]));
  const inputs = new Map<string, string[]>();
  for (const edge of listOf(fields['edges'])) {
    const [from = null, to = null] = listOf(edge);
    const own = inputs.get(keyOf(to)) ?? [];
    own.push(names.get(keyOf(from)) ?? keyOf(from));
    inputs.set(keyOf(to), own);
  }
  const rows = nodes.map((node, i): JsonValue[] => {
    const module = typeof node['class_name'] === 'string' ? node['class_name'] : null;
    const weights = listOf(node['parameters']).map((one) => {
      const [name = '', shape = null] = listOf(one);
      return `${typeof name === 'string' ? name : ''} ${JSON.stringify(shape)}`.trim();
    });
    return [
      nameOf(node, i),
      module?.split('(')[0] ?? null,
      parameterCount(node),
      node['output_shape'] === undefined || node['output_shape'] === null ? null : JSON.stringify(node['output_shape']),
      weights.length === 0 ? null : weights.join(', '),
      inputs.get(keyOf(node['id']))?.join(', ') ?? null,
      module,
    ];
  });
  return { columns: COLUMNS, rows };
}

function parameterCount(node: Fields): number | null {
  const own = node['num_parameters'];
  if (Array.isArray(own))
    return own.reduce((sum: number, one: JsonValue) => sum + (typeof one === 'number' ? one : 0), 0);
  if (typeof own === 'number') return own;
  return typeof node['child_parameters'] === 'number' ? node['child_parameters'] : null;
}

function nameOf(node: Fields, index: number): string {
  const { name } = node;
  return typeof name === 'string' && name !== '' ? name : `node ${index}`;
}

function keyOf(id: JsonValue | undefined): string {
  return JSON.stringify(id ?? null);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
