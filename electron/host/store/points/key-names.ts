import type { KeyId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';

export interface KeyName {
  readonly id: KeyId;
  readonly name: string;
}

/** The keys a stream has values of, sorted by id. */
export function keysOfStream(db: ReadableDb, stream: StreamId): KeyName[] {
  return prepared(
    db,
    `SELECT k.id, k.name FROM series s JOIN keys k ON k.id = s.key_id
     WHERE s.stream_id = ? AND s.type_counts <> '{}' ORDER BY k.id`,
  ).all(stream) as KeyName[];
}

/** The key of that name, else all keys below it: `nest` stands for `nest.x` and `nest.y`. */
export function matchKeys(keys: readonly KeyName[], name: string): KeyName[] {
  const exact = keys.filter((key) => key.name === name);
  return exact.length > 0 ? exact : keys.filter((key) => key.name.startsWith(`${name}.`));
}
