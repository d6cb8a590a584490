import type { ApiValue } from '#shared/api';
import { decodeHistogram } from '#shared/media';

/** One line of a value tree. */
export interface TreeRow {
  /** Keys from the root; unique. */
  readonly path: readonly string[];
  readonly name: string;
  readonly depth: number;
  readonly value: ApiValue;
  /** Number of entries of a branch; undefined for a leaf. */
  readonly childCount: number | undefined;
  readonly isOpen: boolean;
}

const byName = new Intl.Collator('en', { numeric: true });

/** Entries of a branch by name; undefined for a leaf. Empty lists and objects are leaves. Lists of plain values too. */
export function childrenOf(value: ApiValue): readonly (readonly [string, ApiValue])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value as readonly ApiValue[];
    return items.some((one) => typeof one === 'object' && one !== null)
      ? items.map((one, i) => [String(i), one])
      : undefined;
  }
  // Drawn as a shape, not as hundreds of numbers.
  if (decodeHistogram(value) !== undefined) return undefined;
  const entries = Object.entries(value as Readonly<Record<string, ApiValue>>);
  return entries.length === 0 ? undefined : entries.sort(([a], [b]) => byName.compare(a, b));
}

/** A path as a text that can be compared. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/**
 * The visible lines of a tree. Branches are open unless their path is in `closed`. With a search only matching leaves
 * and the branches above them remain, all open; keys and values are searched, without regard to case.
 */
export function treeRows(
  root: Readonly<Record<string, ApiValue>>,
  closed: ReadonlySet<string>,
  search: string,
): TreeRow[] {
  const needle = search.trim().toLowerCase();
  const rows: TreeRow[] = [];
  const visit = (name: string, value: ApiValue, parent: readonly string[], isParentMatch: boolean): boolean => {
    const path = [...parent, name];
    const children = childrenOf(value);
    const isMatch = needle === '' || isParentMatch || path.join('.').toLowerCase().includes(needle);
    if (children === undefined) {
      if (!isMatch && !leafText(value).toLowerCase().includes(needle)) return false;
      rows.push({ path, name, depth: parent.length, value, childCount: undefined, isOpen: false });
      return true;
    }
    const isOpen = needle !== '' || !closed.has(pathKey(path));
    const at = rows.length;
    rows.push({ path, name, depth: parent.length, value, childCount: children.length, isOpen });
    if (!isOpen) return true;
    let hasMatch = false;
    for (const [key, child] of children) if (visit(key, child, path, isMatch && needle !== '')) hasMatch = true;
    if (!hasMatch && !isMatch) rows.length = at;
    return hasMatch || isMatch;
  };
  for (const [key, value] of childrenOf(root) ?? []) visit(key, value, [], false);
  return rows;
}

/** A leaf as it is shown: texts without quotes, the rest as JSON. */
export function leafText(value: ApiValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is told of a long array whose numbers are in a file. Source: the Python client, `H5_TYPES`. */
export function isArrayFacts(value: ApiValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { _type } = value as Readonly<Record<string, ApiValue>>;
  return ['numpy.ndarray', 'torch.Tensor', 'tensorflow.Tensor'].includes(String(_type));
}
