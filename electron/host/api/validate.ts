import type { ZodType } from 'zod';
import { Problem } from '#shared/errors';

/** The value as its schema describes it. Errors: `body.invalid` naming the first wrong field and its bound. */
export function checked<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Problem('body.invalid', { field: field === '' ? 'body' : field, reason: issue?.message ?? 'not valid' });
}
