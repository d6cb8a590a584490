import { asProblem, CATALOGUE, Problem, type ProblemData } from '#shared/errors';
import type { Clock } from './clock.ts';
import { strings } from './strings.ts';

export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

/** One request to the host. `body` is sent as JSON. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly bytes?: Blob;
  readonly signal?: AbortSignal | undefined;
  /** 20 s when left out. */
  readonly timeoutMs?: number;
  /** Goes on when the page is left meanwhile, while its body is small enough for browsers to allow it. */
  readonly outlivesPage?: boolean;
}

export interface Http {
  json<T>(request: HttpRequest): Promise<T>;
  buffer(request: HttpRequest): Promise<ArrayBuffer>;
  text(request: HttpRequest): Promise<string>;
}

const DEFAULT_TIMEOUT_MS = 20_000;
/** Bytes: browsers take 64 KiB in all for requests that outlive their page. */
const LONGEST_OUTLIVING = 32_000;

/**
 * Requests to our own origin with a time limit.
 * Errors: every failure is a Problem: the host's own, `host.unreachable` when nothing answers, `host.slow` after the
 * time limit, `request.cancelled` when `signal` was aborted.
 */
export function createHttp(fetchLike: FetchLike, clock: Clock, address: string): Http {
  async function send<T>(request: HttpRequest, read: (response: Response) => Promise<T>): Promise<T> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const control = new AbortController();
    let isLate = false;
    const stopTimer = clock.after(timeoutMs, () => {
      isLate = true;
      control.abort();
    });
    const forward = (): void => control.abort();
    request.signal?.addEventListener('abort', forward);
    if (request.signal?.aborted === true) control.abort();
    try {
      const response = await fetchLike(request.path, initOf(request, control.signal));
      if (!response.ok) throw await problemOf(response);
      return await read(response);
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (isLate) throw new Problem('host.slow', { seconds: timeoutMs / 1000 }, { cause: error });
      if (control.signal.aborted) throw new Problem('request.cancelled', {}, { cause: error });
      // fetch throws a TypeError for every trouble of the network.
      if (error instanceof TypeError) throw new Problem('host.unreachable', { address }, { cause: error });
      throw asProblem(error);
    } finally {
      stopTimer();
      request.signal?.removeEventListener('abort', forward);
    }
  }
  return {
    json: (request) =>
      send(request, async (response) => (response.status === 204 ? undefined : await response.json()) as never),
    buffer: (request) => send(request, (response) => response.arrayBuffer()),
    text: (request) => send(request, (response) => response.text()),
  };
}

function initOf(request: HttpRequest, signal: AbortSignal): RequestInit {
  const init: RequestInit = { method: request.method, signal, credentials: 'same-origin' };
  if (request.bytes !== undefined)
    return { ...init, body: request.bytes, headers: { 'content-type': 'application/octet-stream' } };
  if (request.body === undefined) return init;
  const body = JSON.stringify(request.body);
  // Letters of other scripts are two or three bytes each.
  const keepalive = request.outlivesPage === true && new TextEncoder().encode(body).length <= LONGEST_OUTLIVING;
  return { ...init, body, keepalive, headers: { 'content-type': 'application/json' } };
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const data = parseProblem(text);
  if (data !== undefined) return Problem.fromData(data);
  if (response.status === 503) return new Problem('host.starting');
  return new Problem('internal', { reason: strings.status(response.status) });
}

function parseProblem(text: string): ProblemData | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Not from our host (a proxy's page): the status alone has to do.
    return undefined;
  }
  const data = (body as { error?: Partial<ProblemData> } | null)?.error;
  if (data === undefined || typeof data !== 'object' || typeof data.code !== 'string') return undefined;
  return data.code in CATALOGUE ? ({ details: {}, ...data } as ProblemData) : undefined;
}
