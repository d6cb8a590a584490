import { keepPreviousData, useMutation, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  ArtifactCollection,
  ArtifactCollectionDetail,
  ArtifactCollectionEdit,
  ArtifactDetail,
  ArtifactDiff,
  ArtifactEdit,
  ArtifactFileList,
  ArtifactLineage,
  ArtifactRemoval,
  ArtifactVersion,
  RunArtifacts,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import type { CollectionPath, VersionPath } from './artifact-api.ts';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

const keyOf = ({ project, collection }: CollectionPath): readonly unknown[] => [
  ...queryKeys.artifacts(project),
  'in',
  collection,
];

/** All collections of a project, by type and name; live. */
export function useArtifacts(project: ProjectPath): UseQueryResult<readonly ArtifactCollection[]> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...queryKeys.artifacts(project), 'list'],
    queryFn: ({ signal }) => artifacts.list(project, signal),
  });
}

/** How many collections a project has; live. */
export function useArtifactCount(project: ProjectPath): UseQueryResult<{ readonly count: number }> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...queryKeys.artifacts(project), 'count'],
    queryFn: ({ signal }) => artifacts.count(project, signal),
  });
}

/** A collection without its versions; live. */
export function useArtifactCollection(path: CollectionPath): UseQueryResult<ArtifactCollectionDetail> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...keyOf(path), 'collection'],
    queryFn: ({ signal }) => artifacts.collection(path, signal),
  });
}

const BLOCK = 100;

/** Versions `from` to `to` of a collection, newest first, fetched in blocks of 100; those not here yet are undefined. Live. */
export function useArtifactVersions(
  path: CollectionPath,
  text: string,
  [from, to]: readonly [from: number, to: number],
): {
  readonly total: number | undefined;
  readonly rowAt: (index: number) => ArtifactVersion | undefined;
  readonly error: Error | undefined;
  readonly refetch: () => void;
} {
  const { artifacts } = useData().api;
  const first = Math.floor(Math.max(0, from) / BLOCK);
  const last = Math.max(first, Math.floor(Math.max(0, to - 1) / BLOCK));
  const blocks = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const answers = useQueries({
    queries: blocks.map((block) => ({
      queryKey: [...keyOf(path), 'versions', text, block],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        artifacts.versions(path, { offset: block * BLOCK, limit: BLOCK, text }, signal),
      placeholderData: keepPreviousData,
    })),
  });
  return {
    total: answers.find((answer) => answer.data !== undefined)?.data?.total,
    rowAt: (index) => answers[Math.floor(index / BLOCK) - first]?.data?.rows[index % BLOCK],
    error: answers.find((answer) => answer.error !== null)?.error ?? undefined,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}

/** One version; live. */
export function useArtifact(path: VersionPath, isEnabled = true): UseQueryResult<ArtifactDetail> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...keyOf(path), 'version', path.version],
    queryFn: ({ signal }) => artifacts.version(path, signal),
    enabled: isEnabled,
  });
}

/** What a version holds. `id` is that of the version: under it the list never changes. */
export function useArtifactFiles(path: VersionPath, id: string, isEnabled = true): UseQueryResult<ArtifactFileList> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: ['artifact-files', path.project.entity, path.project.project, path.collection, id],
    queryFn: ({ signal }) => artifacts.files(path, signal),
    enabled: isEnabled,
    staleTime: Infinity,
  });
}

/** The text at an address of stored bytes, which never change. */
export function useArtifactText(href: string, isEnabled: boolean): UseQueryResult<string> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: ['artifact-text', href],
    queryFn: ({ signal }) => artifacts.text(href, signal),
    enabled: isEnabled,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

/** Runs and versions around a version; live. */
export function useArtifactLineage(path: VersionPath): UseQueryResult<ArtifactLineage> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...keyOf(path), 'lineage', path.version],
    queryFn: ({ signal }) => artifacts.lineage(path, signal),
  });
}

/** What changed from version `to` to this one; nothing is asked while `to` is undefined. */
export function useArtifactDiff(path: VersionPath, to: string | undefined): UseQueryResult<ArtifactDiff> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...keyOf(path), 'diff', path.version, to],
    queryFn: ({ signal }) => artifacts.diff(path, to ?? '', signal),
    enabled: to !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** What deleting a version, or the whole collection, would do; asked anew each time it is wanted. */
export function useArtifactRemoval(
  path: CollectionPath & { readonly version?: string },
  isEnabled: boolean,
): UseQueryResult<ArtifactRemoval> {
  const { artifacts } = useData().api;
  const { version } = path;
  return useQuery({
    queryKey: [...keyOf(path), 'removal', version],
    queryFn: ({ signal }) =>
      version === undefined
        ? artifacts.collectionRemoval(path, signal)
        : artifacts.removal({ ...path, version }, signal),
    enabled: isEnabled,
    gcTime: 0,
  });
}

/** Versions that a run read and made; live. */
export function useRunArtifacts(path: RunPath): UseQueryResult<RunArtifacts> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: [...queryKeys.artifacts(path), 'of', path.run],
    queryFn: ({ signal }) => artifacts.ofRun(path, signal),
  });
}

/** Changes a version's description, aliases and tags. */
export function useEditArtifact() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: ({ path, edit }: { path: VersionPath; edit: ArtifactEdit }) => api.artifacts.edit(path, edit),
    onSettled: (_data, _error, { path }) => queries.invalidateQueries({ queryKey: queryKeys.artifacts(path.project) }),
  });
}

/** Changes a collection's description. */
export function useEditArtifactCollection() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: ({ path, edit }: { path: CollectionPath; edit: ArtifactCollectionEdit }) =>
      api.artifacts.editCollection(path, edit),
    onSettled: (_data, _error, { path }) => queries.invalidateQueries({ queryKey: queryKeys.artifacts(path.project) }),
  });
}

/** Deletes a version (out of a portfolio it is only taken), or a whole collection when none is named. */
export function useDeleteArtifact() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (path: CollectionPath & { readonly version?: string }) =>
      path.version === undefined
        ? api.artifacts.deleteCollection(path)
        : api.artifacts.remove({ ...path, version: path.version }),
    onSuccess: (_data, path) => void queries.invalidateQueries({ queryKey: queryKeys.artifacts(path.project) }),
  });
}
