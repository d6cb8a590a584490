import { open, type FileHandle } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerFor, type HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import { openBlobStore, type BlobStore } from './blobs.ts';
import { startCollector } from './collector.ts';
import type { fileReads, fileWrites } from './handlers.ts';
import { normaliseFileName } from './names.ts';
import { readRange } from './range.ts';
import type { RunFileRow, StoredBlob } from './records.ts';
import { isTokenValid, type FileAction, type FileTarget } from './sign.ts';

const ROUTE = '/files/:entity/:project/:run/*';

/**
 * Logged files are hostile: none may run a script, send a form, load anything or reach our pages, wherever it is shown.
 * Only our own pages may frame one.
 */
const FILE_POLICY =
  "sandbox; default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; font-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * `PUT` and `GET /files/:entity/:project/:run/<name>`: bytes of run files. A signed address needs no key; a GET without
 * a token needs one. The store of bytes may be given when other rooms put bytes into it too.
 */
export function registerFileRoutes(
  app: FastifyInstance,
  host: HostContext,
  blobs: BlobStore = openBlobStore(host.paths),
): void {
  let stopCollector: () => Promise<void> = async () => undefined;
  app.addHook('onReady', async () => {
    await blobs.removeStaleUploads();
    stopCollector = startCollector(host, blobs);
  });
  app.addHook('preClose', () => stopCollector());
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body stays a stream, whatever its type; the handler reads it.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.put(ROUTE, { config: { access: 'open' } }, (request, reply) => takeFile(request, reply, { host, blobs }));
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: ROUTE,
    exposeHeadRoute: false,
    config: { access: 'signed' },
    handler: (request, reply) => sendFile(request, reply, { host, blobs }),
  });
  app.options(ROUTE, { config: { access: 'open' } }, async (request, reply) => {
    // Only our own origins come as far as this; `wandb verify` wants to see its own named back (protocol 1.2).
    return reply
      .code(204)
      .headers({ 'Access-Control-Allow-Origin': request.headers.origin ?? request.baseUrl, Vary: 'Origin' })
      .header('Access-Control-Allow-Methods', 'GET, HEAD, PUT, OPTIONS')
      .send();
  });
}

interface Room {
  readonly host: HostContext;
  readonly blobs: BlobStore;
}

async function takeFile(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  const target = targetOf(request);
  checkToken(request, room.host, 'put', target);
  const length = request.headers['content-length'];
  const received = await room.blobs.receive(request.raw, {
    name: target.name,
    sizeBytes: length === undefined ? undefined : Number(length),
    md5: headerText(request, 'content-md5'),
  });
  try {
    const writer = callerFor<typeof fileWrites>(room.host.writer);
    await writer.call('files.commit', { ...target, blob: received.blob });
  } finally {
    received.release();
  }
  return reply.code(200).header('ETag', etagOf(received.blob)).send();
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  const target = targetOf(request);
  if (tokenOf(request).token !== undefined) checkToken(request, room.host, 'get', target);
  const file = await callerFor<typeof fileReads>(room.host.readers).call('files.find', target);
  if (file?.blob === undefined) throw new Problem('file.unknown', { name: target.name });
  const { blob } = file;
  reply.headers(headersFor(file, blob, isDownload(request)));
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
  return reply.send(handle.createReadStream({ start: first, end: last }));
}

async function openStored(room: Room, file: RunFileRow, blob: StoredBlob): Promise<FileHandle> {
  try {
    return await open(room.blobs.pathOf(blob.sha256), 'r');
  } catch (error) {
    // Lost data: the database knows the bytes, the disk has them no more.
    room.host.log.error('the bytes of a stored file are gone', { sha256: blob.sha256, sizeBytes: blob.sizeBytes });
    throw new Problem('file.unknown', { name: file.name }, { cause: error });
  }
}

function headersFor(file: RunFileRow, blob: StoredBlob, isAttachment: boolean): Record<string, string> {
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

function etagOf(blob: StoredBlob): string {
  return `"${blob.sha256}"`;
}

function isNotModified(request: FastifyRequest, blob: StoredBlob): boolean {
  const known = headerText(request, 'if-none-match');
  return known !== undefined && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(blob));
}

function isDownload(request: FastifyRequest): boolean {
  return (request.query as Record<string, unknown>).download !== undefined;
}

function checkToken(request: FastifyRequest, host: HostContext, action: FileAction, target: FileTarget): void {
  const key = { secret: host.signingSecret, now: host.clock.now() };
  if (!isTokenValid(key, action, target, tokenOf(request))) throw new Problem('auth.token');
}

function tokenOf(request: FastifyRequest): { token: string | undefined; expires: string | undefined } {
  const { token, expires } = request.query as Record<string, unknown>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { token: token === undefined ? undefined : (text(token) ?? ''), expires: text(expires) };
}

/** The run and file that the path names; each segment is decoded exactly once, here. */
function targetOf(request: FastifyRequest): FileTarget {
  const raw = (request.raw.url ?? '').split('?', 1)[0] ?? '';
  const [entity = '', project = '', run = '', ...rest] = raw.slice('/files/'.length).split('/').map(decodeSegment);
  return { path: { entity, project, run }, name: normaliseFileName(rest.join('/')) };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw new Problem(
      'file.name',
      { name: segment.slice(0, 200), reason: 'it is not percent-encoded UTF-8' },
      { cause: error },
    );
  }
}

function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
