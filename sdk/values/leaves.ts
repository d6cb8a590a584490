import { isOpaque } from './opaque.ts';
import { isPlainObject, valueText } from './text.ts';

/** Takes one value with the parts of its key. */
export type TakeLeaf = (path: readonly string[], text: string) => void;

/**
 * The values of an object, each with its path: objects are looked into, lists are values. An empty object is a value,
 * members that are undefined are left out. `textOf` gives a value's text where it is not `valueText`. Errors: as `valueText`.
 */
export function leaves(value: unknown, path: readonly string[], take: TakeLeaf, textOf = valueText): void {
  if (value === undefined) return;
  if (isBranch(value)) {
    for (const [name, member] of Object.entries(value)) leaves(member, [...path, name], take, textOf);
  } else take(path, textOf(value, path.join('.')));
}

/** True for an object with members that are values of their own. */
export function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isPlainObject(value) || isOpaque(value) || value instanceof Date || value instanceof Map || value instanceof Set)
    return false;
  return Object.keys(value).length > 0;
}
