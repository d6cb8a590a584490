import type { ReadableDb, WriteContext } from '#host/store';
import type { UnixMs } from '#shared/units';

/** What the main thread knows of one request and the threads need: plain data. */
export interface RequestFacts {
  /** The address the client used, without a slash at its end; absolute addresses in answers begin with it. */
  readonly baseUrl: string;
  /** Who asks; also the entity of a client that names none. */
  readonly username: string;
  readonly signingSecret: string;
  readonly hostVersion: string;
  /** Version of the Python client, when it names it. */
  readonly clientVersion?: string;
  /** Shared mode: which of several processes of one run is speaking. */
  readonly writer?: string;
}

/** What every resolver is given. */
export interface Scope {
  readonly db: ReadableDb;
  readonly request: RequestFacts;
  now(): UnixMs;
  /** Present while a mutation runs (writer thread). */
  readonly write?: WriteContext;
}

/** The write side, which only resolvers of mutations may ask for. */
export function writeOf(scope: Scope): WriteContext {
  if (scope.write === undefined) throw new Error('a query tried to write');
  return scope.write;
}

/** null and '' mean the default entity, wherever a client may name one. */
export function entityOf(scope: Scope, name: string | null | undefined): string {
  return name === null || name === undefined || name === '' ? scope.request.username : name;
}

/**
 * Resolvers by type and field. The schema has checked the arguments before a resolver sees them, so each resolver
 * states the shape that its SDL promises; left-out arguments are undefined or null.
 */
export type ResolverMap = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
export type Resolver = (source: never, args: never, scope: Scope) => unknown;
