import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type Decoded, LogAppender, protoTime } from '#sdk/journal';
import { maskedCrc32c } from './events/crc32c.ts';

/** Writes `.wandb` files as the client does. Each record is on disk when the call returns. */
export class LogWriter {
  readonly path: string;
  readonly #log: LogAppender;
  /** Offsets behind each record. */
  readonly ends: number[] = [];

  constructor(folder: string, runId: string, name = `offline-run-20260101_000000-${runId}`) {
    this.path = join(folder, name, `run-${runId}.wandb`);
    mkdirSync(dirname(this.path), { recursive: true });
    this.#log = new LogAppender(this.path);
    this.#log.write();
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
    const { id, project, startedAt, isResumed, tags, name, config = {} } = fields;
    const update = Object.entries(config).map(([key, value]) => item([key], JSON.stringify(value)));
    this.record({
      run: {
        runId: id,
        project,
        config: { update },
        displayName: name,
        tags: tags ?? [],
        startTime: protoTime(Math.floor(startedAt) * 1000),
        mustResume: isResumed,
      },
    });
  }

  /** One row; `texts` are values as extended JSON. */
  history(step: number, timestamp: number, texts: Record<string, string>): void {
    const all = { ...texts, _step: String(step), _timestamp: String(timestamp), _runtime: String(step) };
    const items = Object.entries(all).map(([key, text]) => item([key], text));
    this.record({ summary: { update: items } });
    this.record({ history: { item: items, step: { num: step === 0 ? undefined : step } } });
  }

  output(text: string, at: number, isError = false): void {
    const timestamp = protoTime(Math.floor(at) * 1000);
    this.record({ outputRaw: { type: isError ? undefined : 1, timestamp, line: text } });
  }

  summary(path: string[], text: string): void {
    this.record({ summary: { update: [item(path, text)] } });
  }

  /** An artifact whose files lie where `files` says; `digest` is their MD5 in base64. */
  artifact(name: string, files: readonly { path: string; digest: string; size: number; localPath: string }[]): void {
    this.record({
      artifact: {
        type: 'dataset',
        name,
        digest: `digest of ${name}`,
        aliases: ['latest'],
        manifest: { contents: files },
        finalize: true,
        clientId: `draft of ${name}`,
      },
    });
  }

  exit(code: number): void {
    this.record({ exit: { exitCode: code === 0 ? undefined : code } });
  }

  /** A record of any kind; members as in the schema. */
  record(record: Decoded): void {
    this.#log.add(record);
    this.#log.write();
    this.ends.push(this.#log.position);
  }
}

function item(path: readonly string[], text: string): Decoded {
  return { nestedKey: path, valueJson: text };
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
