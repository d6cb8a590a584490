import type { SeriesLine, SeriesRequest, Smoothing, XAxis } from '#shared/api';
import type { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';

/** What one panel draws: one key of many runs of one project. */
export interface SeriesWant {
  readonly project: ProjectPath;
  readonly stream: 'history' | 'events';
  readonly key: string;
  readonly x: XAxis;
  /** In drawing order; all of `project`. */
  readonly runs: readonly RunPath[];
  readonly range?: { readonly from?: number; readonly to?: number } | undefined;
  readonly buckets: number;
  readonly smoothing?: Smoothing | undefined;
}

/** What of a want is there. Lines of an earlier range or smoothing stay until their successors arrive. */
export interface SeriesState {
  /** By run id; a run that has no such series is left out. */
  readonly lines: ReadonlyMap<string, SeriesLine>;
  /** True until every run has been answered once for this key. */
  readonly isLoading: boolean;
  /** True while lines of exactly this want are on their way. */
  readonly isRefining: boolean;
  readonly problem: Problem | undefined;
}

export const NO_SERIES: SeriesState = { lines: new Map(), isLoading: true, isRefining: false, problem: undefined };

/** Names the request without its runs: equal texts can travel as one request. */
export function requestKey(want: SeriesWant): string {
  const { project, stream, key, x, range, buckets, smoothing } = want;
  const parts = [project.entity, project.project, stream, key, x, range?.from, range?.to, buckets];
  return JSON.stringify([...parts, smoothing?.kind ?? 'none', smoothing?.strength ?? 0]);
}

/** Names the curve without range and resolution: lines of equal texts may stand in for each other for a while. */
export function curveKey(want: SeriesWant): string {
  return JSON.stringify([want.project.entity, want.project.project, want.stream, want.key, want.x]);
}

/** The wire form of a want, for the runs that are missing. */
export function toRequest(want: SeriesWant, id: string, runs: readonly RunPath[]): SeriesRequest {
  const { stream, key, x, buckets, range, smoothing } = want;
  return {
    id,
    stream,
    key,
    x,
    runs,
    buckets,
    ...(range === undefined ? {} : { range }),
    ...(smoothing === undefined || smoothing.kind === 'none' ? {} : { smoothing }),
  };
}
