import { readdir, readFile } from 'node:fs/promises';

/** The text of a file of /proc or /sys; undefined when it is not there or may not be read. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch {
    // Kernels, containers and rights differ in what is there; the caller knows what its absence means.
    return undefined;
  }
}

/** A number that stands alone in a file; undefined as for `textOf`, and for `max`. */
export async function numberOf(path: string): Promise<number | undefined> {
  const text = (await textOf(path))?.trim();
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Names in a folder, sorted; none when it is not there. */
export async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}
