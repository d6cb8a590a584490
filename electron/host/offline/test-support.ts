import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { maskedCrc32c } from './events/crc32c.ts';

const BLOCK = 32_768;

/** Writes `.wandb` files as the client does. Each record is on disk when the call returns. */
export class LogWriter {
  readonly path: string;
  #size = 0;
  /** Offsets behind each record. */
  readonly ends: number[] = [];

  constructor(folder: string, runId: string, name = `offline-run-20260101_000000-${runId}`) {
    this.path = join(folder, name, `run-${runId}.wandb`);
    mkdirSync(dirname(this.path), { recursive: true });
    this.#write(Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0]));
  }

  get filesFolder(): string {
    const folder = join(dirname(this.path), 'files');
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  run(fields: {
    id: string;
    project?: string;
    startedAt: number;
    isResumed?: boolean;
    tags?: string[];
    name?: string;
    config?: Record<string, unknown>;
  }): void {
    this.record(17, (w) => {
      w.tag(1, WireType.LengthDelimited).string(fields.id);
      if (fields.project !== undefined) w.tag(3, WireType.LengthDelimited).string(fields.project);
      w.tag(4, WireType.LengthDelimited).fork();
      for (const [key, value] of Object.entries(fields.config ?? {})) item(w, [key], JSON.stringify(value), 1);
      w.join();
      if (fields.name !== undefined) w.tag(8, WireType.LengthDelimited).string(fields.name);
      for (const tag of fields.tags ?? []) w.tag(10, WireType.LengthDelimited).string(tag);
      w.tag(17, WireType.LengthDelimited).fork();
      w.tag(1, WireType.Varint).int64(String(Math.floor(fields.startedAt)));
      w.join();
      if (fields.isResumed === true) w.tag(24, WireType.Varint).bool(true);
    });
  }

  /** One row; `texts` are values as extended JSON. */
  history(step: number, timestamp: number, texts: Record<string, string>): void {
    const all = { ...texts, _step: String(step), _timestamp: String(timestamp), _runtime: String(step) };
    this.record(3, (w) => Object.entries(all).forEach(([key, text]) => item(w, [key], text, 1)));
    this.record(2, (w) => {
      for (const [key, text] of Object.entries(all)) item(w, [key], text, 1);
      w.tag(2, WireType.LengthDelimited).fork();
      if (step !== 0) w.tag(1, WireType.Varint).int64(String(step));
      w.join();
    });
  }

  output(text: string, at: number, isError = false): void {
    this.record(13, (w) => {
      if (!isError) w.tag(1, WireType.Varint).int32(1);
      w.tag(2, WireType.LengthDelimited).fork();
      w.tag(1, WireType.Varint).int64(String(Math.floor(at)));
      w.join();
      w.tag(3, WireType.LengthDelimited).string(text);
    });
  }

  summary(path: string[], text: string): void {
    this.record(3, (w) => item(w, path, text, 1));
  }

  /** An artifact whose files lie where `files` says; `digest` is their MD5 in base64. */
  artifact(name: string, files: readonly { path: string; digest: string; size: number; localPath: string }[]): void {
    this.record(8, (w) => {
      w.tag(4, WireType.LengthDelimited).string('dataset');
      w.tag(5, WireType.LengthDelimited).string(name);
      w.tag(6, WireType.LengthDelimited).string(`digest of ${name}`);
      w.tag(11, WireType.LengthDelimited).string('latest');
      w.tag(12, WireType.LengthDelimited).fork();
      for (const file of files) {
        w.tag(4, WireType.LengthDelimited).fork();
        w.tag(1, WireType.LengthDelimited).string(file.path);
        w.tag(2, WireType.LengthDelimited).string(file.digest);
        w.tag(4, WireType.Varint).int64(String(file.size));
        w.tag(6, WireType.LengthDelimited).string(file.localPath);
        w.join();
      }
      w.join();
      w.tag(14, WireType.Varint).bool(true);
      w.tag(15, WireType.LengthDelimited).string(`draft of ${name}`);
    });
  }

  exit(code: number): void {
    this.record(18, (w) => {
      if (code !== 0) w.tag(1, WireType.Varint).int32(code);
    });
  }

  record(field: number, fill: (writer: BinaryWriter) => void): void {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.Varint).int64(String(this.ends.length + 1));
    writer.tag(field, WireType.LengthDelimited).fork();
    fill(writer);
    writer.join();
    this.#frame(Buffer.from(writer.finish()));
    this.ends.push(this.#size);
  }

  /** Bytes as they are, for torn and damaged logs. */
  raw(bytes: Uint8Array): void {
    this.#write(Buffer.from(bytes));
  }

  #frame(payload: Buffer): void {
    let rest = payload;
    for (let isFirst = true; ; isFirst = false) {
      const left = BLOCK - (this.#size % BLOCK);
      if (left < 7) {
        this.#write(Buffer.alloc(left));
        isFirst = rest === payload;
        continue;
      }
      const part = rest.subarray(0, left - 7);
      rest = rest.subarray(part.length);
      const type = isFirst ? (rest.length === 0 ? 1 : 2) : rest.length === 0 ? 4 : 3;
      const head = Buffer.alloc(7);
      head.writeUInt32LE(crc32(Buffer.concat([Buffer.from([type]), part])), 0);
      head.writeUInt16LE(part.length, 4);
      head.writeUInt8(type, 6);
      this.#write(Buffer.concat([head, part]));
      if (rest.length === 0) return;
    }
  }

  #write(bytes: Buffer): void {
    if (this.#size === 0 && !existsSync(this.path)) writeFileSync(this.path, bytes);
    else appendFileSync(this.path, bytes);
    this.#size += bytes.length;
  }
}

function item(writer: BinaryWriter, path: readonly string[], text: string, field: number): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  for (const part of path) writer.tag(2, WireType.LengthDelimited).string(part);
  writer.tag(16, WireType.LengthDelimited).string(text);
  writer.join();
}

/** A TFRecord around an event's bytes. */
export function eventRecord(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(payload.length, 0);
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc32c(payload), 0);
  return Buffer.concat([head, payload, tail]);
}

/** A scalar event as older writers make it. */
export function scalarEvent(wallTime: number, step: number, tag: string, value: number): Buffer {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(wallTime);
  writer.tag(2, WireType.Varint).int64(String(step));
  writer.tag(5, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(tag);
  writer.tag(2, WireType.Bit32).float(value);
  writer.join();
  writer.join();
  return eventRecord(writer.finish());
}
