import { afterEach, expect, test, vi } from 'vitest';
import { canSeePaths, droppedPath } from './drop.ts';

afterEach(() => vi.unstubAllGlobals());

function data(files: readonly object[], texts: Record<string, string> = {}): DataTransfer {
  return { files, getData: (type: string) => texts[type] ?? '' } as unknown as DataTransfer;
}

test('the desktop window tells where a dropped folder lies', () => {
  const folder = { name: 'wandb' };
  vi.stubGlobal('window', { taffrail: { pathOfFile: (file: unknown) => (file === folder ? '/home/me/wandb' : '') } });
  expect(canSeePaths()).toBe(true);
  expect(droppedPath(data([folder]))).toBe('/home/me/wandb');
});

test('in a browser a path comes as text or as an address of a file', () => {
  vi.stubGlobal('window', {});
  expect(canSeePaths()).toBe(false);
  expect(droppedPath(data([{ name: 'x' }]))).toBeUndefined();
  expect(droppedPath(data([], { 'text/plain': '/tmp/wandb\n' }))).toBe('/tmp/wandb');
  expect(droppedPath(data([], { 'text/uri-list': 'file:///tmp/a%20b' }))).toBe('/tmp/a b');
  expect(droppedPath(data([], { 'text/uri-list': 'file:///C:/runs' }))).toBe('C:/runs');
  expect(droppedPath(data([], { 'text/plain': 'hello' }))).toBeUndefined();
});
