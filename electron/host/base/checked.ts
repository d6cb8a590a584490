import type { ZodType } from 'zod';
import { Problem } from '#shared/errors';

/** The value as its schema describes it. Errors: `code` naming the first wrong field and its bound. */
export function checked<T>(
  schema: ZodType<T>,
  value: unknown,
  code: 'body.invalid' | 'sync.remote' = 'body.invalid',
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Problem(code, { field: field === '' ? 'body' : field, reason: issue?.message ?? 'not valid' });
}
