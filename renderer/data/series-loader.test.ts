import { expect, test } from 'vitest';
import type { SeriesLine, SeriesRequest } from '#shared/api';
import { Problem } from '#shared/errors';
import type { Clock } from './clock.ts';
import { REFRESH_EVERY_MS, SeriesLoader } from './series-loader.ts';
import type { SeriesWant } from './series-want.ts';

const project = { entity: 'ada', project: 'digits' };
const run = (id: string) => ({ ...project, run: id });

/** A clock whose hands are turned by the test; frames come with every turn. */
function fakeClock() {
  let now = 1000;
  let tasks: { at: number; run: () => void }[] = [];
  const plan = (delayMs: number, task: () => void): (() => void) => {
    const entry = { at: now + delayMs, run: task };
    tasks.push(entry);
    return () => (tasks = tasks.filter((one) => one !== entry));
  };
  const clock: Clock = { now: () => now, after: plan, frame: (task) => plan(0, task) };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (;;) {
      const next = tasks.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      tasks = tasks.filter((one) => one !== next);
      now = Math.max(now, next.at);
      next.run();
      await Promise.resolve();
    }
    now = end;
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { clock, pass };
}

/** A host that has one point for each run; keeps what it was asked. */
function fakeHost() {
  const asked: (readonly SeriesRequest[])[] = [];
  const aborted: boolean[] = [];
  let answer: (() => void) | undefined;
  let isHeld = false;
  let failure: Problem | undefined;
  let level = 1;
  const fetch = async (
    _project: unknown,
    requests: readonly SeriesRequest[],
    signal: AbortSignal,
  ): Promise<readonly SeriesLine[]> => {
    const index = asked.push(requests) - 1;
    aborted[index] = false;
    signal.addEventListener('abort', () => (aborted[index] = true));
    if (isHeld) {
      await new Promise<void>((resolve, reject) => {
        answer = resolve;
        signal.addEventListener('abort', () => reject(new Problem('request.cancelled')));
      });
    }
    if (failure !== undefined) throw failure;
    return requests.flatMap((request) =>
      request.runs
        .filter((path) => path.run !== 'without')
        .map((path) => ({
          request: request.id,
          run: path,
          mode: 'exact' as const,
          facts: { pointCount: 1, pointsPerBucket: 1, withoutX: 0, nanCount: 0, infCount: 0, isOutOfOrder: false },
          x: Float64Array.of(0),
          value: Float64Array.of(level),
        })),
    );
  };
  return {
    fetch,
    asked,
    aborted,
    hold: () => (isHeld = true),
    release: () => {
      isHeld = false;
      answer?.();
    },
    failWith: (problem: Problem | undefined) => (failure = problem),
    setLevel: (next: number) => (level = next),
  };
}

function setup(isHidden = () => false) {
  const host = fakeHost();
  const { clock, pass } = fakeClock();
  const loader = new SeriesLoader({ fetch: host.fetch, clock, isHidden });
  const subscribe = (part: Partial<SeriesWant> = {}) => {
    const subscription = loader.subscription();
    subscription.setWant({
      project,
      stream: 'history',
      key: 'loss',
      x: '_step',
      runs: [run('a')],
      buckets: 300,
      ...part,
    });
    return subscription;
  };
  const history = (id: string) => loader.onChange({ kind: 'run', path: run(id), aspects: ['history'] });
  return { host, pass, loader, subscribe, history };
}

test('all panels of a frame leave as one request, equal wants are asked once', async () => {
  const { host, pass, subscribe } = setup();
  const loss = subscribe({ runs: [run('a'), run('b')] });
  subscribe({ key: 'accuracy', runs: [run('a')] });
  subscribe({ runs: [run('b')] });
  await pass(20);
  expect(host.asked).toHaveLength(1);
  expect(host.asked[0]?.map((request) => [request.key, request.runs.map((path) => path.run)])).toEqual([
    ['loss', ['a', 'b']],
    ['accuracy', ['a']],
  ]);
  expect([...loss.state().lines.keys()]).toEqual(['a', 'b']);
  expect(loss.state().isLoading).toBe(false);
});

test('a run that is added later is asked for alone; a known line comes from the cache at once', async () => {
  const { host, pass, subscribe } = setup();
  subscribe({ runs: [run('a')] });
  await pass(20);
  const second = subscribe({ runs: [run('a'), run('b')] });
  expect(second.state().lines.has('a')).toBe(true);
  await pass(20);
  expect(host.asked[1]?.[0]?.runs).toEqual([run('b')]);
});

test('a run without the series counts as answered', async () => {
  const { host, pass, subscribe } = setup();
  const panel = subscribe({ runs: [run('without')] });
  await pass(1000);
  expect(panel.state()).toMatchObject({ isLoading: false, isRefining: false });
  expect(host.asked).toHaveLength(1);
});

test('live points are fetched within one refresh interval and no more often, only for panels in sight', async () => {
  const { host, pass, subscribe, history } = setup();
  const panel = subscribe();
  const gone = subscribe({ key: 'hidden' });
  await pass(1000);
  gone.setWant(undefined);
  host.setLevel(2);
  const before = host.asked.length;
  for (let i = 0; i < 10; i++) {
    history('a');
    await pass(REFRESH_EVERY_MS / 10);
  }
  await pass(REFRESH_EVERY_MS);
  expect(host.asked.length - before).toBeLessThanOrEqual(3);
  expect(
    host.asked
      .slice(before)
      .flat()
      .every((request) => request.key === 'loss'),
  ).toBe(true);
  expect(panel.state().lines.get('a')).toMatchObject({ value: Float64Array.of(2) });
});

test('while the window is hidden nothing is refreshed; shown again it is', async () => {
  let isHidden = false;
  const { host, pass, subscribe, history, loader } = setup(() => isHidden);
  subscribe();
  await pass(1000);
  isHidden = true;
  history('a');
  await pass(2000);
  expect(host.asked).toHaveLength(1);
  isHidden = false;
  loader.onShown();
  await pass(50);
  expect(host.asked).toHaveLength(2);
});

test('what nobody wants any more is cancelled; the old line stays while a zoom is refined', async () => {
  const { host, pass, subscribe } = setup();
  const panel = subscribe();
  await pass(20);
  host.hold();
  const want = { project, stream: 'history', key: 'loss', x: '_step', runs: [run('a')], buckets: 300 } as const;
  panel.setWant({ ...want, range: { from: 0, to: 10 } });
  await pass(20);
  expect(panel.state()).toMatchObject({ isLoading: false, isRefining: true });
  expect(panel.state().lines.has('a')).toBe(true);
  panel.setWant({ ...want, range: { from: 2, to: 4 } });
  await pass(20);
  expect(host.aborted).toEqual([false, true, false]);
  host.release();
  await pass(20);
  expect(panel.state().isRefining).toBe(false);
});

test('a failure is shown with what was there before, and a retry asks again', async () => {
  const { host, pass, subscribe } = setup();
  host.failWith(new Problem('store.busy'));
  const panel = subscribe();
  await pass(1000);
  expect(panel.state().problem?.code).toBe('store.busy');
  expect(host.asked).toHaveLength(1);
  host.failWith(undefined);
  panel.retry();
  await pass(1000);
  expect(panel.state().problem).toBeUndefined();
  expect(panel.state().lines.size).toBe(1);
});

test('after a gap in the live stream everything in sight is fetched again', async () => {
  const { host, pass, subscribe, loader } = setup();
  subscribe();
  await pass(1000);
  loader.refreshAll();
  await pass(50);
  expect(host.asked).toHaveLength(2);
});
