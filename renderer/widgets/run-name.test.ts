import { expect, test } from 'vitest';
import { nameHalves } from './run-name.tsx';

test('names of any length keep the end by which runs of a sweep differ', () => {
  expect(nameHalves('the-same-words-for-all-lr-0.003')).toEqual(['the-same-words-for-', 'all-lr-0.003']);
  expect(nameHalves('resnet18-adamw-lr0.001')).toEqual(['resnet18-ad', 'amw-lr0.001']);
  expect(nameHalves('run 7')).toEqual(['run', ' 7']);
  expect(nameHalves('7')).toEqual(['7', '']);
  expect(nameHalves('')).toEqual(['', '']);
});

test('a letter of two halves is not parted', () => {
  expect(nameHalves('ab😀')).toEqual(['ab', '😀']);
  expect(nameHalves('a😀')).toEqual(['a', '😀']);
});
