import { useMemo } from 'react';
import type { ArtifactTableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useArtifact, useArtifactFiles, useTableRows } from '#ui/data';
import { NO_PLACE, tableFilesIn, type ArtifactPlace } from './artifact-place.ts';
import type { TableText } from './rows.ts';
import { MOST_ROWS } from './rows.ts';
import { strings } from './strings.ts';

/** The table of a version of an artifact. */
export interface ArtifactTable {
  /** `name:v3`; undefined until the version is known. */
  readonly label: string | undefined;
  /** An Error where it cannot be read or there is none, undefined while it is awaited. */
  readonly table: TableText | Error | undefined;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => Promise<unknown>;
}

/** Reads the table at a place; nothing is asked while there is none. `latest` goes on to versions that come. */
export function useArtifactTable(project: ProjectPath, place: ArtifactPlace | undefined): ArtifactTable {
  const { collection, version, file } = place ?? NO_PLACE;
  const isWanted = collection !== '';
  const path = useMemo(() => ({ project, collection, version }), [project, collection, version]);
  const found = useArtifact(path, isWanted);
  const ref = isWanted ? found.data : undefined;
  const id = ref?.version.id;
  const list = useArtifactFiles(path, id ?? '', id !== undefined && file === '');
  const [first] = tableFilesIn(list.data?.files ?? []);
  const chosen = file === '' ? first : file;
  const source = useMemo(
    (): ArtifactTableSource | undefined =>
      id === undefined || chosen === undefined ? undefined : { artifact: id, path: chosen },
    [id, chosen],
  );
  const rows = useTableRows(project, source, MOST_ROWS);
  const label = ref === undefined ? undefined : `${collection}:v${ref.ref.version}`;
  const hasNone = id !== undefined && file === '' && list.data !== undefined && first === undefined;
  const table = useMemo(() => {
    if (hasNone) return new Error(strings.noTableIn(label ?? collection));
    const [fault] = rows.data?.faults ?? [];
    return fault === undefined ? rows.data : new Error(fault);
  }, [hasNone, label, collection, rows.data]);
  return {
    label,
    table,
    isLoading: isWanted && (found.isLoading || list.isLoading || rows.isLoading),
    error: isWanted ? (found.error ?? list.error ?? rows.error ?? undefined) : undefined,
    retry: () => Promise.all([found, list, rows].filter((one) => one.isError).map((one) => one.refetch())),
  };
}
