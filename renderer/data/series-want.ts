import type { GroupBand, GroupCenter, SeriesGroup, SeriesLine, SeriesRequest, Smoothing, XAxis } from '#shared/api';
import type { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';

/** What one panel draws: one key of many runs of one project. */
export interface SeriesWant {
  readonly project: ProjectPath;
  readonly stream: 'history' | 'events';
  readonly key: string;
  /** `key` is an expression over keys. */
  readonly isExpression?: boolean | undefined;
  readonly x: XAxis;
  /** In drawing order; all of `project`. */
  readonly runs: readonly RunPath[];
  readonly range?: { readonly from?: number; readonly to?: number } | undefined;
  readonly buckets: number;
  readonly smoothing?: Smoothing | undefined;
  /** The last value of each bucket is drawn. */
  readonly hasLast?: boolean | undefined;
  /** One line for each group instead of one for each run; `runs` are then the groups, `run` being a group's id. */
  readonly groups?: WantedGroups | undefined;
}

/** How runs are taken together. Keep its identity while it means the same. */
export interface WantedGroups {
  readonly list: readonly SeriesGroup[];
  readonly center: GroupCenter;
  readonly band: GroupBand;
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
  const grouped = want.groups === undefined ? 0 : [want.groups.center, want.groups.band, groupsName(want.groups)];
  const marks = (want.isExpression === true ? 1 : 0) + (want.hasLast === true ? 2 : 0);
  const rest = [smoothing?.kind ?? 'none', smoothing?.strength ?? 0, smoothing?.span ?? 0, marks, grouped];
  return JSON.stringify([...parts, ...rest]);
}

const names = new WeakMap<readonly SeriesGroup[], number>();
const numbers = new Map<string, number>();
let lastNumber = 0;

/** A number for lists of groups that are equal, so that keys stay short with a thousand runs. */
function groupsName({ list }: WantedGroups): number {
  const known = names.get(list);
  if (known !== undefined) return known;
  const text = JSON.stringify(list);
  const number = numbers.get(text) ?? ++lastNumber;
  // Lists that nobody draws any more are forgotten; their lines are fetched anew.
  if (numbers.size > 500) numbers.clear();
  numbers.set(text, number);
  names.set(list, number);
  return number;
}

/** Names the curve without range and resolution: lines of equal texts may stand in for each other for a while. */
export function curveKey(want: SeriesWant): string {
  return JSON.stringify([
    want.project.entity,
    want.project.project,
    want.stream,
    want.key,
    want.isExpression === true,
    want.x,
    want.groups === undefined,
  ]);
}

/** The wire form of a want, for the runs that are missing. */
export function toRequest(want: SeriesWant, id: string, runs: readonly RunPath[]): SeriesRequest {
  const { stream, key, x, buckets, range, smoothing, groups, isExpression, hasLast } = want;
  const ids = new Set(runs.map((run) => run.run));
  return {
    id,
    stream,
    key,
    x,
    runs: groups === undefined ? runs : [],
    buckets,
    ...(isExpression === true ? { isExpression } : {}),
    ...(hasLast === true ? { hasLast } : {}),
    ...(groups === undefined
      ? {}
      : { groups: groups.list.filter((one) => ids.has(one.id)), center: groups.center, band: groups.band }),
    ...(range === undefined ? {} : { range }),
    ...(smoothing === undefined || smoothing.kind === 'none' ? {} : { smoothing }),
  };
}

/** A request for every point of one run or group of a want, over its whole range, smoothed as within its window. */
export function toRequestForAll({ range, ...want }: SeriesWant, run: RunPath): SeriesRequest {
  const { smoothing } = want;
  const span = range?.from === undefined || range.to === undefined ? smoothing?.span : range.to - range.from;
  const isSpanned = smoothing?.kind === 'time-weighted-ema' && span !== undefined;
  const shown = isSpanned ? { ...want, smoothing: { ...smoothing, span } } : want;
  return { ...toRequest(shown, 'all', [run]), isWhole: true };
}
