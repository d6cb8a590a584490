import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerFor } from '#host/base';
import { type ArtifactId, decodeArtifactId, type ManifestId } from '#host/store';
import { Problem } from '#shared/errors';
import type { artifactFileReads, artifactFileWrites } from './artifact-handlers.ts';
import { isArtifactTokenValid } from './artifact-urls.ts';
import { mediaTypeOf } from './media-types.ts';
import type { StoredBlob } from './records.ts';
import { type Room, sendStored } from './send.ts';
import type { FileAction } from './token.ts';
import { rawPathOf, takeUpload, tokenKeyOf, tokenQueryOf } from './upload.ts';

const MANIFEST = '/artifact-manifests/:id';
/** With one segment more in the form that newer clients may use. */
const DOWNLOADS = [
  '/artifactsV2/:region/:entity/:project/:collection/:birth/:md5/:base',
  '/artifactsV2/:region/:entity/:project/:collection/:artifact/:birth/:md5/:base',
] as const;

/** The largest one seen names some 100,000 files in 30 MB; it is read as a whole. */
const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;

/** Takes uploads of artifact files and manifests (`scope` leaves bodies alone). */
export function registerArtifactUploads(scope: FastifyInstance, room: Room): void {
  const writer = callerFor<typeof artifactFileWrites>(room.host.writer);
  scope.put('/artifact-uploads/:id/*', { config: { access: 'open' } }, async (request, reply) => {
    checkToken(request, room, 'put');
    const { id, name } = uploadOf(request);
    const commit = (blob: StoredBlob): Promise<void> =>
      writer.call('files.commitArtifactFile', { artifactId: id, name, blob });
    return takeUpload(request, reply, room, { name, commit });
  });
  scope.put(MANIFEST, { config: { access: 'open' } }, async (request, reply) => {
    checkToken(request, room, 'put');
    const manifestId = numberOf(request) as ManifestId;
    const commit = async (blob: StoredBlob): Promise<void> => {
      if (blob.sizeBytes > MAX_MANIFEST_BYTES) throw new Problem('body.too-large', { limitBytes: MAX_MANIFEST_BYTES });
      const text = await readFile(room.blobs.pathOf(blob.sha256), 'utf8');
      await writer.call('files.commitManifest', { manifestId, text, blob });
    };
    return takeUpload(request, reply, room, { name: 'the manifest', commit });
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

function checkTokenIfAny(request: FastifyRequest, room: Room): void {
  if (tokenQueryOf(request).token !== undefined) checkToken(request, room, 'get');
}

function checkToken(request: FastifyRequest, room: Room, action: FileAction): void {
  // Fastify has refused paths that are not percent-encoded UTF-8.
  const isValid = isArtifactTokenValid(tokenKeyOf(room), action, rawPathOf(request), tokenQueryOf(request));
  if (!isValid) throw new Problem('auth.token');
}

function uploadOf(request: FastifyRequest): { readonly id: ArtifactId; readonly name: string } {
  const [id = '', ...name] = rawPathOf(request).slice('/artifact-uploads/'.length).split('/');
  return { id: Number(id) as ArtifactId, name: name.map(decodeURIComponent).join('/') };
}

function numberOf(request: FastifyRequest): number {
  return Number((request.params as { id: string }).id);
}
