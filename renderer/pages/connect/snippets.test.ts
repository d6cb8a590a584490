import { expect, test } from 'vitest';
import { connectLines } from './snippets.ts';

const ENVIRONMENT = [
  ['WANDB_BASE_URL', 'http://127.0.0.1:8080'],
  ['WANDB_API_KEY', 'abc'],
] as const;

test('three lines connect a script in bash', () => {
  expect(connectLines('bash', ENVIRONMENT)).toEqual([
    'export WANDB_BASE_URL=http://127.0.0.1:8080',
    'export WANDB_API_KEY=abc',
    'python train.py',
  ]);
});

test('each shell has its own way; in Python the lines stand in the script', () => {
  expect(connectLines('fish', ENVIRONMENT)[0]).toBe('set -gx WANDB_BASE_URL http://127.0.0.1:8080');
  expect(connectLines('powershell', ENVIRONMENT)[1]).toBe('$env:WANDB_API_KEY = "abc"');
  expect(connectLines('python', ENVIRONMENT)).toEqual([
    'import os',
    'os.environ["WANDB_BASE_URL"] = "http://127.0.0.1:8080"',
    'os.environ["WANDB_API_KEY"] = "abc"',
  ]);
});

test('a value that a shell would take apart is quoted', () => {
  expect(connectLines('bash', [['A', 'two words']])[0]).toBe("export A='two words'");
});
