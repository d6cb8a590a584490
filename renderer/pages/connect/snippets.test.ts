import { expect, test } from 'vitest';
import { connectLines } from './snippets.ts';

test('three lines connect a script in bash', () => {
  expect(connectLines('bash', 'http://127.0.0.1:8080', 'local-abc', false)).toEqual([
    'export WANDB_BASE_URL=http://127.0.0.1:8080',
    'export WANDB_API_KEY=local-abc',
    'python train.py',
  ]);
});

test('each shell has its own way, and the quick line comes before the start', () => {
  expect(connectLines('fish', 'http://h:1', 'k', true).at(2)).toBe('set -gx WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL 1');
  expect(connectLines('powershell', 'http://h:1', 'k', false)[0]).toBe('$env:WANDB_BASE_URL = "http://h:1"');
  expect(connectLines('python', 'http://h:1', 'k', false)).toEqual([
    'import os',
    'os.environ["WANDB_BASE_URL"] = "http://h:1"',
    'os.environ["WANDB_API_KEY"] = "k"',
  ]);
});
