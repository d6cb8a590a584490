import type { ByteSource, DamagedSpan, FramedRecord, ReadEnd } from '#sdk/journal';
import { maskedCrc32c } from './crc32c.ts';

const HEAD_BYTES = 12;
const CRC_BYTES = 4;
const WINDOW_BYTES = 1024 * 1024;
/** An event with a picture is some megabytes; what claims to be larger is damage. */
const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * Reads whole records of a TFRecord file from `from` on. Each is its length (8 bytes), the length's checksum, the data,
 * the data's checksum. A record whose data is damaged is left out; after a damaged length the next place is looked for
 * where one fits. An unfinished record at the end is left for later. Source: tensorflow/core/lib/io/record_writer.
 */
export function* readEventRecords(source: ByteSource, from = 0): Generator<FramedRecord, ReadEnd> {
  const damage: DamagedSpan[] = [];
  let window = source.read(from, WINDOW_BYTES);
  let start = from;
  let at = from;
  const have = (length: number): boolean => {
    if (at + length <= start + window.length) return true;
    window = source.read(at, Math.max(length, WINDOW_BYTES));
    start = at;
    return length <= window.length;
  };
  let lostFrom: number | undefined;
  const found = (): void => {
    if (lostFrom !== undefined) damage.push({ from: lostFrom, to: at, reason: 'a damaged length' });
    lostFrom = undefined;
  };
  while (have(HEAD_BYTES)) {
    const length = lengthAt(window, at - start);
    if (length === undefined) {
      lostFrom ??= at;
      at += 1;
      continue;
    }
    const whole = HEAD_BYTES + length + CRC_BYTES;
    if (!have(whole)) break;
    found();
    const begin = at - start + HEAD_BYTES;
    const payload = window.subarray(begin, begin + length);
    const crc = new DataView(window.buffer, window.byteOffset + begin + length, CRC_BYTES).getUint32(0, true);
    at += whole;
    if (maskedCrc32c(payload) === crc) yield { payload, end: at };
    else damage.push({ from: at - whole, to: at, reason: 'checksum mismatch' });
  }
  // After damage nothing is known of what follows; it is looked at again when the file has grown.
  const position = lostFrom ?? at;
  return { position, isTorn: source.read(position, 1).length > 0, damage };
}

/** The length of a record that begins here; undefined when its checksum says that none does. */
function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEAD_BYTES);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > MOST_BYTES) return undefined;
  return maskedCrc32c(bytes.subarray(at, at + 8)) === view.getUint32(8, true) ? length : undefined;
}
