import { expect, test } from 'vitest';
import { Problem } from '#shared/errors';
import { encodeFileName, normaliseFileName } from './names.ts';

test.each([
  ['a.txt', 'a.txt'],
  ['./media//images/./x.png', 'media/images/x.png'],
  ['code/my script%20.py', 'code/my script%20.py'],
  ['Prüfung/日本:1.json', 'Prüfung/日本:1.json'],
  ['.gitignore', '.gitignore'],
  ['a..b/...', 'a..b/...'],
])('%s is %s', (name, normal) => {
  expect(normaliseFileName(name)).toBe(normal);
  expect(decodeURIComponent(encodeFileName(normal))).toBe(normal);
});

test.each([
  '',
  '.',
  './',
  '..',
  '../x',
  'a/../../x',
  'a\\..\\..\\x',
  '/etc/passwd',
  '\\\\server\\share',
  'C:\\x',
  'a\0b',
  'a\nb',
  'x'.repeat(5000),
  `${'y'.repeat(2000)}/z`,
])('%j is refused', (name) => {
  expect(() => normaliseFileName(name)).toThrow(Problem);
});
