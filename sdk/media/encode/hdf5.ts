import type { TypedArray } from '#sdk/values';
import { lookup3 } from './lookup3.ts';

/** One list of numbers in the file; `/` in its name makes groups. */
export interface Dataset {
  readonly name: string;
  readonly values: TypedArray;
  /** Lengths of its dimensions, the slowest first; one dimension unless given. */
  readonly shape?: readonly number[];
}

/**
 * An HDF5 file of lists of numbers, each whole and uncompressed, as `h5py` reads and goes on writing it. A name that is
 * a group already, or lies within a list, is left out.
 * Source: HDF5 File Format Specification 3.0; superblock 2, object headers 2, links kept in the groups' own headers.
 */
export function encodeHdf5(datasets: readonly Dataset[]): Uint8Array {
  const root: Group = { members: new Map() };
  for (const { name, values, shape = [values.length] } of datasets)
    put(root, name.split('/').filter(Boolean), { values, shape });
  // Twice: the first time tells how long the headers are.
  const placed = new Map<Node, number>();
  let end = SUPERBLOCK_BYTES;
  for (const node of nodes(root)) {
    placed.set(node, end);
    end += header(node, placed, 0).length;
  }
  const parts: Buffer[] = [];
  const data: Buffer[] = [];
  let dataAt = aligned(end);
  for (const node of nodes(root)) {
    parts.push(header(node, placed, dataAt));
    if ('members' in node) continue;
    const bytes = Buffer.from(node.values.buffer, node.values.byteOffset, node.values.byteLength);
    const padding = Buffer.alloc(aligned(bytes.length) - bytes.length);
    data.push(bytes, padding);
    dataAt += bytes.length + padding.length;
  }
  return Buffer.concat([superblock(dataAt), ...parts, Buffer.alloc(aligned(end) - end), ...data]);
}

interface Group {
  readonly members: Map<string, Node>;
}
interface List {
  readonly values: TypedArray;
  readonly shape: readonly number[];
}
type Node = Group | List;

const SUPERBLOCK_BYTES = 48;
const NOWHERE = 0xffff_ffff_ffff_ffffn;
/** Kinds of messages in object headers. */
const MESSAGE = { dataspace: 1, linkInfo: 2, datatype: 3, fillValue: 5, link: 6, layout: 8, groupInfo: 10 } as const;

function put(group: Group, path: readonly string[], list: List): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  const there = group.members.get(name);
  if (rest.length === 0) {
    if (there === undefined) group.members.set(name, list);
    return;
  }
  const inner = there ?? { members: new Map<string, Node>() };
  if (!('members' in inner)) return;
  group.members.set(name, inner);
  put(inner, rest, list);
}

function* nodes(node: Node): Generator<Node> {
  yield node;
  if ('members' in node) for (const member of node.members.values()) yield* nodes(member);
}

function superblock(fileBytes: number): Buffer {
  const head = Buffer.concat([
    Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
    // Version, bytes of an address, bytes of a length, flags.
    Buffer.from([2, 8, 8, 0]),
    ...[0n, NOWHERE, BigInt(fileBytes), BigInt(SUPERBLOCK_BYTES)].map(long),
  ]);
  return summed(head);
}

/** The header of a group or a list; addresses that are not known yet are 0. */
function header(node: Node, placed: ReadonlyMap<Node, number>, dataAt: number): Buffer {
  const messages = 'members' in node ? groupMessages(node, placed) : listMessages(node, dataAt);
  const body = Buffer.concat(messages);
  // Version 2; the size of what follows has four bytes.
  return summed(Buffer.concat([Buffer.from('OHDR', 'latin1'), Buffer.from([2, 2]), word(body.length), body]));
}

function groupMessages({ members }: Group, placed: ReadonlyMap<Node, number>): Buffer[] {
  const links = [...members].map(([name, node]) => {
    const text = Buffer.from(name, 'utf8');
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    // Version 1; the name's length has two bytes, the name is UTF-8.
    const head = Buffer.from([1, 0x11, 1]);
    return message(MESSAGE.link, Buffer.concat([head, length, text, long(BigInt(placed.get(node) ?? 0))]));
  });
  const info = Buffer.concat([Buffer.from([0, 0]), long(NOWHERE), long(NOWHERE)]);
  return [message(MESSAGE.linkInfo, info), message(MESSAGE.groupInfo, Buffer.from([0, 0])), ...links];
}

function listMessages({ values, shape }: List, dataAt: number): Buffer[] {
  const place = Buffer.concat([Buffer.from([3, 1]), long(BigInt(dataAt)), long(BigInt(values.byteLength))]);
  return [
    // Version 2, dimensions that do not grow.
    message(
      MESSAGE.dataspace,
      Buffer.concat([Buffer.from([2, shape.length, 0, 1]), ...shape.map((length) => long(BigInt(length)))]),
    ),
    message(MESSAGE.datatype, datatype(values), 1),
    // Version 3: no value of its own.
    message(MESSAGE.fillValue, Buffer.from([3, 0x0a])),
    message(MESSAGE.layout, place),
  ];
}

/** Little-endian numbers, as typed arrays hold them on every machine that runs Node. */
function datatype(values: TypedArray): Buffer {
  const size = values.BYTES_PER_ELEMENT;
  const bits = size * 8;
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    const isSigned = values instanceof Int8Array || values instanceof Int16Array || values instanceof Int32Array;
    return Buffer.concat([Buffer.from([0x10, isSigned ? 8 : 0, 0, 0]), word(size), Buffer.from([0, 0, bits, 0])]);
  }
  const [mantissa, exponent, bias] = size === 4 ? [23, 8, 127] : [52, 11, 1023];
  const shape = Buffer.from([0, 0, bits, 0, mantissa, exponent, 0, mantissa]);
  return Buffer.concat([Buffer.from([0x11, 0x20, bits - 1, 0]), word(size), shape, word(bias)]);
}

function message(kind: number, body: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(kind);
  head.writeUInt16LE(body.length, 1);
  head.writeUInt8(flags, 3);
  return Buffer.concat([head, body]);
}

function summed(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, word(lookup3(bytes))]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
