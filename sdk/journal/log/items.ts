/** The bytes of one item of a history or summary record: where its path and its value lie. */
export interface RawItem {
  readonly path: ItemPath;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** A key as its parts, with what is needed to write it, made once however many rows have it. */
export interface ItemPath {
  readonly parts: readonly string[];
  /** `"key":`, for a path of one part. */
  readonly label: string;
}

const LENGTH_DELIMITED = 2;
const KEY_TAG = 0x0a;
const NESTED_KEY_TAG = 0x12;
/** Field 16, length-delimited, takes two bytes. */
const VALUE_TAG = [0x82, 0x01] as const;

/**
 * Reads the items of history and summary records straight from their bytes. A log of a long run is nearly all such
 * items: with the general decoder a million of them take five times as long.
 */
export class ItemReader {
  readonly #paths = new Map<string, ItemPath>();

  /**
   * Calls `take` for each item (field `field`) of the message in `bytes[start, end)`; other fields go to `other`.
   * Returns false, maybe after some calls, when an item has a shape this reader does not know (typed values).
   */
  read(
    bytes: Buffer,
    start: number,
    end: number,
    take: (item: RawItem) => void,
    other: (field: number, from: number, to: number) => void = () => undefined,
    field = 1,
  ): boolean {
    const cursor = new Cursor(bytes, start, end);
    while (cursor.at < end) {
      const span = cursor.field();
      if (span === undefined) return false;
      if (span.number !== field) other(span.number, span.from, span.to);
      else if (!this.#item(bytes, span.from, span.to, take)) return false;
    }
    return true;
  }

  #item(bytes: Buffer, start: number, end: number, take: (item: RawItem) => void): boolean {
    let at = start;
    // The key, or the parts of a nested one, come first: fields are written in the order of their numbers.
    while (at < end && (bytes[at] === KEY_TAG || bytes[at] === NESTED_KEY_TAG)) {
      const length = shortLength(bytes, at + 1);
      if (length === undefined) return false;
      at = length.end;
    }
    if (at === start || bytes[at] !== VALUE_TAG[0] || bytes[at + 1] !== VALUE_TAG[1]) return false;
    const value = varint(bytes, at + 2);
    const valueEnd = value.next + value.value;
    if (valueEnd !== end) return false;
    take({ path: this.#path(bytes, start, at), valueStart: value.next, valueEnd });
    return true;
  }

  #path(bytes: Buffer, start: number, end: number): ItemPath {
    const id = bytes.toString('latin1', start, end);
    let path = this.#paths.get(id);
    if (path === undefined) this.#paths.set(id, (path = readPath(bytes, start, end)));
    return path;
  }
}

function readPath(bytes: Buffer, start: number, end: number): ItemPath {
  let key = '';
  const nested: string[] = [];
  for (let at = start; at < end;) {
    const { value: length, next } = varint(bytes, at + 1);
    const text = bytes.toString('utf8', next, next + length);
    if (bytes[at] === KEY_TAG) key = text;
    else nested.push(text);
    at = next + length;
  }
  const parts = nested.length > 0 ? nested : [key];
  return { parts, label: `${JSON.stringify(parts[0])}:` };
}

function shortLength(bytes: Buffer, at: number): { readonly end: number } | undefined {
  const { value, next } = varint(bytes, at);
  return next + value <= bytes.length ? { end: next + value } : undefined;
}

/** Which message a record holds: the first field that is one, besides its number and notes. */
export function recordBody(
  bytes: Buffer,
): { readonly field: number; readonly from: number; readonly to: number } | undefined {
  const cursor = new Cursor(bytes, 0, bytes.length);
  while (cursor.at < bytes.length) {
    const span = cursor.field();
    if (span === undefined) return undefined;
    const isBody = span.wire === LENGTH_DELIMITED && span.number !== 16 && span.number !== 19 && span.number !== 200;
    if (isBody) return { field: span.number, from: span.from, to: span.to };
  }
  return undefined;
}

class Cursor {
  readonly #bytes: Buffer;
  readonly #end: number;
  at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  /** The next field; undefined when the bytes are not a message. */
  field(): { readonly number: number; readonly wire: number; readonly from: number; readonly to: number } | undefined {
    const tag = varint(this.#bytes, this.at);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    let from = tag.next;
    let to: number;
    if (wire === 0) to = varint(this.#bytes, from).next;
    else if (wire === 1) to = from + 8;
    else if (wire === 5) to = from + 4;
    else if (wire === LENGTH_DELIMITED) {
      const length = varint(this.#bytes, from);
      from = length.next;
      to = from + length.value;
    } else return undefined;
    if (number === 0 || to > this.#end) return undefined;
    this.at = to;
    return { number, wire, from, to };
  }
}

/** A varint as a number; beyond 2^53 it is not exact, which no length or tag is. */
export function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { value: first, next: at + 1 };
  let value = 0;
  let scale = 1;
  for (let i = at; i < at + 10; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: i + 1 };
    scale *= 128;
  }
  return { value, next: at + 10 };
}
