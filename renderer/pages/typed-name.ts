import type { RunHead } from '#shared/api';

/** Nobody should have to copy a paragraph to delete a run. */
const LONGEST_TYPED = 40;

/** What is typed to confirm that this run goes for good: its name, or its id where the name is long. */
export function typedNameOf({ displayName, path }: Pick<RunHead, 'displayName' | 'path'>): string {
  return displayName.length > LONGEST_TYPED || displayName !== displayName.trim() ? path.run : displayName;
}
