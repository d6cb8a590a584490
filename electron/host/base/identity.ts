import type {} from 'fastify';
import type { Identity } from './context.ts';

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
