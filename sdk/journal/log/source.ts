import { readSync } from 'node:fs';
import type { ByteSource } from './framing.ts';

const BUFFER_BYTES = 1024 * 1024;

/** The bytes of an open file, which may grow. What `read` gives is good until the next call. */
export function fileSource(file: number): ByteSource {
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  return {
    read(offset, length) {
      if (length > buffer.length) buffer = Buffer.allocUnsafe(length);
      const size = readSync(file, buffer, 0, length, offset);
      return buffer.subarray(0, size);
    },
  };
}
