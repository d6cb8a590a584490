import { expect, test } from 'vitest';
import { Console } from './terminal.ts';

function linesOf(...pieces: (string | readonly ['stderr', string])[]): string[] {
  const console = new Console();
  const lines: string[] = [];
  pieces.forEach((piece, i) => {
    if (typeof piece === 'string') console.write('stdout', piece, i);
    else console.write('stderr', piece[1], i);
    for (const { number, text, stream } of console.takeChanged())
      lines[number] = stream === 'stderr' ? `E ${text}` : text;
  });
  return lines;
}

test('lines come together from pieces cut anywhere', () => {
  expect(linesOf('he', 'llo', '\n', 'world')).toEqual(['hello', 'world']);
  expect(linesOf('a\n\n\nb')).toEqual(['a', '', '', 'b']);
});

test('a progress bar overwrites its line', () => {
  expect(linesOf('\r 10%', '\r 20%', '\r100%', '\n', 'done\n')).toEqual(['100%', 'done']);
});

test('the cursor goes up and down by a line; colours stay in the text', () => {
  expect(linesOf('up1\nup2\u001b[A\rUP\u001b[B!')).toEqual(['UP1', 'up2'.slice(0, 2) + '!']);
  expect(linesOf('\u001b[31mred\u001b[0m')).toEqual(['\u001b[31mred\u001b[0m']);
});

test('stderr is a stream of its own with lines among those of stdout', () => {
  expect(linesOf('half', ['stderr', 'oh\n'], ' whole\n', 'next')).toEqual(['half whole', 'E oh', 'next']);
});

test('a line keeps the time at which it began', () => {
  const console = new Console();
  console.write('stdout', 'a', 1);
  console.write('stdout', 'b\n', 5);
  expect(console.takeChanged()).toEqual([{ number: 0, text: 'ab', atMs: 1, stream: 'stdout' }]);
});
