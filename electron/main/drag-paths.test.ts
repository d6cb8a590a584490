import { expect, test } from 'vitest';
import { safeName, servedFile } from './drag-paths.ts';

const HOST = 'http://127.0.0.1:8080';

test('only what the host serves as a file can be dragged out', () => {
  expect(servedFile('/files/ada/vision/r1/media/a%20b.png?download', HOST)).toBe(
    `${HOST}/files/ada/vision/r1/media/a%20b.png?download`,
  );
  for (const other of ['/api/settings', '/files/../api/x', '/files/%2e%2e/api/x', '//evil/files/a', 'file:///etc', 7])
    expect(servedFile(other, HOST), String(other)).toBeUndefined();
  expect(servedFile('/files/a', undefined)).toBeUndefined();
});

test('its name stays in its folder', () => {
  expect(safeName('../../.ssh/a:b.png')).toBe('a_b.png');
  expect(safeName('..\\..\\c.png')).toBe('c.png');
  expect(safeName('..')).toBe('file');
});
