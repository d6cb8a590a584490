import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerFor, type HostContext } from '#host/base';
import { BODY_LIMIT_BYTES } from './post.ts';
import type { ingestWrites } from './writes.ts';

interface RunParams {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

/**
 * `POST /files/:entity/:project/:run/file_stream`. The answer is sent when the post is durable: `{}`, or
 * `{"stopped": true}` while somebody wants the script to stop. The body goes to the writer thread unread.
 * Errors: those of handleFileStream and of the store, thrown as Problems for the http room to answer.
 */
export function registerIngestRoutes(app: FastifyInstance, host: HostContext): void {
  const writer = callerFor<typeof ingestWrites>(host.writer);
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post<{ Params: RunParams }>(
      '/files/:entity/:project/:run/file_stream',
      { bodyLimit: BODY_LIMIT_BYTES },
      async (request) => {
        const { entity, project, run } = request.params;
        const body = ownBuffer(request.body);
        const args = { path: { entity, project, run }, body, ...headersOf(request) };
        const { isStopped } = await writer.call('ingest.fileStream', args, { transfer: [body] });
        return isStopped ? { stopped: true } : {};
      },
    );
    done();
  });
}

function headersOf(request: FastifyRequest): { encoding?: string; writer?: string } {
  const encoding = request.headers['content-encoding'];
  const writer = request.headers['x-wandb-async-client-id'];
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(typeof writer === 'string' && writer !== '' ? { writer } : {}),
  };
}

/** The bytes in a buffer of their own, which can be moved to another thread; small bodies share one and are copied. */
function ownBuffer(body: unknown): ArrayBuffer {
  if (!Buffer.isBuffer(body)) return new ArrayBuffer(0);
  const { buffer, byteOffset, byteLength } = body;
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength) return buffer;
  const own = new ArrayBuffer(byteLength);
  new Uint8Array(own).set(body);
  return own;
}
