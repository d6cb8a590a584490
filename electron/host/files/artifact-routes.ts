import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerFor } from '#host/base';
import { type ArtifactId, decodeArtifactId, type ManifestId } from '#host/store';
import { Problem } from '#shared/errors';
import { type artifactFileReads, type artifactFileWrites } from './artifact-handlers.ts';
import { isArtifactTokenValid } from './artifact-urls.ts';
import type { ReceivedBlob } from './blobs.ts';
import { mediaTypeOf } from './media-types.ts';
import { etagOf, headerText, type Room, sendStored } from './send.ts';

const MANIFEST = '/artifact-manifests/:id';
/** With one segment more in the form that newer clients may use. */
const DOWNLOADS = [
  '/artifactsV2/:region/:entity/:project/:collection/:birth/:md5/:base',
  '/artifactsV2/:region/:entity/:project/:collection/:artifact/:birth/:md5/:base',
] as const;

/** Takes uploads of artifact files and manifests (`scope` leaves bodies alone). */
export function registerArtifactUploads(scope: FastifyInstance, room: Room): void {
  scope.put('/artifact-uploads/:id/*', { config: { access: 'open' } }, async (request, reply) => {
    checkToken(request, room, 'put');
    const { id, name } = uploadOf(request);
    const received = await receive(request, room, name);
    return store(reply, received, () =>
      writerOf(room).call('files.commitArtifactFile', { artifactId: id, name, blob: received.blob }),
    );
  });
  scope.put(MANIFEST, { config: { access: 'open' } }, async (request, reply) => {
    checkToken(request, room, 'put');
    const manifestId = numberOf(request) as ManifestId;
    const received = await receive(request, room, 'the manifest');
    return store(reply, received, async () => {
      const text = await readFile(room.blobs.pathOf(received.blob.sha256), 'utf8');
      await writerOf(room).call('files.commitManifest', { manifestId, text, blob: received.blob });
    });
  });
}

/** Sends artifact files and manifests. */
export function registerArtifactDownloads(app: FastifyInstance, room: Room): void {
  const options = {
    method: ['GET' as const, 'HEAD' as const],
    exposeHeadRoute: false,
    config: { access: 'signed' as const },
  };
  for (const url of DOWNLOADS) {
    app.route({ ...options, url, handler: (request, reply) => sendArtifactFile(request, reply, room) });
  }
  app.route({ ...options, url: MANIFEST, handler: (request, reply) => sendManifest(request, reply, room) });
}

async function sendArtifactFile(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  checkTokenIfAny(request, room);
  const { birth, artifact, md5, base } = request.params as Readonly<Record<string, string>>;
  // Old manifests do not say which artifact brought the bytes.
  const artifactId = decodeArtifactId(birth ?? '') ?? decodeArtifactId(artifact ?? '') ?? (0 as ArtifactId);
  const name = base ?? '';
  const readers = callerFor<typeof artifactFileReads>(room.host.readers);
  const found = await readers.call('files.findArtifactFile', { artifactId, md5Hex: md5 ?? '', name });
  if (found === undefined) throw new Problem('file.unknown', { name });
  return sendStored(request, reply, room, { name, mimetype: mediaTypeOf(name), ...found });
}

async function sendManifest(request: FastifyRequest, reply: FastifyReply, room: Room): Promise<FastifyReply> {
  checkTokenIfAny(request, room);
  const readers = callerFor<typeof artifactFileReads>(room.host.readers);
  const found = await readers.call('files.findManifest', { manifestId: numberOf(request) as ManifestId });
  const name = 'wandb_manifest.json';
  if (found?.merged !== undefined) return reply.type('application/json; charset=utf-8').send(found.merged);
  if (found?.blob === undefined) throw new Problem('file.unknown', { name });
  const file = { name, mimetype: 'application/json', updatedAt: room.host.clock.now(), blob: found.blob };
  return sendStored(request, reply, room, file);
}

function receive(request: FastifyRequest, room: Room, name: string): Promise<ReceivedBlob> {
  const length = request.headers['content-length'];
  return room.blobs.receive(request.raw, {
    name,
    sizeBytes: length === undefined ? undefined : Number(length),
    md5: headerText(request, 'content-md5'),
  });
}

async function store(reply: FastifyReply, received: ReceivedBlob, commit: () => Promise<void>): Promise<FastifyReply> {
  try {
    await commit();
  } finally {
    received.release();
  }
  return reply.code(200).header('ETag', etagOf(received.blob)).send();
}

function writerOf(room: Room): ReturnType<typeof callerFor<typeof artifactFileWrites>> {
  return callerFor<typeof artifactFileWrites>(room.host.writer);
}

function checkTokenIfAny(request: FastifyRequest, room: Room): void {
  if ((request.query as Record<string, unknown>).token !== undefined) checkToken(request, room, 'get');
}

function checkToken(request: FastifyRequest, room: Room, action: 'put' | 'get'): void {
  const { token, expires } = request.query as Record<string, unknown>;
  const query = {
    token: typeof token === 'string' ? token : undefined,
    expires: typeof expires === 'string' ? expires : undefined,
  };
  const key = { secret: room.host.signingSecret, now: room.host.clock.now() };
  if (!isArtifactTokenValid(key, action, rawPath(request), query)) throw new Problem('auth.token');
}

function uploadOf(request: FastifyRequest): { readonly id: ArtifactId; readonly name: string } {
  const [id = '', ...name] = rawPath(request).slice('/artifact-uploads/'.length).split('/');
  return { id: Number(id) as ArtifactId, name: name.map(decodeURIComponent).join('/') };
}

function numberOf(request: FastifyRequest): number {
  return Number((request.params as { id: string }).id);
}

/** The path as it came; fastify has refused those that are not percent-encoded UTF-8. */
function rawPath(request: FastifyRequest): string {
  return (request.raw.url ?? '').split('?', 1)[0] ?? '';
}
