import { createReadStream, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ConnectionError, type HostPlace } from '#sdk/base';

/** Time for one request; a host that has not answered by then counts as absent. */
const REQUEST_MS = 30_000;
const UPLOAD_MS = 30 * 60_000;
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

/**
 * Requests to one host. Every failure is a ConnectionError: `host.absent` (nobody answered), `host.busy` (try again),
 * `host.refused` (it said no, with its words).
 */
export class HostLink {
  readonly #place: () => HostPlace;

  /** `place` is asked before each request: a host may come back at another address. */
  constructor(place: () => HostPlace) {
    this.#place = place;
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

  /** One post of a run's stream; returns what the host answered. */
  stream(run: RunAddress, body: string, signal?: AbortSignal): Promise<StreamAnswer> {
    const path = [run.entity, run.project, run.run].map(encodeURIComponent).join('/');
    return this.#post(`/files/${path}/file_stream`, body, signal) as Promise<StreamAnswer>;
  }

  /** GET with the key; a relative address is one of the host. Errors: as the class says. */
  async get(url: string, signal?: AbortSignal): Promise<Response> {
    const { baseUrl } = this.#place();
    const target = new URL(url, `${baseUrl}/`);
    const headers = target.origin === new URL(baseUrl).origin ? this.#headers() : {};
    const response = await ask(() => fetch(target, { headers, signal: timed(signal, UPLOAD_MS) }), signal);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  /** PUT of a file, or of bytes, to an address that the host gave. `headers` are `Key:Value` lines. */
  async put(url: string, headers: readonly string[], source: string | Uint8Array, signal?: AbortSignal): Promise<void> {
    const target = new URL(url);
    const length = typeof source === 'string' ? statSync(source).size : source.length;
    const sent = Object.fromEntries(headers.flatMap((line) => splitHeader(line)));
    const start = target.protocol === 'https:' ? httpsRequest : httpRequest;
    await ask(
      () =>
        new Promise<void>((resolve, reject) => {
          const options = { method: 'PUT', headers: { ...sent, 'content-length': length } };
          const request = start(target, { ...options, signal: timed(signal, UPLOAD_MS) }, (response) => {
            const status = response.statusCode ?? 0;
            response.resume();
            // An answer that is cut off has no end.
            response.once('error', reject);
            response.once('end', () => {
              if (status >= 200 && status < 300) resolve();
              else reject(faultOf(status, `the upload was answered with ${status}`));
            });
          });
          request.once('error', reject);
          if (typeof source === 'string') pipeline(createReadStream(source), request).catch(reject);
          else request.end(source);
        }),
      signal,
    );
  }

  async #post(path: string, body: string, signal?: AbortSignal): Promise<unknown> {
    const url = this.#place().baseUrl + path;
    const headers = { ...this.#headers(), 'content-type': 'application/json' };
    const options = { method: 'POST', headers, body, signal: timed(signal, REQUEST_MS) };
    const { response, text } = await ask(async () => {
      const answer = await fetch(url, options);
      return { response: answer, text: await answer.text() };
    }, signal);
    if (!response.ok) {
      throw faultOf(response.status, messageIn(text) ?? `status ${response.status}`, retryAfter(response.headers));
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new ConnectionError('host.refused', `${url} is no such host`, response.status, { cause: error });
    }
  }

  #headers(): Record<string, string> {
    const key = Buffer.from(`api:${this.#place().apiKey}`).toString('base64');
    return { authorization: `Basic ${key}`, 'user-agent': 'taffrail-sdk' };
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
function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
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
