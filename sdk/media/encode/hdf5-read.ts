import type { TypedArray } from '#sdk/values';
import type { Dataset } from './hdf5.ts';

/** By kind of number, as the reader names it; 64-bit integers beyond 2^53 are not exact. */
const KINDS: Readonly<Record<string, (values: readonly number[]) => TypedArray>> = {
  f8: (values) => Float64Array.from(values),
  f4: (values) => Float32Array.from(values),
  i8: (values) => Float64Array.from(values),
  i4: (values) => Int32Array.from(values),
  i2: (values) => Int16Array.from(values),
  i1: (values) => Int8Array.from(values),
  u8: (values) => Float64Array.from(values),
  u4: (values) => Uint32Array.from(values),
  u2: (values) => Uint16Array.from(values),
  u1: (values) => Uint8Array.from(values),
};

/**
 * The lists of numbers in an HDF5 file, by their names below its root; anything else is left out. Errors: whatever the
 * reader says of a file that it cannot read.
 */
export async function decodeHdf5(bytes: Uint8Array): Promise<Dataset[]> {
  // Few runs need it: who does not is spared the loading.
  const { File, Group } = await import('jsfive');
  const found: Dataset[] = [];
  const visit = (group: InstanceType<typeof Group>, above: string): void => {
    for (const key of group.keys) {
      const node = group.get(key);
      const name = `${above}${key}`;
      if (node instanceof Group) visit(node, `${name}/`);
      else if (node !== null) {
        const make = typeof node.dtype === 'string' ? KINDS[node.dtype.slice(1)] : undefined;
        if (make === undefined || !Array.isArray(node.value)) continue;
        found.push({ name, values: make(node.value as readonly number[]), shape: node.shape });
      }
    }
  };
  visit(new File(new Uint8Array(bytes).buffer, ''), '');
  return found;
}
