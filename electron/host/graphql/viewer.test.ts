import { expect, onTestFinished, test } from 'vitest';
import { saveSettings } from '#host/store';
import { openBench } from './test-bench.ts';

test('the client hears whether a person wants code saved, and nothing while nobody said', () => {
  const bench = openBench();
  onTestFinished(() => bench.close());
  const flags = () => JSON.parse(bench.query('{ viewer { flags } }').viewer?.['flags'] ?? '') as unknown;
  expect(flags()).toEqual({});
  for (const isCodeSavingEnabled of [true, false]) {
    bench.write((ctx) => saveSettings(ctx, { crashAfterSeconds: 300, isCodeSavingEnabled }));
    expect(flags()).toEqual({ code_saving_enabled: isCodeSavingEnabled });
  }
});
