import { open, type FileHandle } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import type { UnixMs } from '#shared/units';
import type { BlobStore } from './blobs.ts';
import { readRange } from './range.ts';
import type { StoredBlob } from './records.ts';

/** Bytes read from the disk at once: with the usual 64 kB a large file comes at two thirds of the rate. */
const READ_BYTES = 512 * 1024;

/**
 * Logged files are hostile: none may run a script, send a form, load anything or reach our pages, wherever it is shown.
 * Only our own pages may frame one.
 */
const FILE_POLICY =
  "sandbox; default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; font-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** What the routes of this room work with. */
export interface Room {
  readonly host: HostContext;
  readonly blobs: BlobStore;
}

/** Stored bytes under the name by which they are sent. */
export interface StoredFile {
  readonly name: string;
  readonly mimetype: string;
  readonly updatedAt: UnixMs;
  readonly blob: StoredBlob;
}

/** Sends stored bytes: whole, a range of them, or "not changed". Errors: `file.unknown` when the disk lost them. */
export async function sendStored(
  request: FastifyRequest,
  reply: FastifyReply,
  room: Room,
  file: StoredFile,
): Promise<FastifyReply> {
  const { blob } = file;
  reply.headers(headersFor(file, blob, isDownload(request)));
  if (isNamedByContent(request, blob)) reply.header('Cache-Control', 'private, max-age=31536000, immutable');
  if (isNotModified(request, blob)) return reply.code(304).send();
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etagOf(blob);
  const range = readRange(isSame ? headerText(request, 'range') : undefined, blob.sizeBytes);
  if (range.kind === 'none') {
    return reply.code(416).header('Content-Range', `bytes */${blob.sizeBytes}`).send();
  }
  const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, blob.sizeBytes - 1];
  if (range.kind === 'part') reply.code(206).header('Content-Range', `bytes ${first}-${last}/${blob.sizeBytes}`);
  reply.header('Content-Length', last - first + 1);
  if (request.method === 'HEAD') return reply.send();
  const handle = await openStored(room, file, blob);
  if (blob.sizeBytes === 0) {
    await handle.close();
    return reply.send('');
  }
  return reply.send(handle.createReadStream({ start: first, end: last, highWaterMark: READ_BYTES }));
}

async function openStored(room: Room, file: StoredFile, blob: StoredBlob): Promise<FileHandle> {
  try {
    return await open(room.blobs.pathOf(blob.sha256), 'r');
  } catch (error) {
    // Lost data: the database knows the bytes, the disk has them no more.
    room.host.log.error('the bytes of a stored file are gone', { sha256: blob.sha256, sizeBytes: blob.sizeBytes });
    throw new Problem('file.unknown', { name: file.name }, { cause: error });
  }
}

function headersFor(file: StoredFile, blob: StoredBlob, isAttachment: boolean): Record<string, string> {
  const base = file.name.split('/').at(-1) ?? file.name;
  const ascii = base.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(base).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return {
    'Content-Type': file.mimetype,
    'Content-Disposition': `${isAttachment ? 'attachment' : 'inline'}; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': FILE_POLICY,
    'Accept-Ranges': 'bytes',
    ETag: etagOf(blob),
    // A file of the same name may come again with other bytes.
    'Cache-Control': 'private, no-cache',
    'Last-Modified': new Date(file.updatedAt).toUTCString(),
  };
}

export function etagOf(blob: StoredBlob): string {
  return `"${blob.sha256}"`;
}

function isNotModified(request: FastifyRequest, blob: StoredBlob): boolean {
  const known = headerText(request, 'if-none-match');
  return known !== undefined && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(blob));
}

/** `?sha256=` of just these bytes: under this address they can never change, so that the browser may keep them. */
function isNamedByContent(request: FastifyRequest, blob: StoredBlob): boolean {
  return (request.query as Record<string, unknown>).sha256 === blob.sha256;
}

function isDownload(request: FastifyRequest): boolean {
  return (request.query as Record<string, unknown>).download !== undefined;
}

export function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
