import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readNpzArray } from './npz.ts';

const folder = mkdtempSync(join(tmpdir(), 'npz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Made by numpy 2: `savez_compressed` of halves, of other types and orders, and `savez` of NaN and infinity. */
const HALVES =
  'UEsDBC0AAAAIAAAAIQAlZaVG//////////8FABQAbS5ucHkBABAA4AAAAAAAAABpAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6CkZApKmjUKtAHuBiQAEP7CH0Byj9A0ozOEAoFijNAaV5oLQAlBaC0iJQWswBAFBLAQItAy0AAAAIAAAAIQAlZaVGaQAAAOAAAAAFAAAAAAAAAAAAAACAAQAAAABtLm5weVBLBQYAAAAAAQABADMAAACgAAAAAAA=';
const KINDS =
  'UEsDBC0AAAAIAAAAIQDckVxH//////////8FABQAbS5ucHkBABAAiAAAAAAAAABQAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6XaaSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6CkZApKmjUKtAHuBiYPz/j4GZgQUAUEsDBC0AAAAIAAAAIQAslK3H//////////8FABQAZi5ucHkBABAAhgAAAAAAAABOAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkahjoKRjoKxpo6CrUKZAIuBmZGFiZWAFBLAwQtAAAACAAAACEAAU52y///////////BQAUAGIubnB5AQAQAIIAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBek2SorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOgpAZKSpo1CrQB7gYmQAAFBLAwQtAAAACAAAACEAL8kDd///////////BQAUAGgubnB5AQAQAIQAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOgpAZKSpo1CrQB7gYrBj2AIAUEsDBC0AAAAIAAAAIQBz6pFw//////////8FABQAby5ucHkBABAAHQEAAAAAAADHAAAAAAAAAKWLPQuCQBjHvV4IornZ7QxEaIuWhqChI4ugoSHk0ouCUnnuDCSDlqjgpnz6vGX5EfoNf/i/5e5iMlsS42icaCCkD7Rv0mxKbZNuIlDAQy+CQHzjEd9LUeRyy2NReKtrd2zzbP5D81J7PY0S3Q6TQ5w6nh+BcA7JXu04AE9RtzwQfhRKBYmvMEdd/y1RN8KgnOTIjCsOyRpvOEeLEUauuK3qeqDSWHwvlWkPH/eyrWqSoeu643fBT9hA4fqxwjNqwpERyQvvfABQSwECLQMtAAAACAAAACEA3JFcR1AAAACIAAAABQAAAAAAAAAAAAAAgAEAAAAAbS5ucHlQSwECLQMtAAAACAAAACEALJStx04AAACGAAAABQAAAAAAAAAAAAAAgAGHAAAAZi5ucHlQSwECLQMtAAAACAAAACEAAU52y0oAAACCAAAABQAAAAAAAAAAAAAAgAEMAQAAYi5ucHlQSwECLQMtAAAACAAAACEAL8kDd0wAAACEAAAABQAAAAAAAAAAAAAAgAGNAQAAaC5ucHlQSwECLQMtAAAACAAAACEAc+qRcMcAAAAdAQAABQAAAAAAAAAAAAAAgAEQAgAAby5ucHlQSwUGAAAAAAUABQD/AAAADgMAAAAA';
const PLAIN =
  'UEsDBC0AAAAAAAAAIQDcZX0t//////////8FABQAbS5ucHkBABAAiAAAAAAAAACIAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgxLCAxLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAADAfwAAgH9QSwECLQMtAAAAAAAAACEA3GV9LYgAAACIAAAABQAAAAAAAAAAAAAAgAEAAAAAbS5ucHlQSwUGAAAAAAEAAQAzAAAAvwAAAAAA';

function fileOf(bytes: Buffer): string {
  const path = join(folder, 'arrays.npz');
  writeFileSync(path, bytes);
  return path;
}

test('arrays are lists in lists, rows first', () => {
  const path = fileOf(Buffer.from(HALVES, 'base64'));
  expect(readNpzArray(path, 'm')).toEqual([
    [
      [0, 0.5],
      [1, 1.5],
    ],
    [
      [2, 2.5],
      [3, 3.5],
    ],
    [
      [4, 4.5],
      [5, 5.5],
    ],
  ]);
  expect(readNpzArray(path, 'other')).toBeUndefined();
});

test('whole numbers, big ends, columns first, truths and halves are read, Python objects are not', () => {
  const path = fileOf(Buffer.from(KINDS, 'base64'));
  expect(readNpzArray(path, 'm')).toEqual([
    [
      [1, -2],
      [3, 4],
    ],
  ]);
  expect(readNpzArray(path, 'f')).toEqual([
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
  ]);
  expect(readNpzArray(path, 'b')).toEqual([[[true, false]]]);
  expect(readNpzArray(path, 'h')).toEqual([[[1.5, -0.25]]]);
  expect(readNpzArray(path, 'o')).toBeUndefined();
  expect(readNpzArray(fileOf(Buffer.from(PLAIN, 'base64')), 'm')).toEqual([[[NaN, Infinity]]]);
});

test('what is cut short, damaged or no zip is no array', () => {
  const whole = Buffer.from(HALVES, 'base64');
  for (let length = 0; length < whole.length; length += 7)
    expect(readNpzArray(fileOf(whole.subarray(0, length)), 'm')).toBeUndefined();
  const damaged = Buffer.from(whole);
  damaged.fill(255, 60, 120);
  expect(readNpzArray(fileOf(damaged), 'm')).toBeUndefined();
  expect(readNpzArray(fileOf(Buffer.from('no zip at all, but long enough for its end')), 'm')).toBeUndefined();
});
