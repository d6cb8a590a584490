import type { DragEvent } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { MediaCell } from './cells.ts';
import { startDrag } from './save.ts';

afterEach(() => vi.unstubAllGlobals());

test('a text is dragged out whole in its address, whatever its letters', () => {
  vi.stubGlobal('window', {});
  const data = new Map<string, string>();
  const dataTransfer = { setData: (type: string, value: string) => data.set(type, value) };
  const run = { path: { entity: 'me', project: 'p', run: 'r' }, label: 'r' };
  const item = { kind: 'text', text: 'a, b: 50 % – 損失 🚀\n\ud83d.' };
  const cell = { run, item, index: 0, count: 1, step: 3, files: new Map() } as unknown as MediaCell;
  startDrag({ dataTransfer } as unknown as DragEvent, cell);
  const [, letters = ''] =
    /^text\/plain:[^:]+:data:text\/plain;charset=utf-8;base64,(.*)$/.exec(data.get('DownloadURL') ?? '') ?? [];
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.codePointAt(0) ?? 0);
  expect(new TextDecoder().decode(bytes)).toBe('a, b: 50 % – 損失 🚀\n\ufffd.');
});
