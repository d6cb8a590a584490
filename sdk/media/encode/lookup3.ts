/** Bob Jenkins' hash `lookup3` (little-endian), the checksum of HDF5. Source: burtleburtle.net/bob/c/lookup3.c, `hashlittle`. */
export function lookup3(bytes: Buffer): number {
  let at = 0;
  let left = bytes.length;
  let [a, b, c] = Array.from({ length: 3 }, () => (0xdeadbeef + left) | 0) as [number, number, number];
  /** Four bytes; those behind the end count as none. */
  const word = (from: number): number => {
    let value = 0;
    for (let i = 0; i < 4; i++) value |= (bytes[from + i] ?? 0) << (8 * i);
    return value;
  };
  if (left === 0) return c >>> 0;
  for (; left > 12; left -= 12, at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = ((a - c) ^ turned(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ turned(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ turned(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ turned(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ turned(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ turned(b, 4)) | 0;
    b = (b + a) | 0;
  }
  a = (a + word(at)) | 0;
  b = (b + word(at + 4)) | 0;
  c = (c + word(at + 8)) | 0;
  c = ((c ^ b) - turned(b, 14)) | 0;
  a = ((a ^ c) - turned(c, 11)) | 0;
  b = ((b ^ a) - turned(a, 25)) | 0;
  c = ((c ^ b) - turned(b, 16)) | 0;
  a = ((a ^ c) - turned(c, 4)) | 0;
  b = ((b ^ a) - turned(a, 14)) | 0;
  c = ((c ^ b) - turned(b, 24)) | 0;
  return c >>> 0;
}

function turned(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
