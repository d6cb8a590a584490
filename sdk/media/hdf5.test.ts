import { expect, test } from 'vitest';
import { encodeHdf5 } from './encode/hdf5.ts';
import { lookup3 } from './encode/lookup3.ts';

test('the checksum is that of its author', () => {
  expect(lookup3(Buffer.from(''))).toBe(0xdeadbeef);
  expect(lookup3(Buffer.from('Four score and seven years ago'))).toBe(0x17770551);
});

test('a file says how long it is, and holds the numbers whole', () => {
  const values = Float64Array.of(1, Number.NaN, -0.5);
  const bytes = encodeHdf5([
    { name: 'summary/a', values },
    { name: 'summary/b/c', values: Uint8Array.of(7) },
    { name: 'summary/a/within', values },
  ]);
  const file = Buffer.from(bytes);
  expect(file.subarray(1, 4).toString()).toBe('HDF');
  expect(file.readBigUInt64LE(28)).toBe(BigInt(file.length));
  expect(file.includes(Buffer.from(values.buffer))).toBe(true);
  expect(file.includes('within')).toBe(false);
  expect(file.subarray(-8)[0]).toBe(7);
});
