import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test('streamed files are known by their names', () => {
  expect(fileKind('wandb-history.jsonl')).toEqual({ kind: 'history' });
  expect(fileKind('wandb-events.jsonl')).toEqual({ kind: 'events' });
  expect(fileKind('wandb-summary.json')).toEqual({ kind: 'summary' });
  expect(fileKind('output.log')).toEqual({ kind: 'console', label: '' });
  expect(fileKind('output_rank 1.log')).toEqual({ kind: 'console', label: 'rank 1' });
  expect(fileKind('logs/output_a.log')).toEqual({ kind: 'console', label: 'a' });
  expect(fileKind('other.txt')).toEqual({ kind: 'unknown' });
});
