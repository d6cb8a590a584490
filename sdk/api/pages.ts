/** A part of a list, as servers of the protocol give it. */
export interface Connection<T> {
  readonly edges: readonly { readonly node: T | null; readonly cursor?: string | null }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** Everything of a list, page by page; `page` asks for the one behind a cursor. */
export async function* allOf<T>(page: (cursor: string | undefined) => Promise<Connection<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  for (;;) {
    const { edges, pageInfo } = await page(cursor);
    for (const { node } of edges) if (node !== null) yield node;
    const next = pageInfo.endCursor ?? edges.at(-1)?.cursor ?? undefined;
    // Without a new cursor the same page would come again.
    if (!pageInfo.hasNextPage || next === undefined || next === cursor) return;
    cursor = next;
  }
}
