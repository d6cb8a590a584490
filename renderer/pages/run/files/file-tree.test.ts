import { expect, test } from 'vitest';
import type { RunFile } from '#shared/api';
import { fileRows, previewKind } from './file-tree.ts';

const file = (name: string, sizeBytes = 10, mimetype = 'application/octet-stream'): RunFile => ({
  name,
  sizeBytes,
  mimetype,
  updatedAt: 0,
  md5: '',
  isUploaded: true,
});
const files = [file('b.txt'), file('media/images/10.png', 5), file('media/images/2.png', 7), file('a.json')];

test('folders come first with the sum of what is in them, numbers in names count as numbers', () => {
  const rows = fileRows(files, new Set());
  expect(rows.map((row) => row.path)).toEqual([
    'media',
    'media/images',
    'media/images/2.png',
    'media/images/10.png',
    'a.json',
    'b.txt',
  ]);
  expect(rows[0]).toMatchObject({ kind: 'folder', fileCount: 2, sizeBytes: 12 });
  expect(rows[2]).toMatchObject({ name: '2.png', depth: 2 });
});

test('a closed folder hides its files', () => {
  expect(fileRows(files, new Set(['media'])).map((row) => row.path)).toEqual(['media', 'a.json', 'b.txt']);
});

test('only what can be shown safely has a preview', () => {
  expect(previewKind(file('diff.patch'))).toBe('patch');
  expect(previewKind(file('wandb-metadata.json'))).toBe('json');
  expect(previewKind(file('requirements.txt'))).toBe('text');
  expect(previewKind(file('talk.wav'))).toBe('played');
  expect(previewKind(file('film.webm'))).toBe('played');
  expect(previewKind(file('model.pt'))).toBe('none');
  expect(previewKind(file('page.html', 1, 'text/html'))).toBe('text');
});
