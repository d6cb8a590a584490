import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import type { Clock } from '#sdk/base';
import { itemPrefix, LogAppender, protoTime } from '#sdk/journal';
import { Delivery } from './delivery.ts';
import type { HostLink } from './link.ts';
import { readDeliveryState, writeDeliveryState } from './state.ts';

const folder = mkdtempSync(join(tmpdir(), 'taffrail-delivery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BASE = 'http://host';
/** Time stands still: nothing goes on because it has waited long enough. */
const clock: Clock = { now: () => 0, monotonic: () => 0, after: () => () => undefined, every: () => () => undefined };

/** A host that takes everything, once `gate` of the kind of request lets it. */
function hostWith(gate: (kind: 'version' | 'post') => Promise<void> | undefined): HostLink {
  const bucket = { id: 'r', name: 'run', project: { name: 'p', entity: { name: 'e' } } };
  const link: Partial<HostLink> = {
    baseUrl: BASE,
    async stream() {
      await gate('post');
      return {};
    },
    async graphql<T>(query: string): Promise<T> {
      if (query.includes('UpsertBucket')) return { upsertBucket: { bucket } } as T;
      await gate('version');
      return { createArtifact: { artifact: { id: 'v', state: 'COMMITTED' } } } as T;
    },
  };
  return link as HostLink;
}

function logRow(log: LogAppender, step: number): void {
  log.item(itemPrefix(['_step']), String(step));
  log.endHistory(step);
  log.write();
}

function beginLog(): LogAppender {
  const log = new LogAppender(join(mkdtempSync(join(folder, 'run-')), 'run-run.wandb'));
  log.add({ run: { runId: 'run', project: 'p', startTime: protoTime(0) } });
  logRow(log, 0);
  return log;
}

/** Lets everything happen that waits for nothing. */
const shortly = (): Promise<void> => pause(50);

test('rows that rest go out at once when somebody waits for them', async () => {
  const log = beginLog();
  const delivery = new Delivery({ journal: log.path, link: hostWith(() => undefined), clock, intervalMs: 500 });
  const end = delivery.run();
  await delivery.reached(log.position);
  await shortly();
  logRow(log, 1);
  delivery.poke();
  await shortly();
  expect(delivery.position).toBeLessThan(log.position);
  expect(await Promise.race([delivery.reached(log.position).then(() => 'there'), pause(2000, 'late')])).toBe('there');
  delivery.stop();
  await end;
});

test('a version is not forgotten while the piece that has it is under way', async () => {
  const log = beginLog();
  const version = (clientId: string): void => {
    log.add({ artifact: { runId: 'run', type: 'model', name: 'm', digest: clientId, clientId, finalize: true } });
    log.write();
  };
  version('first');
  const begun = log.position;
  version('second');
  const known = log.position;
  logRow(log, 1);
  // The second piece lies on both sides of what an earlier delivery sent.
  const journal = `${log.path}.again`;
  const bytes = readFileSync(log.path);
  writeFileSync(journal, bytes.subarray(0, begun));
  const lines = { history: 0, events: 0, console: 0 };
  const state = { baseUrl: BASE, entity: 'e', project: 'p', lines, shift: { step: 0, seconds: 0 } };
  writeDeliveryState(journal, { ...state, position: known, artifactsFrom: 0 });

  const asked = { version: 0, post: 0 };
  const opened = { version: Promise.withResolvers<void>(), post: Promise.withResolvers<void>() };
  const link = hostWith((kind) => {
    asked[kind] += 1;
    return opened[kind].promise;
  });
  const told: string[] = [];
  const events = { onArtifact: ({ digest }: { readonly digest: string }) => void told.push(digest) };
  const delivery = new Delivery({ journal, link, clock, events });
  const end = delivery.run();
  await vi.waitFor(() => expect(asked.version).toBe(1));
  opened.post.resolve();
  await vi.waitFor(() => expect(delivery.phase).toBe('sending'));
  opened.post = Promise.withResolvers();
  appendFileSync(journal, bytes.subarray(begun));
  asked.post = 0;
  delivery.poke();
  await vi.waitFor(() => expect(asked.post).toBe(1));
  opened.version.resolve();
  await vi.waitFor(() => expect(told).toEqual(['first']));
  expect(readDeliveryState(journal)).toMatchObject({ position: known, artifactsFrom: 0 });
  opened.post.resolve();
  await vi.waitFor(() => expect(told).toEqual(['first', 'second']));
  await delivery.reached(bytes.length);
  expect(readDeliveryState(journal)).not.toHaveProperty('artifactsFrom');
  delivery.stop();
  await end;
});
