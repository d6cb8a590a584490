import { expect, test } from 'vitest';
import { isCode, languageOf } from './languages.ts';

test('a language is known by the ending of the name; long texts stay plain', () => {
  expect(languageOf('code/train.PY', 10)).toBe('python');
  expect(languageOf('x.tar.gz', 10)).toBeUndefined();
  expect(languageOf('constructor', 10)).toBeUndefined();
  expect(languageOf('train.py', 1_000_000)).toBeUndefined();
});

test('what says how a run was made is code, what the client writes for itself is not', () => {
  const names = ['code/train.py', 'requirements.txt', 'diff.patch', 'run.sh', 'output.log', 'config.yaml'];
  expect(names.filter(isCode)).toEqual(['code/train.py', 'requirements.txt', 'diff.patch', 'run.sh']);
  expect(isCode('media/table/x.py')).toBe(false);
});
