import { expect, test } from 'vitest';
import { readHostArguments } from './arguments.ts';

const read = (...args: string[]) => readHostArguments(args, { TAFFRAIL_DATA: '/srv/default' }, 'linux');

test('without options the host runs on the data directory of this user', () => {
  expect(read()).toMatchObject({ kind: 'run', options: { dataDir: '/srv/default', requireKey: false } });
  expect(read()).not.toHaveProperty('options.port');
});

test('every option is understood', () => {
  const line = '--data /srv/x --port 9000 --host 0.0.0.0 --require-key --allow-host a --allow-host b --user ada';
  const more = '--allow-origin http://localhost:5173/x --crash-after 60 --log-level debug';
  expect(read(...line.split(' '), ...more.split(' '))).toEqual({
    kind: 'run',
    options: {
      dataDir: '/srv/x',
      port: 9000,
      host: '0.0.0.0',
      requireKey: true,
      extraHosts: ['a', 'b'],
      extraOrigins: ['http://localhost:5173'],
      username: 'ada',
      crashAfterMs: 60_000,
      logLevel: 'debug',
    },
  });
});

test.each([
  [['--port', 'x'], '--port takes a whole number from 0 to 65535, not "x"'],
  [['--port', '70000'], '--port takes'],
  [['--port', '-1'], '--port'],
  [['--data', ''], '--data needs a folder'],
  [['--log-level', 'loud'], '--log-level takes debug, info, warn, error'],
  [['--allow-origin', 'localhost'], '--allow-origin takes an address'],
  [['--user', 'a/b'], '--user takes'],
  [['--nonsense'], '--nonsense'],
  [['extra'], 'extra'],
])('%j is a mistake, and says which', (args, message) => {
  expect(read(...args)).toMatchObject({ kind: 'mistake', message: expect.stringContaining(message) as string });
});

test('help and version are asked for alone', () => {
  expect(read('--help').kind).toBe('help');
  expect(read('--version').kind).toBe('version');
});
