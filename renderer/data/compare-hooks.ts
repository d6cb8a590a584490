import { useQueries } from '@tanstack/react-query';
import type { RunArtifact, RunDetail, RunFile } from '#shared/api';
import type { RunPath } from '#shared/units';
import { artifactFileHref, type ArtifactApi } from './artifact-api.ts';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** What several runs have, in their order; undefined while it is on its way or where it cannot be had. */
export interface ManyState<T> {
  readonly values: readonly (T | undefined)[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

interface Answer<T> {
  readonly data: T | undefined;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** One state of many answers; its values keep their identity while none of them changes. */
function together<T>(answers: readonly Answer<T>[]): ManyState<T> {
  return {
    values: answers.map((answer) => answer.data),
    isLoading: answers.some((answer) => answer.isLoading),
    error: answers.find((answer) => answer.error !== null && answer.data === undefined)?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch();
    },
  };
}

/** Everything of several runs' overviews; live. */
export function useRunDetails(paths: readonly RunPath[]): ManyState<RunDetail> {
  const { api } = useData();
  return useQueries({
    queries: paths.map((path) => ({
      queryKey: queryKeys.run(path),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.run(path, signal),
    })),
    combine: together<RunDetail>,
  });
}

/** The files of several runs by name; live. */
export function useFileLists(paths: readonly RunPath[]): ManyState<readonly RunFile[]> {
  const { api } = useData();
  return useQueries({
    queries: paths.map((path) => ({
      queryKey: queryKeys.files(path),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.files(path, signal),
    })),
    combine: together<readonly RunFile[]>,
  });
}

/** A text that says how a run was made, wherever it is stored. */
export interface CodeFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly updatedAt: number;
  /** Equal where the bytes are. */
  readonly md5: string;
  /** Address of the bytes, which never change under it and `md5`. */
  readonly href: string;
}

/**
 * The files of the artifacts of code that each run made (`run.log_code()`: type `code`; jobs: type `job`), the latest
 * version where a name comes twice; live.
 */
export function useCodeArtifacts(paths: readonly RunPath[], isEnabled = true): ManyState<readonly CodeFile[]> {
  const { api } = useData();
  return useQueries({
    queries: paths.map((path) => ({
      queryKey: [...queryKeys.artifacts(path), 'code of', path.run],
      queryFn: ({ signal }: { signal: AbortSignal }) => codeArtifacts(api.artifacts, path, signal),
      enabled: isEnabled,
    })),
    combine: together<readonly CodeFile[]>,
  });
}

async function codeArtifacts(api: ArtifactApi, run: RunPath, signal: AbortSignal): Promise<readonly CodeFile[]> {
  const { outputs } = await api.ofRun(run, signal);
  const latest = new Map<string, RunArtifact>();
  for (const one of outputs) {
    if (one.ref.type !== 'code' && one.ref.type !== 'job') continue;
    const other = latest.get(one.ref.collection);
    if (other === undefined || other.ref.version < one.ref.version) latest.set(one.ref.collection, one);
  }
  const found = new Map<string, CodeFile>();
  for (const { ref, at } of latest.values()) {
    const path = { project: ref.project, collection: ref.collection, version: `v${ref.version}` };
    const [{ version }, { files }] = await Promise.all([api.version(path, signal), api.files(path, signal)]);
    for (const file of files) {
      if (file.ref !== undefined) continue;
      const name = ref.type === 'job' ? `job/${file.path}` : file.path;
      const href = artifactFileHref(path, version.id, file);
      found.set(name, { name, sizeBytes: file.sizeBytes, updatedAt: at, md5: file.digest, href });
    }
  }
  return [...found.values()];
}

/**
 * The texts at addresses of stored files; undefined entries are not asked for. The same bytes are fetched once, wherever
 * they lie: runs of a sweep have the same packages.
 */
export function useTexts(wanted: readonly (Pick<CodeFile, 'href' | 'md5'> | undefined)[]): ManyState<string> {
  const { api } = useData();
  const distinct = new Map(wanted.flatMap((one) => (one === undefined ? [] : [[contentOf(one), one.href] as const])));
  const places = new Map([...distinct.keys()].map((content, i) => [content, i]));
  return useQueries({
    queries: [...distinct].map(([content, href]) => ({
      queryKey: ['text of', content],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.artifacts.text(href, signal),
      staleTime: Infinity,
      gcTime: 60_000,
    })),
    combine: (answers) => {
      const { values, ...state } = together<string>(answers);
      return {
        ...state,
        values: wanted.map((one) => (one === undefined ? undefined : values[places.get(contentOf(one)) ?? -1])),
      };
    },
  });
}

/** Names the bytes; by their address where nothing is known of them. */
function contentOf({ href, md5 }: Pick<CodeFile, 'href' | 'md5'>): string {
  return md5 === '' ? href : md5;
}
