import { expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { factsOf } from './facts.ts';

const HEAD = {
  path: { entity: 'e', project: 'p', run: 'r' },
  state: 'finished',
  stateReason: '',
  createdAt: 0,
  heartbeatAt: 0,
};

test.each([
  ['0.31.0', 'wandb 0.31.0'],
  ['taffrail 0.1.0', 'taffrail 0.1.0'],
])('the client that told version %s is called %s', (clientVersion, text) => {
  const head = { ...HEAD, durationMs: 0, username: '', lastStep: -1 };
  const detail = { head, metadata: {}, clientVersion, historyLineCount: 0, sizeBytes: 0 } as unknown as RunDetail;
  expect(factsOf(detail).find(({ name }) => name === 'Client')?.text).toBe(text);
});
