import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StateLog } from './state-log.ts';

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state.jsonl');
}

/** Opens it as after a kill: nobody closed it before. */
function open(path: string): { readonly log: StateLog; readonly damaged: readonly number[] } {
  const damaged: number[] = [];
  const log = new StateLog(path, (line) => damaged.push(line));
  onTestFinished(() => log.close());
  return { log, damaged };
}

test('what was put is there after a kill, the last word of each name, and nothing is written before the first', () => {
  const path = newPath();
  const { log } = open(path);
  expect(log.all('item ')).toEqual([]);
  expect(existsSync(path)).toBe(false);
  log.put('item 1', { a: 1 });
  log.put('item 2', { a: 2 });
  log.put('item 1', { a: 3 });
  log.put('rule 1', true);
  log.put('item 2', undefined);
  expect([log.newId(), log.newId()]).toEqual([1, 2]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const again = open(path).log;
  expect(again.all('item ')).toEqual([{ a: 3 }]);
  expect(again.get('rule 1')).toBe(true);
  expect(again.newId()).toBe(3);
});

test('a line that is cut or strange is told of, and the others count', () => {
  const path = newPath();
  open(path).log.put('item 1', 'one');
  appendFileSync(path, 'null\n{"value":1}\n{"name":"item 2","value":"two"}\n{"name":"item 3","val');
  const { log, damaged } = open(path);
  expect(log.all('item ')).toEqual(['one', 'two']);
  expect(damaged).toEqual([2, 3, 5]);
  log.put('item 4', 'four');
  expect(open(path).log.all('item ')).toEqual(['one', 'two', 'four']);
});

test('many changes of few records do not make it long', () => {
  const path = newPath();
  const { log } = open(path);
  for (let i = 0; i < 5000; i++) log.put('item 1', i);
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(1200);
  expect(open(path).log.get('item 1')).toBe(4999);
});

test.runIf(process.platform === 'linux')(
  'a full disk is said, and what was put meanwhile is kept with the next that fits',
  () => {
    const path = newPath();
    const { log } = open(path);
    symlinkSync('/dev/full', `${path}.new`);
    expect(() => log.put('item 1', 'one')).toThrow(expect.objectContaining({ code: 'store.full' }));
    rmSync(`${path}.new`);
    log.put('item 2', 'two');
    expect(open(path).log.all('item ')).toEqual(['one', 'two']);
  },
);
