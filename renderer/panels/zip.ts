export interface ZipEntry {
  /** Path inside the archive, `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** 1980-01-01, the first day a zip knows: an archive of the same files is the same bytes. */
const DATE = 0x21;

/**
 * A zip archive without compression: pictures, sounds and videos are packed already. At most 65,535 files and 4 GB.
 * Source: PKWARE APPNOTE 6.3.
 */
export function zipOf(entries: readonly ZipEntry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const encoded = new TextEncoder().encode(name);
    const fields = [VERSION, UTF8_FLAG, 0, 0, DATE] as const;
    const local = new Record(30).u32(LOCAL_SIGNATURE).u16(...fields);
    local.u32(crc32(bytes), bytes.length, bytes.length).u16(encoded.length, 0);
    const central = new Record(46).u32(CENTRAL_SIGNATURE).u16(VERSION, ...fields);
    central.u32(crc32(bytes), bytes.length, bytes.length).u16(encoded.length, 0, 0, 0, 0).u32(0, offset);
    parts.push(local.bytes, encoded, bytes);
    directory.push(central.bytes, encoded);
    offset += 30 + encoded.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new Record(22).u32(END_SIGNATURE).u16(0, 0, entries.length, entries.length).u32(size, offset).u16(0);
  return new Blob([...parts, ...directory, end.bytes], { type: 'application/zip' });
}

/** Little-endian fields one after another. */
class Record {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.#view.setUint16((this.#at += 2) - 2, value, true);
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.#view.setUint32((this.#at += 4) - 4, value, true);
    return this;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
