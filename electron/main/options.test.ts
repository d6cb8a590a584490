import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('flags are read in both spellings', () => {
  const options = readOptions(['electron', '.', '--data-dir', '/tmp/runs', '--port=9001', '--hidden'], {});
  expect(options).toMatchObject({ dataDir: '/tmp/runs', port: 9001, isHidden: true, isSafeMode: false });
});

test('a port that is none is left out', () => {
  expect(readOptions(['electron', '--port', 'many'], {}).port).toBeUndefined();
  expect(readOptions(['electron', '--port', '70000'], {}).port).toBeUndefined();
});

test('the host Node may come from the environment', () => {
  expect(readOptions([], { TAFFRAIL_HOST_NODE: '/opt/node' }).hostNode).toBe('/opt/node');
});
