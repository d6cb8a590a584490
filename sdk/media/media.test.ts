import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { UsageError } from '#sdk/base';
import { encodeGif } from './encode/gif.ts';
import { encodePng } from './encode/png.ts';
import { storedForm, type MediaSink } from './encode/forms.ts';
import { encodeWav } from './encode/wav.ts';
import { Molecule, Plotly } from './kinds/documents.ts';
import { Histogram } from './kinds/histogram.ts';
import { Image } from './kinds/image.ts';
import { Audio } from './kinds/sound.ts';
import { box3d, Object3D } from './kinds/space.ts';
import { Table } from './kinds/table.ts';
import { Video } from './kinds/video.ts';

const BYTES = Uint8Array.of(1, 2, 3, 4, 5, 6);

test('a histogram counts as numpy does: the last bin takes its right edge, one value gets a range around it', () => {
  const histogram = new Histogram([0, 1, 2, 3, 4, Number.NaN, Infinity], { bins: 4 });
  expect([...histogram.counts]).toEqual([1, 1, 1, 2]);
  expect([...histogram.edges]).toEqual([0, 1, 2, 3, 4]);
  expect([...new Histogram([5], { bins: 2 }).edges]).toEqual([4.5, 5, 5.5]);
  expect(new Histogram({ counts: [1, 2], edges: [0, 1, 2] }).inline()).toBe(
    '{"_type":"histogram","values":[1,2],"bins":[0,1,2]}',
  );
});

test.each([
  ['513 bins', () => new Histogram([1], { bins: 513 }), '512'],
  ['edges', () => new Histogram({ counts: [1], edges: [0] }), 'edges'],
  ['width', () => new Image({ data: BYTES, width: 0, height: 1 }), 'width 0'],
  ['length', () => new Image({ data: BYTES, width: 2, height: 2, channels: 3 }), '12 values, not 6'],
  ['no picture', () => new Image(BYTES), 'no PNG'],
  [
    'mask',
    () =>
      new Image(
        { data: BYTES, width: 3, height: 2 },
        { masks: { m: { data: [1, 2, 300, 0, 0, 0], width: 3, height: 2 } } },
      ),
    'mask m: 300',
  ],
  ['rate', () => new Audio([0], { sampleRate: 0 }), 'sampleRate 0'],
  ['channels', () => new Audio([[0, 1], [0]], { sampleRate: 8 }), 'channels of 2 and 1'],
  ['frames', () => new Video({ data: BYTES, frames: 1, channels: 3, height: 2, width: 2 }), '12 values, not 6'],
  ['format', () => Video.fromBytes(BYTES, { format: 'avi' as never }), '"avi"'],
  ['molecule', () => new Molecule('x', { format: 'doc' as never }), '"doc"'],
  ['figure', () => new Plotly({ data: 3 as never }), 'traces'],
  ['rows', () => new Object3D({ points: [[1, 2]] }), 'rows of 2'],
  [
    'uneven rows',
    () =>
      new Object3D({
        points: [
          [1, 2, 3],
          [1, 2],
        ],
      }),
    'row 1',
  ],
  [
    'quaternion',
    () => box3d({ center: [0, 0, 0], size: [1, 1, 1], orientation: [0, 0, 0, 0], color: [1, 1, 1] }),
    'direction',
  ],
  ['cells', () => new Table({ columns: ['a'] }).add(1, 2), '2 cells'],
  ['columns', () => new Table({ columns: ['a', 'a'] }), 'same name'],
])('what does not fit is refused by its name: %s', (_, make, words) => {
  expect(make).toThrow(UsageError);
  expect(make).toThrow(words);
});

test('pixels are kept as they were at the call', () => {
  const data = Uint8Array.of(1, 2, 3);
  const image = new Image({ data, width: 1, height: 1, channels: 3 });
  data[0] = 99;
  expect([...(image.toData().pixels?.data ?? [])]).toEqual([1, 2, 3]);
});

test('floats within 0 and 1 are spread over 255, others are cut', () => {
  const pixels = (data: number[], normalize?: boolean): number[] => [
    ...(new Image({ data, width: data.length, height: 1 }, normalize === undefined ? {} : { normalize }).toData().pixels
      ?.data ?? []),
  ];
  expect(pixels([0, 0.5, 1])).toEqual([0, 127, 255]);
  expect(pixels([0, 300, -5])).toEqual([0, 255, 0]);
  expect(pixels([0, 1], false)).toEqual([0, 1]);
});

test('a PNG holds its pixels behind unfiltered rows', () => {
  const png = Buffer.from(encodePng({ data: BYTES, width: 2, height: 1, channels: 3 }));
  const at = png.indexOf('IDAT');
  const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  expect([...raw]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[25]]).toEqual([2, 1, 2]);
});

test('a WAV says its rate and cuts what is too loud', () => {
  const wav = Buffer.from(encodeWav({ channels: [Float32Array.of(0, 2), Float32Array.of(-1, 0.5)], sampleRate: 8000 }));
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([2, 8000, 8]);
  expect([0, 1, 2, 3].map((i) => wav.readInt16LE(44 + i * 2))).toEqual([0, -32_767, 32_767, 16_384]);
});

test('a GIF has its frames, also where codes start anew', () => {
  const side = 120;
  const data = Uint8Array.from({ length: 2 * side * side * 3 }, (_, i) => (i * 2_654_435_761) >>> 24);
  const gif = Buffer.from(encodeGif({ kind: 'frames', data, frames: 2, width: side, height: side, fps: 10 }));
  expect(gif.subarray(0, 6).toString()).toBe('GIF89a');
  expect([gif.readUInt16LE(6), gif.readUInt16LE(8), gif.at(-1)]).toEqual([side, side, 0x3b]);
});

test('media logged together share a form; captions stand in order', () => {
  const sink: MediaSink = {
    put: (folder, ending) => ({ path: `media/${folder}/x${ending}`, sha256: 'h', size: 1 }),
    labels: () => undefined,
  };
  const audio = new Audio([0], { sampleRate: 8, caption: 'a' }).toData();
  expect(storedForm([audio, audio], true, sink)).toMatchObject({ _type: 'audio', count: 2, captions: ['a', 'a'] });
  expect(storedForm([audio], false, sink)).toMatchObject({
    _type: 'audio-file',
    path: 'media/audio/x.wav',
    caption: 'a',
  });
});

test('tables and figures that are logged together are a list of their forms, as from Python', () => {
  const sink: MediaSink = { put: () => ({ path: 'p', sha256: 'h', size: 1 }), labels: () => undefined };
  const figure = new Plotly({ data: [] }).toData();
  expect(storedForm([figure, figure], true, sink)).toEqual([
    { _type: 'plotly-file', path: 'p', sha256: 'h', size: 1 },
    { _type: 'plotly-file', path: 'p', sha256: 'h', size: 1 },
  ]);
});

test('the corners of a turned box lie where they must', () => {
  const quarter = Math.SQRT1_2;
  const { corners } = box3d({
    center: [1, 0, 0],
    size: [2, 4, 6],
    orientation: [quarter, 0, 0, quarter],
    color: [255, 0, 0],
  });
  const spans = [0, 1, 2].map((axis) => {
    const values = corners.map((corner) => corner[axis] ?? 0);
    return [Math.min(...values), Math.max(...values)].map((value) => Math.round(value * 1e6) / 1e6 + 0);
  });
  expect(spans).toEqual([
    [-1, 3],
    [-1, 1],
    [-3, 3],
  ]);
});

test('tables come from records and columns', () => {
  const records = Table.fromRecords([{ a: 1, b: 'x' }, { a: 2 } as { a: number; b: string }]);
  expect(records.columns).toEqual(['a', 'b']);
  expect(records.toData().rows.map((row) => row[1])).toEqual(['"x"', 'null']);
  expect(Table.fromColumns({ n: Float32Array.of(1, 2), s: ['a', 'b'] }).toData().rows).toEqual([
    ['1', '"a"'],
    ['2', '"b"'],
  ]);
});
