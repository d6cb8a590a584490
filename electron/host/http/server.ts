import { hostname } from 'node:os';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { HostContext } from '#host/base';
import { Problem } from '#shared/errors';
import { problemOf, sendProblem } from './errors.ts';
import { BASE_HEADERS } from './headers.ts';
import { isForeignFetch, isHostAllowed, isOriginAllowed, type HostRules } from './hosts.ts';
import { makeIdentifier } from './identify.ts';
import { registerPages } from './pages.ts';
import type { PeerUid } from './peer.ts';
import { registerSignIn } from './sign-in.ts';

/** What the HTTP server needs to know besides the host itself. */
export interface HttpOptions {
  /** The address it will listen on, as given by the user: `127.0.0.1`, `0.0.0.0`, `::`, a name. */
  readonly bindHost: string;
  /** More names by which clients may reach this host (a reverse proxy, a container's host name). */
  readonly extraHosts?: readonly string[];
  /** More origins whose pages may use the API (the renderer's development server). */
  readonly extraOrigins?: readonly string[];
  /** Folder with the built renderer; without it pages say how to build it. */
  readonly rendererDir?: string | undefined;
  /** Finds the owner of the other end of a loopback connection; the kernel's table on Linux unless given. */
  readonly peerUid?: PeerUid;
}

/** Bytes a body may have on a route that names no limit of its own. */
const DEFAULT_BODY_LIMIT = 1024 * 1024;
// The client's Go program keeps idle connections for 90 s: closing earlier would race with its next request.
const KEEP_ALIVE_MS = 120_000;
const HEADERS_TIMEOUT_MS = 60_000;

/**
 * Makes the server: checks, errors, sign-in and pages. The rooms add their routes; nothing listens yet.
 * Every request passes the Host and Origin checks; every route needs an identity unless its config says
 * `access: 'open'`. A route states its own `bodyLimit`; more is refused with 413 before it is read.
 */
export function createHttpServer(host: HostContext, options: HttpOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: DEFAULT_BODY_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A large upload may take hours; only the headers must come quickly.
    requestTimeout: 0,
    connectionTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, noDelay: true, keepAlive: true },
    routerOptions: { maxParamLength: 4096 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, problemOf(error, request, host.log)),
  });
  const identify = makeIdentifier(host, options.peerUid);
  addGate(app, rulesFor(options), identify);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, problemOf(error, request, host.log)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new Problem('route.unknown', { method: request.method, path: pathOf(request) })),
  );
  registerSignIn(app, host);
  registerPages(app, { rendererDir: options.rendererDir, identify });
  return app;
}

function rulesFor(options: HttpOptions): HostRules {
  return {
    bindHost: options.bindHost,
    machineName: hostname(),
    extraHosts: options.extraHosts ?? [],
    extraOrigins: options.extraOrigins ?? [],
  };
}

type Identify = ReturnType<typeof makeIdentifier>;

function addGate(app: FastifyInstance, rules: HostRules, identify: Identify): void {
  app.decorateRequest('identity');
  app.decorateRequest('baseUrl', '');
  app.decorateRequest('claimedUsername', undefined);
  app.addHook('onRequest', async (request, reply) => {
    request.identity = { kind: 'anonymous' };
    reply.headers(BASE_HEADERS);
    checkSource(request, rules);
    // The client's telemetry: it stops by itself after a 404, and nobody wants to read of it (protocol 1.7).
    if (request.url.startsWith('/sdk/otel/')) return reply.code(404).send();
    request.baseUrl = baseUrlOf(request, rules);
    if (request.is404 || isOpen(request)) return undefined;
    return admit(request, reply, identify);
  });
}

function isOpen(request: FastifyRequest): boolean {
  const { access } = request.routeOptions.config;
  return access === 'open' || (access === 'signed' && (request.query as Record<string, unknown>).token !== undefined);
}

function checkSource(request: FastifyRequest, rules: HostRules): void {
  const { host: hostHeader, origin } = request.headers;
  if (!isHostAllowed(hostHeader, rules)) throw new Problem('auth.host', { host: hostHeader ?? '(none)' });
  if (origin === undefined) {
    if (isForeignFetch(request.method, request.headers)) throw new Problem('auth.origin', { origin: 'another site' });
  } else if (!isOriginAllowed(origin, hostHeader, rules)) {
    throw new Problem('auth.origin', { origin });
  }
}

async function admit(request: FastifyRequest, reply: FastifyReply, identify: Identify): Promise<undefined> {
  const { identity, refusal } = await identify(request);
  if (refusal !== undefined) {
    // The body will not be read; after the answer nothing good can come on this connection.
    if (Number(request.headers['content-length'] ?? 0) > DEFAULT_BODY_LIMIT) reply.header('Connection', 'close');
    throw refusal;
  }
  request.identity = identity;
  request.claimedUsername = claimedUsername(request.headers['x-wandb-username']);
  return undefined;
}

function claimedUsername(header: string | readonly string[] | undefined): string | undefined {
  const name = typeof header === 'string' ? header.trim() : '';
  return /^[\p{L}\p{N}._@-]{1,128}$/u.test(name) ? name : undefined;
}

/** Through a reverse proxy the client's own address is in the forwarded headers; names that are not ours are ignored. */
function baseUrlOf(request: FastifyRequest, rules: HostRules): string {
  const { 'x-forwarded-proto': proto, 'x-forwarded-host': forwardedHost } = request.headers;
  const scheme = proto === 'https' ? 'https' : 'http';
  const isUsable = typeof forwardedHost === 'string' && isHostAllowed(forwardedHost, rules);
  return `${scheme}://${isUsable ? forwardedHost : (request.headers.host ?? '')}`;
}

function pathOf(request: FastifyRequest): string {
  return (request.url.split('?', 1)[0] ?? '').slice(0, 500);
}
