import type {} from 'fastify';
import { Problem } from '#shared/errors';
import type { Identity } from './context.ts';

/**
 * For acts on this machine itself (its user's files, folders to read), which the key alone does not open.
 * Errors: `auth.not-local` for everybody but the local user.
 */
export function ensureLocalUser(identity: Identity): void {
  if (identity.kind !== 'local-user') throw new Problem('auth.not-local');
}

// What the http room decides once per request and every route may read.
declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `anonymous` reaches only routes whose config says `access: 'open'`. */
    identity: Identity;
    /**
     * The address by which the client reached this host, `http://127.0.0.1:8080` without a slash at its end; every
     * absolute address in an answer is built from it, so that it works through tunnels and proxies too.
     */
    baseUrl: string;
    /** User named by `X-WANDB-USERNAME` on a trusted connection; undefined when none is named. */
    claimedUsername: string | undefined;
  }
  interface FastifyContextConfig {
    /**
     * `key` (default): a trusted peer or the right key. `open`: anybody; the route checks for itself, or has no secret.
     * `signed`: as `open` when the query has a `token`, which the route then checks; else as `key`.
     */
    access?: 'key' | 'signed' | 'open';
  }
}
