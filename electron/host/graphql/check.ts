import { Problem } from '#shared/errors';
import { parseDocument, validationErrors } from './document.ts';
import { taffrailSchema } from './schema.ts';

/** What keeps a GraphQL document from being run here, one message each; empty when nothing does. For tests and tools. */
export function documentProblems(text: string): readonly string[] {
  try {
    return validationErrors(taffrailSchema(), parseDocument(text)).map((error) => error.message);
  } catch (error) {
    if (error instanceof Problem) return [error.message];
    throw error;
  }
}
