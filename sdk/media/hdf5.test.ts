import { expect, test } from 'vitest';
import { encodeArrays, joinArrays } from './arrays.ts';
import { encodeHdf5 } from './encode/hdf5.ts';
import { decodeHdf5 } from './encode/hdf5-read.ts';
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

test('lists of every kind and shape are read again as they were written', async () => {
  const lists = [
    { name: 'a', values: Float64Array.of(1.5, Number.NaN, Infinity), shape: [3] },
    { name: 'b/c', values: Float32Array.of(0.5, -2), shape: [1, 2] },
    { name: 'b/d', values: Int32Array.of(-1, 2 ** 31 - 1, 3, 4), shape: [2, 2] },
    { name: 'e', values: Uint8Array.of(255), shape: [1] },
  ];
  expect(await decodeHdf5(encodeHdf5(lists))).toEqual(lists);
});

test('arrays of an earlier process stay, unless they are replaced or the summary tells of them no more', async () => {
  const earlier = encodeArrays([
    { path: ['kept'], values: Float64Array.of(1) },
    { path: ['deep', 'kept'], values: Float64Array.of(2) },
    { path: ['gone'], values: Float64Array.of(3) },
    { path: ['replaced'], values: Float64Array.of(4) },
  ]);
  const later = encodeArrays([{ path: ['replaced'], values: Int8Array.of(5) }]);
  const told = { _type: 'numpy.ndarray' };
  const joined = await joinArrays(earlier, later, { kept: told, deep: { kept: told }, gone: 1, replaced: told });
  const firsts = (await decodeHdf5(joined)).map(({ name, values }) => [name, values.at(0)]);
  expect(Object.fromEntries(firsts)).toEqual({ 'summary/deep.kept': 2, 'summary/kept': 1, 'summary/replaced': 5 });
  expect(await joinArrays(Buffer.from('no such file'), later, {})).toBe(later);
});
