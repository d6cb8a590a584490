import type { TableAnswer, TableRow } from '#shared/api';
import { formatBytes, formatDuration, projectHref, runHref, type ProjectPath } from '#shared/units';
import { localTime } from '#ui/widgets';
import type { Dress, DressedCell } from '../dress.ts';
import { columnAt } from '../placed.ts';

/** Runs by name with their colours, each a link to its page; times and sizes as people read them. */
export function dressRuns(project: ProjectPath, colors: ReadonlyMap<string, string>): Dress {
  return (answer, row, { name }) => {
    if (name !== 'name') return plainDress(name, cellAt(answer, row, name));
    const id = cellAt(answer, row, 'id');
    return typeof id === 'string' ? { href: runHref({ ...project, run: id }), color: colors.get(id) } : undefined;
  };
}

/** Versions lead to their pages, and to the runs that made them. */
export function dressArtifacts(project: ProjectPath): Dress {
  return (answer, row, { name }) => {
    if (name === 'name') {
      const [type, collection, version] = ['type', 'collection', 'version'].map((one) => cellAt(answer, row, one));
      if (typeof type !== 'string' || typeof collection !== 'string' || typeof version !== 'number') return undefined;
      const parts = ['artifacts', type, collection, `v${version}`].map(encodeURIComponent);
      return { href: `${projectHref(project)}/${parts.join('/')}` };
    }
    if (name !== 'run') return plainDress(name, cellAt(answer, row, name));
    const id = cellAt(answer, row, 'run_id');
    if (typeof id !== 'string') return undefined;
    // Of another project it is a whole path.
    const [entity, other, run] = id.split('/');
    const path = run === undefined ? { ...project, run: id } : { entity: entity ?? '', project: other ?? '', run };
    return { href: runHref(path) };
  };
}

function plainDress(name: string, value: unknown): DressedCell | undefined {
  if (name === 'created' && typeof value === 'string') return { words: localTime(Date.parse(value)) };
  if (typeof value !== 'number') return undefined;
  if (name === 'runtime_s') return { words: formatDuration(value * 1000) };
  return name === 'size_bytes' ? { words: formatBytes(value) } : undefined;
}

function cellAt(answer: TableAnswer, row: TableRow, name: string): unknown {
  return row.cells[columnAt(answer, name)];
}
