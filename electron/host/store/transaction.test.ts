import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeEvent } from '#shared/api';
import type { WriteContext } from './context.ts';
import { makeTestStore, type TestStore } from './test-support.ts';
import { runWriteCall } from './transaction.ts';

let store: TestStore;
beforeEach(() => (store = makeTestStore()));
afterEach(() => store.close());

const path = { entity: 'me', project: 'p', run: 'r' };

const handlers = {
  add: (ctx: WriteContext, args: { name: string; fails?: boolean }) => {
    ctx.db.prepare('INSERT INTO keys (name) VALUES (?)').run(args.name);
    ctx.emit({ kind: 'settings' });
    const seen = ctx.cached('seen', () => [] as string[]);
    seen.push(args.name);
    if (args.fails === true) throw new Error('no');
    return [...seen];
  },
  tell: (ctx: WriteContext, events: readonly ChangeEvent[]) => {
    for (const event of events) ctx.emit(event);
  },
};

function call(name: string, args: unknown): ReturnType<typeof runWriteCall> {
  return runWriteCall(store.db, handlers, { name, args }, store.now);
}

test('a call that fails leaves nothing: no rows, no events, nothing remembered', () => {
  expect(call('add', { name: 'a' })).toEqual({ result: ['a'], events: [{ kind: 'settings' }] });
  expect(call('add', { name: 'b' }).result).toEqual(['a', 'b']);
  expect(() => call('add', { name: 'c', fails: true })).toThrow('no');
  expect(call('add', { name: 'd' }).result).toEqual(['d']);
  expect(store.db.prepare('SELECT name FROM keys ORDER BY id').pluck().all()).toEqual(['a', 'b', 'd']);
  expect(() => call('missing', {})).toThrow('no handler missing');
});

test('changes of one run are told as one, with the newest numbers', () => {
  const { events } = call('tell', [
    { kind: 'run', path, aspects: ['created', 'history'], lastStep: 3 },
    { kind: 'project', path: { entity: 'me', project: 'p' }, aspects: ['created'] },
    { kind: 'run', path: { ...path, run: 'other' }, aspects: ['state'] },
    { kind: 'run', path, aspects: ['console', 'history'], lineCount: 9, lastStep: 4 },
  ]);
  expect(events).toEqual([
    { kind: 'run', path, aspects: ['created', 'history', 'console'], lastStep: 4, lineCount: 9 },
    { kind: 'project', path: { entity: 'me', project: 'p' }, aspects: ['created'] },
    { kind: 'run', path: { ...path, run: 'other' }, aspects: ['state'] },
  ]);
});

test('time stands still during a call', () => {
  const seen = store.write((ctx) => {
    const before = ctx.now();
    store.time += 1000;
    return [before, ctx.now()];
  });
  expect(seen[0]).toBe(seen[1]);
});
