/** A string or number that means one thing only, so that two kinds of id cannot be swapped. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Row id of a run in the store. Stable for the run's life; never shown to the Python client. */
export type RunRowId = Brand<number, 'RunRowId'>;
/** Row id of a project in the store. */
export type ProjectRowId = Brand<number, 'ProjectRowId'>;
/** Row id of a stream of lines (history, events or console of one writer of one run). */
export type StreamId = Brand<number, 'StreamId'>;
/** Interned name of a metric, config or summary key. */
export type KeyId = Brand<number, 'KeyId'>;
/** Milliseconds since 1970-01-01 UTC, an integer. */
export type UnixMs = Brand<number, 'UnixMs'>;

/** The three parts that address a run everywhere: in URLs, in the client, in the API. */
export interface RunPath {
  readonly entity: string;
  readonly project: string;
  /** The short id (`abcd1234`), not the display name. */
  readonly run: string;
}

export interface ProjectPath {
  readonly entity: string;
  readonly project: string;
}

/** `/entity/project` with each segment percent-encoded, as the Python client prints it. */
export function projectHref(path: ProjectPath): string {
  return `/${encodeURIComponent(path.entity)}/${encodeURIComponent(path.project)}`;
}

/** `/entity/project/runs/id` with each segment percent-encoded, as the Python client prints it. */
export function runHref(path: RunPath): string {
  return `${projectHref(path)}/runs/${encodeURIComponent(path.run)}`;
}
