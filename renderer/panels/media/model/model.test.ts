import { expect, test } from 'vitest';
import { nearestIn } from './keys.ts';
import { layOutModel } from './layout.ts';
import { allLayers, readModel } from './model.ts';
import { readPrinted } from './modules.ts';
import { aroundOf, findLayers, modulesOf, openAtFirst, visibleModel } from './visible.ts';

const BLOCK = `Block(
  eps=1
  (conv): Conv2d(8, 8, kernel_size=(3, 3))
  (inner): Sequential(
    (0): Linear(in_features=8, out_features=4, bias=True)
    (1): ReLU()
  )
  (layers): ModuleList(
    (0-1): 2 x Cell(
      (fc): Linear(4, 4)
    )
  )
)`;

const torch = {
  format: 'torch',
  edges: [],
  nodes: [
    {
      id: 1,
      name: 'stem',
      class_name: 'Conv2d(3, 8)',
      parameters: [['weight', [8, 3]]],
      num_parameters: [24],
      output_shape: [[4, 8]],
    },
    {
      id: 2,
      name: 'blocks.0',
      class_name: BLOCK,
      parameters: [
        ['conv.weight', [8, 8, 3, 3]],
        ['inner.0.weight', [4, 8]],
        ['layers.0.fc.weight', [4, 4]],
        ['layers.1.fc.weight', [4, 4]],
      ],
    },
    { id: 3, name: 'blocks.1', class_name: 'ReLU()', parameters: [], num_parameters: [] },
    { id: 4, name: 'head.fc', class_name: 'Linear(4, 2)', num_parameters: [8, 2], output_shape: [4, null] },
  ],
};

const keras = {
  format: 'keras',
  nodes: ['in', 'left', 'right', 'join'].map((name) => ({ id: name, name, class_name: 'Dense', num_parameters: 5 })),
  edges: [
    ['in', 'left'],
    ['in', 'right'],
    ['left', 'join'],
    ['right', 'join'],
    ['gone', 'join'],
  ],
};

test('a printed module is read with what is inside, however deep', () => {
  const block = readPrinted(BLOCK);
  expect(block).toMatchObject({ type: 'Block', text: 'Block(eps=1)' });
  expect(block.children.map(({ name, type, text }) => [name, type, text])).toEqual([
    ['conv', 'Conv2d', 'Conv2d(8, 8, kernel_size=(3, 3))'],
    ['inner', 'Sequential', 'Sequential'],
    ['layers', 'ModuleList', 'ModuleList'],
  ]);
  expect(block.children[1]?.children.map((one) => one.text)).toEqual([
    'Linear(in_features=8, out_features=4, bias=True)',
    'ReLU()',
  ]);
  expect(block.children[2]?.children).toMatchObject([{ name: '0-1', type: 'Cell', children: [{ type: 'Linear' }] }]);
});

test('layers are grouped by name, hold their weights, and stand in the order they ran in', () => {
  const model = readModel(torch);
  expect(model).toMatchObject({ hasEdges: false, layerCount: 4, parameterCount: 24 + 576 + 32 + 32 + 10 });
  expect(model.layers.map(({ id, name, isGroup }) => [id, name, isGroup])).toEqual([
    ['stem', 'stem', false],
    ['blocks.', 'blocks', true],
    // A group of one is no group.
    ['head.fc', 'head.fc', false],
  ]);
  expect(model.edges).toEqual([
    ['stem', 'blocks.0'],
    ['blocks.0', 'blocks.1'],
    ['blocks.1', 'head.fc'],
  ]);
  const counts = Object.fromEntries(allLayers(model.layers).map(({ id, parameterCount }) => [id, parameterCount]));
  expect(counts).toMatchObject({ 'blocks.0.conv': 576, 'blocks.0.inner.0': 32, 'blocks.0.layers.0-1': 32 });
  expect(model.layers.map((layer) => layer.outputShape)).toEqual(['4 × 8', undefined, '4 × ?']);
  expect(() => readModel({ columns: [] })).toThrow('no nodes');
});

test('edges of the file count; those of a closed module are those of what is inside', () => {
  const model = readModel(keras);
  expect(model.hasEdges).toBe(true);
  expect(model.edges).toHaveLength(4);
  const closed = visibleModel(readModel(torch), new Set());
  expect(closed.nodes.map(({ layer }) => layer.id)).toEqual(['stem', 'blocks.', 'head.fc']);
  expect(closed.edges).toEqual([
    ['stem', 'blocks.'],
    ['blocks.', 'head.fc'],
  ]);
});

test('an open module is entered at its first layer and left at its last', () => {
  const open = visibleModel(readModel(torch), new Set(['blocks.', 'blocks.0', 'blocks.0.inner']));
  expect(open.frames.map(({ layer, parent }) => [layer.id, parent])).toEqual([
    ['blocks.', undefined],
    ['blocks.0', 'blocks.'],
    ['blocks.0.inner', 'blocks.0'],
  ]);
  expect(new Set(open.edges.map(String))).toEqual(
    new Set(
      [
        ['stem', 'blocks.0.conv'],
        ['blocks.0.layers', 'blocks.1'],
        ['blocks.1', 'head.fc'],
        ['blocks.0.conv', 'blocks.0.inner.0'],
        ['blocks.0.inner.1', 'blocks.0.layers'],
        ['blocks.0.inner.0', 'blocks.0.inner.1'],
      ].map(String),
    ),
  );
});

test('layers are found by name and type, with the modules around them', () => {
  const model = readModel(torch);
  expect(findLayers(model, 'linear').map((layer) => layer.id)).toEqual([
    'blocks.0.inner.0',
    'blocks.0.layers.0-1.fc',
    'head.fc',
  ]);
  expect(findLayers(model, ' ')).toEqual([]);
  expect(aroundOf(model, 'blocks.0.inner.0')).toEqual(['blocks.', 'blocks.0', 'blocks.0.inner']);
  expect(modulesOf(model)).toContain('blocks.0.layers.0-1');
  expect([...openAtFirst(model)]).toEqual(['blocks.']);
});

test('data flows one way, nodes do not lie on each other, and frames hold what is inside', () => {
  const model = readModel(torch);
  const visible = visibleModel(model, new Set(modulesOf(model)));
  for (const flow of ['LR', 'TB'] as const) {
    const { nodes, frames, edges, width, height } = layOutModel(visible, flow);
    const boxes = new Map(nodes.map(({ layer, box }) => [layer.id, box]));
    for (const { from, to } of edges) {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      if (flow === 'LR') expect(a?.x).toBeLessThan(b?.x ?? 0);
      else expect(a?.y).toBeLessThan(b?.y ?? 0);
    }
    const all = nodes.map(({ box }) => box);
    const isApart = all.every((a, i) =>
      all.every(
        (b, j) =>
          i === j || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
      ),
    );
    expect(isApart).toBe(true);
    for (const box of all)
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
    const outer = frames.find(({ layer }) => layer.id === 'blocks.0')?.box;
    const inside = boxes.get('blocks.0.conv');
    expect(outer !== undefined && inside !== undefined && outer.x < inside.x && outer.y < inside.y).toBe(true);
  }
});

test('arrows lead to what is near and straight ahead, and stay where nothing is', () => {
  const box = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  const boxes = new Map([
    ['a', box(0, 0)],
    ['beside', box(0, 40)],
    ['next', box(30, 5)],
    ['far', box(90, 0)],
  ]);
  expect(nearestIn(boxes, 'a', 'right')).toBe('next');
  expect(nearestIn(boxes, 'next', 'right')).toBe('far');
  expect(nearestIn(boxes, 'far', 'left')).toBe('next');
  expect(nearestIn(boxes, 'a', 'down')).toBe('beside');
  expect(nearestIn(boxes, 'a', 'up')).toBeUndefined();
  expect(nearestIn(boxes, 'gone', 'up')).toBeUndefined();
});
