import { expect, test } from 'vitest';
import type { ChangeEvent } from '#shared/api';
import { openLiveStream } from './live.ts';

class FakeSource {
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();
  isClosed = false;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, listener);
  }
  emit(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
  close(): void {
    this.isClosed = true;
  }
}

function setup() {
  const sources: FakeSource[] = [];
  const waits: { ms: number; run: () => void }[] = [];
  const clock = {
    now: () => 0,
    frame: () => () => undefined,
    after: (ms: number, run: () => void) => {
      waits.push({ ms, run });
      return () => undefined;
    },
  };
  const stream = openLiveStream(() => {
    const source = new FakeSource();
    sources.push(source);
    return source;
  }, clock);
  return { stream, sources, waits };
}

test('a lost stream is opened again with growing waits, and a reconnect says that changes may be missing', () => {
  const { stream, sources, waits } = setup();
  const seen: (readonly [string, boolean])[] = [];
  stream.onStatus((status, hasMissed) => seen.push([status, hasMissed]));
  sources[0]?.emit('open');
  sources[0]?.emit('error');
  waits[0]?.run();
  sources[1]?.emit('error');
  waits[1]?.run();
  sources[2]?.emit('open');
  expect(waits.map((wait) => wait.ms)).toEqual([250, 500]);
  expect(seen).toEqual([
    ['open', false],
    ['lost', false],
    ['open', true],
  ]);
});

test('changes reach every listener in order; a closed stream stays closed', () => {
  const { stream, sources, waits } = setup();
  const got: ChangeEvent[] = [];
  stream.onChange((event) => got.push(event));
  sources[0]?.emit('change', { kind: 'settings' });
  expect(got).toEqual([{ kind: 'settings' }]);
  stream.close();
  sources[0]?.emit('error');
  expect(waits).toHaveLength(0);
  expect(sources[0]?.isClosed).toBe(true);
});
