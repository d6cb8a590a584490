import { RE2JS } from 're2js';
import type { ReadableDb } from '#host/store';
import { Problem } from '#shared/errors';

/** Long enough for any pattern a person writes; compiling is linear in it. */
const MAX_PATTERN_LENGTH = 1000;
const KEPT_PATTERNS = 64;

const patterns = new Map<string, RE2JS>();
const registered = new WeakSet<ReadableDb>();

/**
 * Gives a handle the SQL function `re2_found(pattern, text)` that compiled filters use: 1 when the RE2 pattern is
 * found anywhere in the text. Costs nothing when the handle has it already.
 */
export function registerFilterFunctions(db: ReadableDb): void {
  if (registered.has(db)) return;
  db.function('re2_found', { deterministic: true }, (pattern: unknown, text: unknown) =>
    typeof text === 'string' && compilePattern(String(pattern)).matcher(text).find() ? 1 : 0,
  );
  registered.add(db);
}

/** A pattern ready to use. Errors: `filter.invalid` when it is not RE2 or too long. */
export function compilePattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new Problem('filter.invalid', { where: 'regex', reason: `longer than ${MAX_PATTERN_LENGTH} characters` });
  }
  let made: RE2JS;
  try {
    made = RE2JS.compile(pattern);
  } catch (error) {
    throw new Problem('filter.invalid', { where: 'regex', reason: (error as Error).message });
  }
  if (patterns.size >= KEPT_PATTERNS) patterns.clear();
  patterns.set(pattern, made);
  return made;
}
