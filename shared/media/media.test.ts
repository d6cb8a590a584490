import { expect, test } from 'vitest';
import { decodeHistogram, decodeMedia, filesOf } from './decode.ts';
import { readBoxes } from './boxes.ts';
import { indexAtOrBefore, indexNearest, mergeSteps, packSteps, unpackSteps } from './steps.ts';

test('a single picture has its caption, size and layers, whose order is always the same', () => {
  const value = {
    _type: 'image-file',
    path: 'media/images/a b.png',
    caption: 'one',
    width: 16,
    height: 12,
    masks: {
      truth: { _type: 'mask', path: 'media/images/mask/t.png' },
      pred: { _type: 'mask', path: 'media/images/mask/m.png' },
    },
    boxes: { truth: { _type: 'boxes2D', path: 'media/metadata/boxes2D/b.json' } },
  };
  expect(decodeMedia(value)).toEqual([
    {
      kind: 'image',
      file: 'media/images/a b.png',
      caption: 'one',
      width: 16,
      height: 12,
      masks: [
        { name: 'pred', file: 'media/images/mask/m.png' },
        { name: 'truth', file: 'media/images/mask/t.png' },
      ],
      boxes: [{ name: 'truth', file: 'media/metadata/boxes2D/b.json' }],
    },
  ]);
  expect(filesOf(value)).toEqual([
    'media/images/a b.png',
    'media/images/mask/m.png',
    'media/images/mask/t.png',
    'media/metadata/boxes2D/b.json',
  ]);
});

test('lists keep captions, layers and rates with their items', () => {
  const images = decodeMedia({
    _type: 'images/separated',
    count: 2,
    width: 4,
    height: 5,
    filenames: ['a.png', 'b.png'],
    captions: ['', 'two'],
    all_masks: [null, { m: { path: 'm.png' } }],
  });
  expect(images).toMatchObject([
    { file: 'a.png', width: 4, masks: [] },
    { file: 'b.png', caption: 'two', masks: [{ name: 'm', file: 'm.png' }] },
  ]);
  expect(images?.[1]).not.toHaveProperty('width');
  const clips = decodeMedia({
    _type: 'audio',
    audio: [{ _type: 'audio-file', path: 'x.wav' }],
    sampleRates: [32],
    durations: [2],
    captions: ['Nice'],
  });
  expect(clips).toEqual([{ kind: 'audio', file: 'x.wav', caption: 'Nice', sampleRate: 32, durationSeconds: 2 }]);
  const videos = decodeMedia({ _type: 'videos', videos: [{ _type: 'video-file', path: 'v.gif' }], captions: false });
  expect(videos).toEqual([{ kind: 'video', file: 'v.gif' }]);
  const pages = decodeMedia({ _type: 'html', html: [{ _type: 'html-file', path: 'p.html' }] });
  expect(pages).toEqual([{ kind: 'html', file: 'p.html' }]);
});

test('damaged values show what is left of them and never throw', () => {
  for (const value of [null, 7, [], {}, { _type: 'nobody' }]) expect(decodeMedia(value)).toBeUndefined();
  expect(decodeMedia({ _type: 'image-file' })).toEqual([]);
  expect(decodeMedia({ _type: 'images/separated', filenames: [3, 'b.png'], captions: 'no' })).toMatchObject([
    { file: 'b.png' },
  ]);
  expect(decodeHistogram({ _type: 'histogram', values: [1, 2], bins: [0, 1] })).toBeUndefined();
  expect(decodeHistogram({ _type: 'histogram', values: [1, 'NaN'], bins: [0, 1, 2] })).toEqual({
    kind: 'histogram',
    counts: [1, 0],
    edges: [0, 1, 2],
  });
});

test('both forms and both domains of a box give the same place on a picture that is not square', () => {
  const { boxes, labels, badCount } = readBoxes(
    {
      box_data: [
        { position: { minX: 0.1, maxX: 0.3, minY: 0.2, maxY: 0.6 }, class_id: 1, scores: { acc: 0.5, bad: 'x' } },
        { position: { middle: [0.2, 0.4], width: 0.2, height: 0.4 }, class_id: 2, box_caption: 'b' },
        { position: { minX: 20, maxX: 60, minY: 20, maxY: 60 }, domain: 'pixel', class_id: 1 },
        { position: { middle: [40, 40], width: 40, height: 40 }, domain: 'pixel', class_id: 1 },
        { position: { minX: 0.3, maxX: 0.1, minY: 0.6, maxY: 0.2 }, class_id: 1 },
        { position: { minX: 'NaN', maxX: 1, minY: 0, maxY: 1 }, class_id: 1 },
        { class_id: 4 },
      ],
      class_labels: { 1: 'car', 2: 7 },
    },
    200,
    100,
  );
  expect(boxes).toHaveLength(5);
  for (const box of boxes) {
    expect([box.x, box.y, box.width, box.height].map((part) => Number(part.toFixed(9)))).toEqual([0.1, 0.2, 0.2, 0.4]);
  }
  expect(boxes[0]?.scores).toEqual({ acc: 0.5 });
  expect(labels).toEqual({ 1: 'car' });
  expect(badCount).toBe(2);
  expect(readBoxes('not json', 1, 1)).toEqual({ boxes: [], labels: {}, badCount: 0 });
});

test('steps come back as they were, and even ones are short', () => {
  const odd = [0, 1, 2, 5, 9, 9.5, 40];
  expect([...unpackSteps(packSteps(odd))]).toEqual(odd);
  const even = Float64Array.from({ length: 100_000 }, (_, i) => i * 50);
  expect(packSteps(even)).toEqual([[0, 50, 100_000]]);
  expect([...mergeSteps([Float64Array.of(0, 2, 4), Float64Array.of(1, 2, 9)])]).toEqual([0, 1, 2, 4, 9]);
  expect([indexAtOrBefore(odd, -1), indexAtOrBefore(odd, 4), indexAtOrBefore(odd, 99)]).toEqual([-1, 2, 6]);
  expect([indexNearest(odd, 3), indexNearest(odd, 4), indexNearest(odd, -3), indexNearest([], 1)]).toEqual([
    2, 3, 0, -1,
  ]);
});
