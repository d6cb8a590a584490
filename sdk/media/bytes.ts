import { readFile } from 'node:fs/promises';
import { UsageError } from '#sdk/base';
import type { Bytes, Readable } from './media.ts';

/** A copy of bytes that the caller owns. */
export function copyOf(bytes: Bytes): Uint8Array {
  return bytes instanceof Uint8Array ? bytes.slice() : new Uint8Array(bytes.slice(0));
}

/** Reads a file. Errors: UsageError `media.file` when it cannot be read; the signal's reason. */
export async function readWhole(path: string | URL, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path, { signal }));
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('media.file', `${String(path)} cannot be read: ${reason}`, { cause: error });
  }
}

/** Reads a stream to its end. Errors: the stream's; the signal's reason. */
export async function collect(stream: Readable, signal?: AbortSignal): Promise<Uint8Array> {
  if (stream instanceof Blob) return new Uint8Array(await stream.arrayBuffer());
  const parts: Uint8Array[] = [];
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    signal?.throwIfAborted();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The ending of a path in small letters, without its dot; '' for none. */
export function endingOf(path: string | URL): string {
  return /\.([a-z0-9]+)$/i.exec(path instanceof URL ? path.pathname : path)?.[1]?.toLowerCase() ?? '';
}

export function refuse(message: string): never {
  throw new UsageError('media.value', message);
}
