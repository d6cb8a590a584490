import type { SortKey } from '#shared/api';
import { columnOfField } from './column.ts';

/**
 * The client's order language: `+field` or `-field` (a `+` may be missing), several separated by commas.
 * Empty or missing text means `+created_at`. Errors: `filter.invalid` for an unknown field.
 */
export function parseOrder(text: string | null | undefined): SortKey[] {
  const parts = (text ?? '').split(/,(?=\s*[+-])/).map((part) => part.trim());
  const keys = parts.filter((part) => part !== '' && part !== '+' && part !== '-').map(sortKey);
  return keys.length > 0 ? keys : [{ column: { kind: 'run', key: 'createdAt' }, isDescending: false }];
}

function sortKey(part: string): SortKey {
  const isSigned = part.startsWith('+') || part.startsWith('-');
  return { column: columnOfField(isSigned ? part.slice(1) : part), isDescending: part.startsWith('-') };
}
