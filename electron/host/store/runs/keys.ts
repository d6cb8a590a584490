import type { KeyId } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';

// Names are few next to their uses, but a script may make one per step; beyond this many the memory starts afresh.
const REMEMBERED_KEYS = 100_000;

/** The id of a metric, config or summary key; a new name gets one. */
export function internKey(ctx: WriteContext, name: string): KeyId {
  const known = ctx.cached('keys.ids', () => new Map<string, KeyId>());
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  let id = findKey(ctx.db, name);
  if (id === undefined) {
    id = Number(prepared(ctx.db, 'INSERT INTO keys (name) VALUES (?)').run(name).lastInsertRowid) as KeyId;
  }
  if (known.size >= REMEMBERED_KEYS) known.clear();
  known.set(name, id);
  return id;
}

/** The id of a key that was logged before, or undefined. */
export function findKey(db: ReadableDb, name: string): KeyId | undefined {
  const row = prepared(db, 'SELECT id FROM keys WHERE name = ?').get(name) as { id: KeyId } | undefined;
  return row?.id;
}
