import { expect, test } from 'vitest';
import { foldLine, plainText } from './fold.ts';

test('a progress bar shows its last state and keeps the earlier ones', () => {
  expect(foldLine('10%\r50%\r100%')).toEqual({ text: '100%', earlier: ['10%', '50%'] });
});

test('a shorter part overwrites only its own letters', () => {
  expect(foldLine('epoch 10 done\rEPOCH').text).toBe('EPOCH 10 done');
});

test('Windows line ends and empty parts change nothing', () => {
  expect(foldLine('hello\r')).toEqual({ text: 'hello', earlier: [] });
  expect(foldLine('\rhello')).toEqual({ text: 'hello', earlier: [] });
});

test('colours stay, cursor moves and erasures go', () => {
  expect(foldLine('\u001b[2K\u001b[1A\u001b[32mok\u001b[0m').text).toBe('\u001b[32mok\u001b[0m');
  expect(plainText('\u001b[32mok\u001b[0m')).toBe('ok');
});
