import { fastify, type FastifyInstance } from 'fastify';
import type { HostContext } from '#host/base';

/** What the HTTP server needs to know besides the host itself. */
export interface HttpOptions {
  /** The address it will listen on, as given by the user: `127.0.0.1`, `0.0.0.0`, `::`, a name. */
  readonly bindHost: string;
  /** More names by which clients may reach this host (a reverse proxy, a container's host name). */
  readonly extraHosts?: readonly string[];
  /** More origins whose pages may use the API (the renderer's development server). */
  readonly extraOrigins?: readonly string[];
  /** Folder with the built renderer; without it pages say how to build it. */
  readonly rendererDir?: string;
}

/** Makes the server without its routes; nothing listens yet. */
export function createHttpServer(host: HostContext, options: HttpOptions): FastifyInstance {
  void host;
  void options;
  return fastify({ logger: false });
}
