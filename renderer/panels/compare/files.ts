import type { RunFile } from '#shared/api';
import type { RunPath } from '#shared/units';
import { fileHref, type CodeFile } from '#ui/data';
import type { CompareTab } from './config.ts';

/** A file that both or one of two runs have under the same name. */
export interface PairedFile {
  readonly name: string;
  readonly left: CodeFile | undefined;
  readonly right: CodeFile | undefined;
}

const NAMES: Readonly<Record<Exclude<CompareTab, 'values'>, (file: RunFile) => boolean>> = {
  config: () => false,
  packages: ({ name }) => name === 'requirements.txt',
  patch: ({ name }) => name.endsWith('.patch'),
  // What the client saves of a program lies under code/; scripts that were saved by hand lie beside it.
  code: ({ name }) => name.startsWith('code/') || /\.(py|ipynb|ts|js|mjs|sh|ya?ml|toml|cfg|ini)$/.test(name),
};

/** What a tab compares of one run: of its files those that say how it was made, and for code its artifacts of code, too. */
export function sourcesOf(
  run: RunPath,
  files: readonly RunFile[],
  artifacts: readonly CodeFile[],
  tab: Exclude<CompareTab, 'values'>,
): readonly CodeFile[] {
  const own = files
    .filter((file) => file.isUploaded && NAMES[tab](file) && !isOfClient(file, tab))
    .map(({ name, sizeBytes, updatedAt, md5 }): CodeFile => ({
      name,
      sizeBytes,
      updatedAt,
      md5,
      href: fileHref(run, name),
    }));
  return tab === 'code' ? [...artifacts, ...own] : own;
}

/** Files of the same name together: those that differ first, code before what else was saved. */
export function pairFiles(left: readonly CodeFile[], right: readonly CodeFile[]): readonly PairedFile[] {
  const [a, b] = [left, right].map((files) => new Map(files.map((file) => [file.name, file])));
  return [...new Set([...left, ...right].map((file) => file.name))]
    .map((name): PairedFile => ({ name, left: a?.get(name), right: b?.get(name) }))
    .sort((x, y) => rankOf(x) - rankOf(y) || (x.name < y.name ? -1 : 1));
}

/** config.yaml is the client's own copy of config, no code. */
function isOfClient({ name }: RunFile, tab: CompareTab): boolean {
  return tab === 'code' && name === 'config.yaml';
}

function rankOf({ name, left, right }: PairedFile): number {
  return (left?.md5 === right?.md5 ? 2 : 0) + (name.startsWith('code/') ? 0 : 1);
}
