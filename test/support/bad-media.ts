import { deflateSync } from 'node:zlib';
import type { WireClient } from './demo/client.ts';

/** An 8-bit grey PNG of one shade; enough for pictures and masks. */
export function greyPng(width: number, height: number, shade: number): Buffer<ArrayBuffer> {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, shade)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const [WIDTH, HEIGHT] = [64, 40];
const position = { minX: 0.1, maxX: 0.5, minY: 0.1, maxY: 0.5 };
const BOXES = {
  box_data: [
    { position, class_id: 7 },
    { position: { minX: 2, maxX: 3, minY: 2, maxY: 3 }, class_id: 7 },
    { position: { ...position, minX: 'not a place' }, class_id: 7 },
  ],
};
/** 44 bytes of a WAV head that promises nothing behind it. */
const SILENCE = Buffer.from('UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=', 'base64');

interface BadFile {
  readonly key: string;
  readonly type: string;
  readonly path: string;
  readonly bytes: string | Buffer<ArrayBuffer>;
  readonly more?: Readonly<Record<string, unknown>>;
}

const table = (key: string, columns: readonly unknown[], data: unknown): BadFile => ({
  key,
  type: 'table-file',
  path: `media/table/${key}.table.json`,
  bytes: JSON.stringify({ columns, data }),
  more: { ncols: columns.length, nrows: Array.isArray(data) ? data.length : 0 },
});

const FILES: readonly BadFile[] = [
  { key: 'image/damaged', type: 'image-file', path: 'media/images/damaged.png', bytes: 'this is no picture' },
  {
    key: 'image/cut',
    type: 'image-file',
    path: 'media/images/cut.png',
    bytes: greyPng(WIDTH, HEIGHT, 90).subarray(0, 40),
  },
  { key: 'image/empty', type: 'image-file', path: 'media/images/empty.png', bytes: '' },
  { key: 'sound/empty', type: 'audio-file', path: 'media/audio/empty.wav', bytes: '' },
  { key: 'sound/silent', type: 'audio-file', path: 'media/audio/silent.wav', bytes: SILENCE },
  { key: 'video/damaged', type: 'video-file', path: 'media/videos/damaged.mp4', bytes: 'ftypisom and nothing more' },
  { key: 'video/gif', type: 'video-file', path: 'media/videos/damaged.gif', bytes: 'GIF89a' },
  { key: 'space/none', type: 'object3D-file', path: 'media/object3D/none.pts.json', bytes: '[]' },
  { key: 'space/nan', type: 'object3D-file', path: 'media/object3D/nan.pts.json', bytes: '[[NaN, NaN, NaN], [1, 2]]' },
  {
    key: 'space/gltf',
    type: 'object3D-file',
    path: 'media/object3D/bad.gltf',
    bytes: '{"asset": {"version": "2.0"}, "scenes": ',
  },
  { key: 'space/text', type: 'object3D-file', path: 'media/object3D/text.pts.json', bytes: 'no JSON at all' },
  { key: 'molecule/other', type: 'molecule-file', path: 'media/molecule/other.pdb', bytes: '{"this": "is JSON"}' },
  { key: 'figure/damaged', type: 'plotly-file', path: 'media/plotly/bad.plotly.json', bytes: '{"data": [' },
  table('table/none', [], []),
  table('table/headless', ['a', 'b'], []),
  table('table/ragged', ['a', 'b', 'c'], [[1, 2, 3], [4], [5, 6, 7, 8], []]),
  table('table/mixed', ['m'], [[1], ['two'], [null], [[3, 4]], [{ five: 5 }], [true]]),
  table(
    'table/wide',
    Array.from({ length: 10_000 }, (_, i) => `c${i}`),
    [Array.from({ length: 10_000 }, (_, i) => i)],
  ),
  {
    key: 'table/damaged',
    type: 'table-file',
    path: 'media/table/cut.table.json',
    bytes: '{"columns": ["a"], "data": [[1',
  },
];

/** A run `bad` whose media are damaged, empty or odd in every way that a client lets through; `fine` is as it should be. */
export async function writeBadMedia(client: WireClient, project = 'bad-media'): Promise<void> {
  const run = await client.startRun({ project, name: 'bad' });
  const layers: readonly (readonly [string, string | Buffer<ArrayBuffer>])[] = [
    ['media/images/fine.png', greyPng(WIDTH, HEIGHT, 120)],
    ['media/images/mask/small.png', greyPng(8, 5, 3)],
    ['media/images/mask/damaged.png', 'no mask'],
    ['media/metadata/boxes.json', JSON.stringify(BOXES)],
    ['media/metadata/nan.json', JSON.stringify(BOXES).replace('"not a place"', 'NaN')],
  ];
  for (const { path, bytes } of FILES) await run.file(path, bytes);
  for (const [path, bytes] of layers) await run.file(path, bytes);
  const picture = { _type: 'image-file', path: 'media/images/fine.png', format: 'png', width: WIDTH, height: HEIGHT };
  await run.history([
    {
      _step: 0,
      _timestamp: 1,
      ...Object.fromEntries(FILES.map(({ key, type, path, more }) => [key, { _type: type, path, ...more }])),
      fine: picture,
      'layers/boxes': { ...picture, boxes: { found: { _type: 'boxes2D', path: 'media/metadata/boxes.json' } } },
      'layers/nan': { ...picture, boxes: { found: { _type: 'boxes2D', path: 'media/metadata/nan.json' } } },
      'layers/masks': {
        ...picture,
        masks: {
          small: { _type: 'mask', path: 'media/images/mask/small.png' },
          torn: { _type: 'mask', path: 'media/images/mask/damaged.png' },
        },
      },
    },
  ]);
  await run.finish(0);
}
