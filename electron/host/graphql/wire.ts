import type { UnixMs } from '#shared/units';

/** A time as the client reads it, whole seconds UTC: `2026-01-31T08:00:00Z`. */
export function wireTime(at: UnixMs): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A page of a list: what the client asked for. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: PageInfo;
}

export interface PageInfo {
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Rows on a page when the client does not say; what its own queries use. */
const DEFAULT_PAGE = 50;
/** More is cut to this, and `hasNextPage` says that there is more. */
const MAX_PAGE = 10_000;

/** Where a page begins and how many rows it may have. Cursors are the number of rows before the next page. */
export function pageOf(
  args: PageArgs,
  defaultSize = DEFAULT_PAGE,
): { readonly offset: number; readonly limit: number } {
  const offset = /^\d{1,12}$/.test(args.after ?? '') ? Number(args.after) : 0;
  const limit = Math.max(0, Math.min(args.first ?? defaultSize, MAX_PAGE));
  return { offset, limit };
}

/** The rows of one page as a connection; `hasMore` says whether rows follow. */
export function connectionOf<T>(nodes: readonly T[], offset: number, hasMore: boolean): Connection<T> {
  const edges = nodes.map((node, i) => ({ cursor: String(offset + i + 1), node }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      // An empty last page still has an end: a client that goes on from null would begin again.
      endCursor: edges.at(-1)?.cursor ?? (offset > 0 ? String(offset) : null),
      hasNextPage: hasMore,
      hasPreviousPage: offset > 0,
    },
  };
}

/** A page cut out of rows that are all at hand. */
export function pageFrom<T>(rows: readonly T[], args: PageArgs, defaultSize = DEFAULT_PAGE): Connection<T> {
  const { offset, limit } = pageOf(args, defaultSize);
  return connectionOf(rows.slice(offset, offset + limit), offset, offset + limit < rows.length);
}

/** null and undefined are the same on the wire; this is the half that types like. */
export function given<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
