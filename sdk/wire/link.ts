import { createReadStream, statSync } from 'node:fs';
import { type Agent as HttpAgent, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ConnectionError, type HostPlace } from '#sdk/base';
import { parseExtended } from '#shared/wire';

/** A connection on which so long nothing moves counts as lost: the answer to a request, and to a file (it may be hashed). */
const REQUEST_MS = 30_000;
const UPLOAD_MS = 5 * 60_000;
const DOWNLOAD_MS = 30 * 60_000;
/** Bytes that are read of a file at once, and asked of a meter. */
const CHUNK_BYTES = 256 * 1024;
/** The pause after a first failure, which doubles with each that follows, and the longest. */
const FIRST_RETRY_MS = 250;
const MOST_RETRY_MS = 5000;
/** Statuses that no repetition changes. Source: what the Python client's core does, protocol 13.1 and 13.2. */
const FINAL = new Set([400, 401, 402, 403, 404, 409, 410, 413, 422, 501]);

interface GraphqlAnswer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message?: string }[];
}

/** True when the same request may succeed later: nobody answered, or the host is busy. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError && error.code !== 'host.refused';
}

/** How long to wait before what may pass is tried again, after `failures` others in a row. */
export function retryMs(failures: number): number {
  return Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
}

/** Decides how fast a request's body goes out, and hears of it. */
export interface Meter {
  /** Asks to send up to `count` bytes; resolves, when they may go, with how many of them may: 1 to `count`. */
  take(count: number): Promise<number>;
}

/** What a link needs beyond the address: ways of its own to connect, and a meter. */
export interface LinkOptions {
  /** For proxies and certificates; Node's own when left out. Requests of `get` do not go through them. */
  readonly agents?: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly meter?: Meter;
  /** Milliseconds without a word after which the answer to a request counts as lost. */
  readonly requestMs?: number;
}

/**
 * Requests to one host. Every failure is a ConnectionError: `host.absent` (nobody answered), `host.busy` (try again),
 * `host.refused` (it said no, with its words).
 */
export class HostLink {
  readonly #place: () => HostPlace;
  readonly #options: LinkOptions;

  /** `place` is asked before each request: a host may come back at another address. */
  constructor(place: () => HostPlace, options: LinkOptions = {}) {
    this.#place = place;
    this.#options = options;
  }

  get baseUrl(): string {
    return this.#place().baseUrl;
  }

  /** Errors: as the class says; errors of GraphQL are refusals. */
  async graphql<T>(query: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<T> {
    const answer = (await this.#post('/graphql', JSON.stringify({ query, variables }), signal)) as GraphqlAnswer<T>;
    const [error] = answer.errors ?? [];
    if (error !== undefined) throw new ConnectionError('host.refused', error.message ?? 'the host refused', 200);
    if (answer.data === undefined || answer.data === null) {
      throw new ConnectionError('host.refused', 'the host gave no data', 200);
    }
    return answer.data;
  }

  /**
   * One post of a run's stream; returns what the host answered. `writer`: the process that the lines are of, where
   * several write to the run; each has line numbers of its own. Source: protocol 12.6.
   */
  stream(run: RunAddress & { readonly writer?: string }, body: string, signal?: AbortSignal): Promise<StreamAnswer> {
    const path = [run.entity, run.project, run.run].map(encodeURIComponent).join('/');
    const shared = { 'x-wandb-use-async-filestream': 'true', 'x-wandb-async-client-id': run.writer };
    const headers = run.writer === undefined ? {} : shared;
    return this.#post(`/files/${path}/file_stream`, body, signal, headers) as Promise<StreamAnswer>;
  }

  /** GET with the key; a relative address is one of the host. Errors: as the class says. */
  async get(url: string, signal?: AbortSignal): Promise<Response> {
    const { baseUrl } = this.#place();
    const target = new URL(url, `${baseUrl}/`);
    const headers = target.origin === new URL(baseUrl).origin ? this.#headers() : {};
    const response = await ask(() => fetch(target, { headers, signal: timed(signal, DOWNLOAD_MS) }), signal);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  /** PUT of a file, or of bytes, to an address that the host gave, perhaps without its own name. `headers` are `Key:Value` lines. */
  async put(url: string, headers: readonly string[], source: string | Uint8Array, signal?: AbortSignal): Promise<void> {
    const length = typeof source === 'string' ? statSync(source).size : source.length;
    const sent = Object.fromEntries(headers.flatMap((line) => splitHeader(line)));
    const how = { method: 'PUT', headers: { ...sent, 'content-length': length }, idleMs: UPLOAD_MS };
    const { status, text, retryAfterMs } = await this.#exchange(new URL(url, `${this.baseUrl}/`), how, source, signal);
    if (status < 200 || status >= 300) {
      const words = messageIn(text);
      const reason = `the upload was answered with ${status}${words === undefined ? '' : `: ${words}`}`;
      throw faultOf(status, reason, retryAfterMs);
    }
  }

  async #post(path: string, body: string, signal?: AbortSignal, more: OutgoingHttpHeaders = {}): Promise<unknown> {
    const url = this.#place().baseUrl + path;
    const bytes = Buffer.from(body);
    const headers = {
      ...this.#headers(),
      ...more,
      'content-type': 'application/json',
      'content-length': bytes.length,
    };
    const how = { method: 'POST', headers, idleMs: this.#options.requestMs ?? REQUEST_MS };
    const { status, text, retryAfterMs, location } = await this.#exchange(new URL(url), how, bytes, signal);
    if (status >= 300 && status < 400) {
      const reason = `it sends requests on to ${location ?? 'another address'}: name that address instead`;
      throw new ConnectionError('host.refused', reason, status);
    }
    if (status >= 400) throw faultOf(status, messageIn(text) ?? `status ${status}`, retryAfterMs);
    try {
      // Integers beyond 2^53 keep their digits.
      return parseExtended(text);
    } catch (error) {
      throw new ConnectionError('host.refused', `${url} is no such host`, status, { cause: error });
    }
  }

  /** One request with its answer. */
  #exchange(target: URL, how: Exchange, source: string | Uint8Array, signal?: AbortSignal): Promise<Answer> {
    const isSecure = target.protocol === 'https:';
    const { agents, meter } = this.#options;
    const { method, headers, idleMs } = how;
    const options = {
      method,
      headers,
      timeout: idleMs,
      ...(signal === undefined ? {} : { signal }),
      ...(agents === undefined ? {} : { agent: isSecure ? agents.https : agents.http }),
    };
    return ask(
      () =>
        new Promise<Answer>((resolve, reject) => {
          const request = (isSecure ? httpsRequest : httpRequest)(target, options, (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => (text += chunk));
            // An answer that is cut off has no end.
            response.once('error', reject);
            response.once('end', () => {
              const { location } = response.headers;
              const retryAfterMs = retryAfter(response.headers['retry-after']);
              resolve({ status: response.statusCode ?? 0, text, location, retryAfterMs });
            });
          });
          request.once('timeout', () => request.destroy(new Error(`nothing came for ${idleMs / 1000} s`)));
          request.once('error', reject);
          if (typeof source !== 'string' && meter === undefined) request.end(source);
          else pipeline(bytesOf(source, meter), request).catch(reject);
        }),
      signal,
    );
  }

  #headers(): Record<string, string> {
    const key = Buffer.from(`api:${this.#place().apiKey}`).toString('base64');
    return { authorization: `Basic ${key}`, 'user-agent': 'taffrail-sdk' };
  }
}

interface Exchange {
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly idleMs: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** A file, or bytes, in pieces as the meter lets them go. */
async function* bytesOf(source: string | Uint8Array, meter: Meter | undefined): AsyncGenerator<Uint8Array> {
  const chunks = typeof source === 'string' ? createReadStream(source, { highWaterMark: CHUNK_BYTES }) : [source];
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    for (let at = 0; at < chunk.length;) {
      const want = Math.min(CHUNK_BYTES, chunk.length - at);
      const count = meter === undefined ? want : await meter.take(want);
      yield chunk.subarray(at, at + count);
      at += count;
    }
  }
}

/** Where a run is on its host. */
export interface RunAddress {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

export interface StreamAnswer {
  /** Somebody pressed Stop. */
  readonly stopped?: boolean;
}

function timed(signal: AbortSignal | undefined, ms: number): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}

/** Runs a request; whatever the network says becomes `host.absent`, unless the caller gave up. */
async function ask<T>(request: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    if (signal?.aborted === true) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason =
      cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : '') : String(cause);
    throw new ConnectionError('host.absent', `no host answers: ${reason}`, undefined, { cause: error });
  }
}

async function refusal(response: Response): Promise<ConnectionError> {
  const text = await response.text().catch(() => '');
  return faultOf(response.status, messageIn(text) ?? `status ${response.status}`);
}

function faultOf(status: number, message: string, retryAfterMs?: number): ConnectionError {
  const code = FINAL.has(status) ? 'host.refused' : 'host.busy';
  return new ConnectionError(code, message, status, retryAfterMs === undefined ? {} : { retryAfterMs });
}

/** Seconds only: no server of this protocol sends a date. */
function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}

/** The words in an error body, in any of the forms of protocol 2.3. */
function messageIn(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as {
      readonly errors?: readonly { readonly message?: string }[];
      readonly error?: string | { readonly message?: string };
    };
    return body.errors?.[0]?.message ?? (typeof body.error === 'string' ? body.error : body.error?.message);
  } catch {
    // A page, or nothing.
    return undefined;
  }
}

function splitHeader(line: string): [string, string][] {
  const colon = line.indexOf(':');
  return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
}
