import type { FastifyInstance } from 'fastify';
import { Problem } from '#shared/errors';

export const DEFAULT_PORT = 8080;
const PORTS_TO_TRY = 100;

/**
 * Begins to listen and returns the port. A named port is taken or refused; without one the default port is used, or
 * the next that is free.
 * Errors: `host.port` (taken, not allowed, or the address is not one of this machine).
 */
export async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<number> {
  await app.ready();
  const first = port ?? DEFAULT_PORT;
  const last = port ?? DEFAULT_PORT + PORTS_TO_TRY - 1;
  for (let candidate = first; candidate <= last; candidate++) {
    try {
      await app.listen({ host, port: candidate });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isTaken = code === 'EADDRINUSE' || code === 'EACCES';
      if (isTaken && candidate < last) continue;
      if (isTaken) throw new Problem('host.port', { port: candidate, host }, { cause: error });
      throw error;
    }
  }
  throw new Problem('host.port', { port: first, host });
}
