import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerFor, type HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import { clientTime } from '#shared/wire';
import { registerArtifactDownloads, registerArtifactUploads } from './artifact-routes.ts';
import { openBlobStore, type BlobStore } from './blobs.ts';
import { startCollector } from './collector.ts';
import type { fileReads, fileWrites } from './handlers.ts';
import { normaliseFileName } from './names.ts';
import type { StoredBlob } from './records.ts';
import { type Room, sendStored } from './send.ts';
import { isTokenValid, type FileTarget } from './sign.ts';
import type { FileAction } from './token.ts';
import { rawPathOf, takeUpload, tokenKeyOf, tokenQueryOf } from './upload.ts';

/** What the client tells of machine and program, and the most bytes of it that are read here. */
const METADATA = 'wandb-metadata.json';
const MOST_METADATA_BYTES = 1024 * 1024;
const ROUTE = '/files/:entity/:project/:run/*';

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
    registerArtifactUploads(scope, { host, blobs });
    scope.put(ROUTE, { config: { access: 'open' } }, (request, reply) => takeFile(request, reply, { host, blobs }));
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: ROUTE,
    exposeHeadRoute: false,
    config: { access: 'signed' },
    handler: (request, reply) => sendFile(request, reply, { host, blobs }),
  });
  registerArtifactDownloads(app, { host, blobs });
  app.options(ROUTE, { config: { access: 'open' } }, async (request, reply) => {
    // Only our own origins come as far as this; `wandb verify` wants to see its own named back (protocol 1.2).
    return reply
      .code(204)
      .headers({ 'Access-Control-Allow-Origin': request.headers.origin ?? request.baseUrl, Vary: 'Origin' })
      .header('Access-Control-Allow-Methods', 'GET, HEAD, PUT, OPTIONS')
      .send();
  });
}

async function takeFile(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  const target = targetOf(request);
  checkToken(request, room, 'put', target);
  const writer = callerFor<typeof fileWrites>(room.host.writer);
  const commit = async (blob: StoredBlob): Promise<void> => {
    const startedAt = target.name === METADATA ? await startIn(room, blob) : undefined;
    await writer.call('files.commit', { ...target, blob, ...(startedAt === undefined ? {} : { startedAt }) });
  };
  return takeUpload(request, reply, room, { name: target.name, commit });
}

/** When the script began, as the client's own file about it says: older clients tell it nowhere else. */
async function startIn({ blobs }: Room, { sha256, sizeBytes }: StoredBlob): Promise<number | undefined> {
  if (sizeBytes > MOST_METADATA_BYTES) return undefined;
  try {
    const { startedAt } = JSON.parse(await readFile(blobs.pathOf(sha256), 'utf8')) as { readonly startedAt?: unknown };
    const told = typeof startedAt === 'string' ? clientTime(startedAt) : Number.NaN;
    return Number.isNaN(told) ? undefined : told;
  } catch {
    // Anybody may send a file of this name; what is no such document says nothing.
    return undefined;
  }
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  const target = targetOf(request);
  if (tokenQueryOf(request).token !== undefined) checkToken(request, room, 'get', target);
  const file = await callerFor<typeof fileReads>(room.host.readers).call('files.find', target);
  if (file?.blob === undefined) throw new Problem('file.unknown', { name: target.name });
  return sendStored(request, reply, room, { ...file, blob: file.blob });
}

function checkToken(request: FastifyRequest, room: Room, action: FileAction, target: FileTarget): void {
  if (!isTokenValid(tokenKeyOf(room), action, target, tokenQueryOf(request))) throw new Problem('auth.token');
}

/** The run and file that the path names; each segment is decoded exactly once, here. */
function targetOf(request: FastifyRequest): FileTarget {
  const [entity = '', project = '', run = '', ...rest] = rawPathOf(request)
    .slice('/files/'.length)
    .split('/')
    .map(decodeSegment);
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
