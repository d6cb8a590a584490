import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The whole path of a tool in the folders of `path`; undefined when it is in none. */
export function findTool(
  path: string,
  names: readonly string[],
  extraFolders: readonly string[] = [],
): string | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...extraFolders];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
