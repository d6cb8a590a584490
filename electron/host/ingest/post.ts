import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Problem } from '#shared/errors';
import { ExtendedJsonError, isJsonObject, type JsonObject, type JsonValue, parseExtended } from '#shared/wire';

/** The client keeps a post near 10 MiB, but one long line may push it far over. */
export const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Consecutive lines of one streamed file; what was no text among them is undefined. */
export interface FilePart {
  readonly name: string;
  /** Number of the first line in the whole file, from 0. */
  readonly offset: number;
  readonly lines: readonly (string | undefined)[];
  /** Set when the part as a whole cannot be used. */
  readonly fault?: string;
}

/** One file_stream post, checked. */
export interface Post {
  readonly parts: readonly FilePart[];
  /** Names of run files whose bytes have just arrived. */
  readonly uploaded: readonly string[];
  readonly isPreempting: boolean;
  /** Present in the last post of a process. */
  readonly exitCode?: number;
}

/**
 * Reads a post as the client sends it. Unknown members are ignored; a part that cannot be used is kept with its fault,
 * because one bad line must not end the stream.
 * Errors (final for the client): `body.malformed` for text that is no JSON object, `body.invalid` for an unknown
 * content encoding, `body.too-large`.
 */
export function readPost(body: Uint8Array, encoding = 'identity'): Post {
  const value = parseBody(new TextDecoder().decode(decompress(body, encoding)));
  const files = isJsonObject(value.files) ? value.files : {};
  const uploaded = Array.isArray(value.uploaded) ? (value.uploaded as readonly JsonValue[]) : [];
  return {
    parts: Object.entries(files).map(([name, part]) => readPart(name, part)),
    uploaded: uploaded.filter((name) => typeof name === 'string'),
    isPreempting: value.preempting === true,
    ...(value.complete === true ? { exitCode: exitCodeOf(value.exitcode) } : {}),
  };
}

function parseBody(text: string): JsonObject {
  if (text.trim() === '') return {};
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    try {
      value = parseExtended(text);
    } catch (error) {
      if (!(error instanceof ExtendedJsonError)) throw error;
      throw new Problem('body.malformed', { reason: error.message }, { cause: error });
    }
  }
  if (!isJsonObject(value)) throw new Problem('body.malformed', { reason: 'it is not an object' });
  return value;
}

function readPart(name: string, part: JsonValue): FilePart {
  const nothing = { name, offset: 0, lines: [undefined] };
  if (!isJsonObject(part)) return { ...nothing, fault: 'the file is not described by an object' };
  const { offset, content } = part;
  if (!Array.isArray(content)) return { ...nothing, fault: 'content is not a list of lines' };
  const lines = (content as readonly JsonValue[]).map((line) => (typeof line === 'string' ? line : undefined));
  if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return { name, offset, lines };
  return { name, offset: 0, lines, fault: 'the offset is not a whole number from 0 on' };
}

function exitCodeOf(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

function decompress(body: Uint8Array, encoding: string): Uint8Array {
  const options = { maxOutputLength: BODY_LIMIT_BYTES };
  try {
    switch (encoding.trim().toLowerCase()) {
      case '':
      case 'identity':
        return body;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      default:
        throw new Problem('body.invalid', { field: 'Content-Encoding', reason: `${encoding} is not known here` });
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof RangeError) throw new Problem('body.too-large', { limitBytes: BODY_LIMIT_BYTES });
    const reason = `it cannot be unpacked as ${encoding}: ${error instanceof Error ? error.message : String(error)}`;
    throw new Problem('body.malformed', { reason }, { cause: error });
  }
}
