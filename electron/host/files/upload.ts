import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBlob } from './blobs.ts';
import type { StoredBlob } from './records.ts';
import { etagOf, headerText, type Room } from './send.ts';
import type { TokenKey, TokenQuery } from './token.ts';

/**
 * Takes the bytes of a request and makes them somebody's with `commit`; answered when both are durable.
 * Errors: those of BlobStore.receive and of `commit`.
 */
export async function takeUpload(
  request: FastifyRequest,
  reply: FastifyReply,
  room: Room,
  upload: { readonly name: string; commit(blob: StoredBlob): Promise<void> },
): Promise<FastifyReply> {
  const received = await receive(request, room, upload.name);
  try {
    await upload.commit(received.blob);
  } finally {
    received.release();
  }
  return reply.code(200).header('ETag', etagOf(received.blob)).send();
}

function receive(request: FastifyRequest, room: Room, name: string): Promise<ReceivedBlob> {
  const length = request.headers['content-length'];
  return room.blobs.receive(request.raw, {
    name,
    sizeBytes: length === undefined ? undefined : Number(length),
    md5: headerText(request, 'content-md5'),
  });
}

export function tokenKeyOf(room: Room): TokenKey {
  return { secret: room.host.signingSecret, now: room.host.clock.now() };
}

/** What signs the address of a request; a token that is no text is one that is wrong. */
export function tokenQueryOf(request: FastifyRequest): TokenQuery {
  const { token, expires } = request.query as Record<string, unknown>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { token: token === undefined ? undefined : (text(token) ?? ''), expires: text(expires) };
}

/** The path as it stands in the request, still encoded. */
export function rawPathOf(request: FastifyRequest): string {
  return (request.raw.url ?? '').split('?', 1)[0] ?? '';
}
