import type { RunFile } from '#shared/api';
import type { CompareTab } from './config.ts';

/** A file that both or one of two runs have under the same name. */
export interface PairedFile {
  readonly name: string;
  readonly left: RunFile | undefined;
  readonly right: RunFile | undefined;
}

const NAMES: Readonly<Record<Exclude<CompareTab, 'values'>, (file: RunFile) => boolean>> = {
  config: () => false,
  packages: ({ name }) => name === 'requirements.txt',
  patch: ({ name }) => name.endsWith('.patch'),
  // What the client saves of a program lies under code/; scripts that were saved by hand lie beside it.
  code: ({ name }) => name.startsWith('code/') || /\.(py|ipynb|ts|js|mjs|sh|ya?ml|toml|cfg|ini)$/.test(name),
};

/** The files that a tab compares: those that differ first, code before what else was saved. */
export function filesOf(
  left: readonly RunFile[],
  right: readonly RunFile[],
  tab: Exclude<CompareTab, 'values'>,
): readonly PairedFile[] {
  const take = (files: readonly RunFile[]): ReadonlyMap<string, RunFile> =>
    new Map(
      files
        .filter((file) => file.isUploaded && NAMES[tab](file) && !isOfClient(file, tab))
        .map((file) => [file.name, file]),
    );
  const [a, b] = [take(left), take(right)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((name): PairedFile => ({ name, left: a.get(name), right: b.get(name) }))
    .sort((x, y) => rankOf(x) - rankOf(y) || (x.name < y.name ? -1 : 1));
}

/** config.yaml is the client's own copy of config, no code. */
function isOfClient({ name }: RunFile, tab: CompareTab): boolean {
  return tab === 'code' && name === 'config.yaml';
}

function rankOf({ name, left, right }: PairedFile): number {
  return (left?.md5 === right?.md5 ? 2 : 0) + (name.startsWith('code/') ? 0 : 1);
}
