import type { FramesData } from '../payload.ts';

/** Levels of each colour in the palette: 6 × 7 × 6 = 252 colours; the eye tells greens best. */
const LEVELS = { red: 6, green: 7, blue: 6 };
const COLOURS = 256;
const CODE_SIZE = 8;
const CLEAR = 1 << CODE_SIZE;
const END = CLEAR + 1;
const MOST_CODES = 4096;

/** An animated GIF that repeats for ever, with one palette for all frames. Source: the GIF89a specification. */
export function encodeGif({ data, frames, width, height, fps }: FramesData): Uint8Array {
  const parts: Uint8Array[] = [head(width, height), palette(), LOOP];
  // Hundredths of a second; below 2 players take a delay of their own.
  const delay = Math.max(2, Math.round(100 / fps));
  const plane = width * height;
  for (let frame = 0; frame < frames; frame++) {
    const indices = toIndices(data.subarray(frame * plane * 3, (frame + 1) * plane * 3));
    parts.push(frameHead(width, height, delay), Uint8Array.of(CODE_SIZE), blocks(compress(indices)));
  }
  parts.push(Uint8Array.of(0x3b));
  return Buffer.concat(parts);
}

function head(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.write('GIF89a', 0, 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  // A global palette of 256 colours.
  bytes[10] = 0xf7;
  return bytes;
}

function palette(): Uint8Array {
  const bytes = new Uint8Array(COLOURS * 3);
  let at = 0;
  for (let r = 0; r < LEVELS.red; r++)
    for (let g = 0; g < LEVELS.green; g++)
      for (let b = 0; b < LEVELS.blue; b++) {
        bytes[at++] = Math.round((r * 255) / (LEVELS.red - 1));
        bytes[at++] = Math.round((g * 255) / (LEVELS.green - 1));
        bytes[at++] = Math.round((b * 255) / (LEVELS.blue - 1));
      }
  return bytes;
}

const LOOP = Uint8Array.of(0x21, 0xff, 0x0b, ...Buffer.from('NETSCAPE2.0', 'latin1'), 3, 1, 0, 0, 0);

function frameHead(width: number, height: number, delay: number): Uint8Array {
  const bytes = Buffer.alloc(18);
  bytes.set([0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c]);
  bytes.writeUInt16LE(delay, 4);
  bytes.writeUInt16LE(width, 13);
  bytes.writeUInt16LE(height, 15);
  return bytes;
}

function toIndices(colours: Uint8Array): Uint8Array {
  const level = (value: number, levels: number): number => Math.round((value * (levels - 1)) / 255);
  return Uint8Array.from({ length: colours.length / 3 }, (_, i) => {
    const r = level(colours[i * 3] ?? 0, LEVELS.red);
    const g = level(colours[i * 3 + 1] ?? 0, LEVELS.green);
    const b = level(colours[i * 3 + 2] ?? 0, LEVELS.blue);
    return (r * LEVELS.green + g) * LEVELS.blue + b;
  });
}

/** LZW with codes that grow from 9 to 12 bits. */
function compress(indices: Uint8Array): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  let size = CODE_SIZE + 1;
  const write = (code: number): void => {
    held |= code << bits;
    bits += size;
    while (bits >= 8) {
      out.push(held & 0xff);
      held >>>= 8;
      bits -= 8;
    }
  };
  let codes = new Map<number, number>();
  let next = END + 1;
  write(CLEAR);
  let prefix = indices[0] ?? 0;
  for (const index of indices.subarray(1)) {
    const known = codes.get((prefix << 8) | index);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    write(prefix);
    if (next < MOST_CODES) {
      codes.set((prefix << 8) | index, next);
      if (next === 1 << size) size += 1;
      next += 1;
    } else {
      write(CLEAR);
      codes = new Map();
      next = END + 1;
      size = CODE_SIZE + 1;
    }
    prefix = index;
  }
  write(prefix);
  write(END);
  if (bits > 0) out.push(held & 0xff);
  return Uint8Array.from(out);
}

/** Data in blocks of up to 255 bytes, ended by an empty one. */
function blocks(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    parts.push(Uint8Array.of(part.length), part);
  }
  parts.push(Uint8Array.of(0));
  return Buffer.concat(parts);
}
