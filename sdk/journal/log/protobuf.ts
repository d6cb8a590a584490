import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** How one field is read. Unknown fields are skipped: newer clients add some. */
export type Field =
  | {
      readonly name: string;
      readonly type: 'string' | 'bytes' | 'int64' | 'int32' | 'bool' | 'double' | 'float' | 'sint64';
      readonly isRepeated?: true;
      readonly isText?: true;
    }
  | { readonly name: string; readonly type: 'message'; readonly message: () => Message; readonly isRepeated?: true }
  | { readonly name: string; readonly type: 'map'; readonly value: 'string' | (() => Message) }
  /** A message of bools, read as the sorted list of the numbers of its set fields (what the client writes as telemetry). */
  | { readonly name: string; readonly type: 'flags' };

/** A message by field number. */
export type Message = Readonly<Record<number, Field>>;

/** What a message decodes to: members that were not sent are absent (proto3 leaves out zero values). */
export type Decoded = { [name: string]: unknown };

/** Decodes one message. 64-bit integers become numbers when exact, else bigint. Throws on bytes that are not protobuf. */
export function decodeMessage(message: Message, bytes: Uint8Array): Decoded {
  const reader = new BinaryReader(bytes);
  return readFields(message, reader, reader.len);
}

function readFields(message: Message, reader: BinaryReader, end: number): Decoded {
  const out: Decoded = {};
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    const field = message[number];
    if (field === undefined) reader.skip(wire, number);
    else readField(out, field, reader, wire, number);
  }
  return out;
}

function readField(out: Decoded, field: Field, reader: BinaryReader, wire: WireType, number: number): void {
  if (!isExpectedWire(field, wire)) return void reader.skip(wire, number);
  if (field.type === 'map') {
    const entry = readFields({ 1: { name: 'key', type: 'string' }, 2: mapValue(field.value) }, reader, endOf(reader));
    const map = (out[field.name] ??= new Map<string, unknown>()) as Map<string, unknown>;
    map.set((entry.key as string | undefined) ?? '', entry.value ?? (field.value === 'string' ? '' : {}));
    return;
  }
  const value = readValue(field, reader);
  if ('isRepeated' in field && field.isRepeated) ((out[field.name] ??= []) as unknown[]).push(value);
  else out[field.name] = value;
}

function readValue(field: Exclude<Field, { type: 'map' }>, reader: BinaryReader): unknown {
  switch (field.type) {
    case 'string':
      return reader.string();
    case 'bytes':
      return reader.bytes();
    case 'int32':
      return reader.int32();
    case 'int64':
      return field.isText === true ? String(reader.int64()) : exact(reader.int64());
    case 'sint64':
      return exact(reader.sint64());
    case 'bool':
      return reader.bool();
    case 'double':
      return reader.double();
    case 'float':
      return reader.float();
    case 'message':
      return readFields(field.message(), reader, endOf(reader));
    case 'flags':
      return readFlags(reader, endOf(reader));
  }
}

function readFlags(reader: BinaryReader, end: number): number[] {
  const set: number[] = [];
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    if (wire !== WireType.Varint) reader.skip(wire, number);
    else if (reader.uint32() !== 0) set.push(number);
  }
  return set.sort((a, b) => a - b);
}

function mapValue(value: 'string' | (() => Message)): Field {
  return value === 'string' ? { name: 'value', type: 'string' } : { name: 'value', type: 'message', message: value };
}

function isExpectedWire(field: Field, wire: WireType): boolean {
  switch (field.type) {
    case 'int32':
    case 'int64':
    case 'sint64':
    case 'bool':
      return wire === WireType.Varint;
    case 'double':
      return wire === WireType.Bit64;
    case 'float':
      return wire === WireType.Bit32;
    default:
      return wire === WireType.LengthDelimited;
  }
}

function endOf(reader: BinaryReader): number {
  const length = reader.uint32();
  return reader.pos + length;
}

function exact(value: bigint | string): number | bigint {
  const whole = BigInt(value);
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole;
}

/**
 * Encodes one message: the other side of `decodeMessage`, which gives the same object back. Members that no field is
 * named after are an error of ours and throw; members that are undefined are left out.
 */
export function encodeMessage(message: Message, value: Decoded): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeFields(message, writer, value);
  return writer.finish();
}

function writeFields(message: Message, writer: BinaryWriter, value: Decoded): void {
  const left = new Set(Object.keys(value));
  for (const [number, field] of Object.entries(message)) {
    if (!left.delete(field.name)) continue;
    const member = value[field.name];
    if (member !== undefined) writeField(writer, Number(number), field, member);
  }
  if (left.size > 0) throw new Error(`no field is named ${[...left].join(', ')}`);
}

function writeField(writer: BinaryWriter, number: number, field: Field, value: unknown): void {
  if (field.type === 'map') {
    for (const [key, entry] of value as ReadonlyMap<string, unknown>) {
      writer.tag(number, WireType.LengthDelimited).fork();
      writeFields({ 1: { name: 'key', type: 'string' }, 2: mapValue(field.value) }, writer, { key, value: entry });
      writer.join();
    }
    return;
  }
  const isList = 'isRepeated' in field && field.isRepeated === true;
  for (const one of isList ? (value as readonly unknown[]) : [value]) writeValue(writer, number, field, one);
}

function writeValue(
  writer: BinaryWriter,
  number: number,
  field: Exclude<Field, { type: 'map' }>,
  value: unknown,
): void {
  switch (field.type) {
    case 'string':
      return void writer.tag(number, WireType.LengthDelimited).string(value as string);
    case 'bytes':
      return void writer.tag(number, WireType.LengthDelimited).bytes(value as Uint8Array);
    case 'int32':
      return void writer.tag(number, WireType.Varint).int32(value as number);
    case 'int64':
      return void writer.tag(number, WireType.Varint).int64(String(value));
    case 'sint64':
      return void writer.tag(number, WireType.Varint).sint64(String(value));
    case 'bool':
      return void writer.tag(number, WireType.Varint).bool(value as boolean);
    case 'double':
      return void writer.tag(number, WireType.Bit64).double(value as number);
    case 'float':
      return void writer.tag(number, WireType.Bit32).float(value as number);
    case 'message':
      writer.tag(number, WireType.LengthDelimited).fork();
      writeFields(field.message(), writer, value as Decoded);
      return void writer.join();
    case 'flags':
      writer.tag(number, WireType.LengthDelimited).fork();
      for (const flag of value as readonly number[]) writer.tag(flag, WireType.Varint).bool(true);
      return void writer.join();
  }
}
