import type { ChangeEvent, SeriesLine, SeriesRequest } from '#shared/api';
import { asProblem, type Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import type { Clock } from './clock.ts';
import { detachLines, LineCache, type CachedLine } from './line-cache.ts';
import { curveKey, NO_SERIES, requestKey, toRequest, type SeriesState, type SeriesWant } from './series-want.ts';

/** Live curves are asked for again at most this often, so that a fast run does not busy the window. */
export const REFRESH_EVERY_MS = 300;
/** Lines kept for panels that scroll out and back; about 2,000 lines of 500 buckets. */
const CACHE_LIMIT_BYTES = 64_000_000;
/** One POST carries at most so many lines, a few panels' worth: they are drawn while the host works on the next. */
const LINES_PER_POST = 400;
/** So many POSTs of a project are under way at once. */
const POSTS_AT_ONCE = 4;

export type FetchSeries = (
  project: ProjectPath,
  requests: readonly SeriesRequest[],
  signal: AbortSignal,
) => Promise<readonly SeriesLine[]>;

interface Held extends CachedLine {
  readonly lineKey: string;
}

interface Missing {
  readonly want: SeriesWant;
  readonly request: string;
  readonly run: RunPath;
  readonly lineKey: string;
}

interface Batch {
  readonly project: ProjectPath;
  readonly lineKeys: ReadonlySet<string>;
  readonly control: AbortController;
}

/** One panel's place at the loader. Costs nothing while it wants nothing. */
export class SeriesSubscription {
  readonly #loader: SeriesLoader;
  readonly #listeners = new Set<() => void>();
  want: SeriesWant | undefined;
  request = '';
  curve = '';
  held = new Map<string, Held>();
  problem: Problem | undefined;
  #state: SeriesState = NO_SERIES;

  constructor(loader: SeriesLoader) {
    this.#loader = loader;
  }

  readonly state = (): SeriesState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says what the panel draws now; undefined when it is out of sight. What was fetched stays shown. */
  readonly setWant = (want: SeriesWant | undefined): void => this.#loader.change(this, want);

  /** Asks again after a failure. */
  readonly retry = (): void => this.#loader.retry(this);

  publish(state: SeriesState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Fetches the lines of all visible panels: the wants of one frame leave as one request per project, answers are kept
 * in a bounded cache, what nobody wants any more is cancelled, and live runs are refreshed every REFRESH_EVERY_MS.
 */
export class SeriesLoader {
  readonly #fetch: FetchSeries;
  readonly #clock: Clock;
  readonly #isHidden: () => boolean;
  readonly #cache = new LineCache(CACHE_LIMIT_BYTES);
  readonly #active = new Set<SeriesSubscription>();
  readonly #versions = new Map<string, number>();
  readonly #batches = new Set<Batch>();
  readonly #flying = new Set<string>();
  #epoch = 0;
  #isFlushPlanned = false;
  #cancelRefresh: (() => void) | undefined;
  #refreshAllowedAt = 0;

  constructor(options: { fetch: FetchSeries; clock: Clock; isHidden: () => boolean }) {
    this.#fetch = options.fetch;
    this.#clock = options.clock;
    this.#isHidden = options.isHidden;
  }

  subscription(): SeriesSubscription {
    return new SeriesSubscription(this);
  }

  change(subscription: SeriesSubscription, want: SeriesWant | undefined): void {
    subscription.want = want;
    if (want === undefined) {
      this.#active.delete(subscription);
      this.#schedule();
      return;
    }
    const curve = curveKey(want);
    if (curve !== subscription.curve) subscription.held = new Map();
    subscription.curve = curve;
    subscription.request = requestKey(want);
    subscription.problem = undefined;
    this.#active.add(subscription);
    this.#takeFromCache(subscription);
    this.#publish(subscription);
    this.#schedule();
  }

  retry(subscription: SeriesSubscription): void {
    subscription.problem = undefined;
    this.#publish(subscription);
    this.#schedule();
  }

  /** Marks the lines of a changed run as old; visible panels get the new ones soon. */
  onChange(event: ChangeEvent): void {
    if (event.kind !== 'run') return;
    for (const [aspect, stream] of [
      ['history', 'history'],
      ['system', 'events'],
    ] as const) {
      if (!event.aspects.includes(aspect)) continue;
      const key = versionKey(event.path, stream);
      this.#versions.set(key, (this.#versions.get(key) ?? 0) + 1);
    }
    this.#scheduleRefresh();
  }

  /** After a gap in the live stream: everything may be old, and what failed is tried again. */
  refreshAll(): void {
    this.#epoch += 1;
    for (const subscription of this.#active) subscription.problem = undefined;
    this.#refreshAllowedAt = 0;
    this.#scheduleRefresh();
  }

  /** Call when the window is shown again: what waited while it was hidden is fetched. */
  onShown(): void {
    this.#scheduleRefresh();
  }

  #versionOf(want: SeriesWant, run: RunPath): number {
    // The epoch takes the high digits, so that it outweighs any count of events.
    const epoch = this.#epoch * 1e9;
    if (want.groups === undefined) return epoch + (this.#versions.get(versionKey(run, want.stream)) ?? 0);
    // A group is as new as all its runs together.
    const members = want.groups.list.find((group) => group.id === run.run)?.runs ?? [];
    return members.reduce(
      (sum, name) => sum + (this.#versions.get(versionKey({ ...run, run: name }, want.stream)) ?? 0),
      epoch,
    );
  }

  #schedule(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    this.#clock.frame(() => {
      this.#isFlushPlanned = false;
      this.#flush();
    });
  }

  #scheduleRefresh(): void {
    if (this.#isHidden() || this.#active.size === 0 || this.#cancelRefresh !== undefined) return;
    const waitMs = Math.max(0, this.#refreshAllowedAt - this.#clock.now());
    if (waitMs === 0) {
      this.#schedule();
      return;
    }
    this.#cancelRefresh = this.#clock.after(waitMs, () => {
      this.#cancelRefresh = undefined;
      this.#schedule();
    });
  }

  #flush(): void {
    this.#cancelUnwanted();
    const mayRefresh = !this.#isHidden() && this.#clock.now() >= this.#refreshAllowedAt;
    const byProject = new Map<string, Missing[]>();
    const seen = new Set<string>();
    let isRefreshing = false;
    for (const subscription of this.#active) {
      const { want } = subscription;
      if (want === undefined || subscription.problem !== undefined) continue;
      for (const run of want.runs) {
        const lineKey = `${subscription.request}${run.run}`;
        if (seen.has(lineKey) || this.#flying.has(lineKey)) continue;
        const held = subscription.held.get(run.run);
        const isHeld = held?.lineKey === lineKey;
        if (isHeld && (!mayRefresh || held.version >= this.#versionOf(want, run))) continue;
        seen.add(lineKey);
        isRefreshing ||= isHeld;
        const project = `${want.project.entity}/${want.project.project}`;
        const list = byProject.get(project) ?? [];
        list.push({ want, request: subscription.request, run, lineKey });
        byProject.set(project, list);
      }
    }
    if (isRefreshing) this.#refreshAllowedAt = this.#clock.now() + REFRESH_EVERY_MS;
    for (const [project, missing] of byProject) {
      const underWay = [...this.#batches].filter(
        (batch) => `${batch.project.entity}/${batch.project.project}` === project,
      );
      // What is left over is gathered anew when an answer has come: by then other panels may be in sight.
      for (let post = underWay.length, from = 0; post < POSTS_AT_ONCE && from < missing.length; post++) {
        void this.#load(missing.slice(from, (from += LINES_PER_POST)));
      }
    }
  }

  #cancelUnwanted(): void {
    if (this.#batches.size === 0) return;
    const wanted = new Set<string>();
    for (const { want, request } of this.#active) {
      for (const run of want?.runs ?? []) wanted.add(`${request}${run.run}`);
    }
    for (const batch of this.#batches) {
      let isWanted = false;
      for (const key of batch.lineKeys) if (wanted.has(key)) isWanted = true;
      if (!isWanted) batch.control.abort();
    }
  }

  async #load(missing: readonly Missing[]): Promise<void> {
    const project = missing[0]?.want.project;
    if (project === undefined) return;
    const { requests, lineKeys, versions } = this.#gather(missing);
    const batch: Batch = { project, lineKeys: new Set(versions.keys()), control: new AbortController() };
    this.#batches.add(batch);
    for (const key of batch.lineKeys) this.#flying.add(key);
    const startedAt = this.#clock.now();
    let lines: readonly SeriesLine[] = [];
    let problem: Problem | undefined;
    try {
      lines = await this.#fetch(project, requests, batch.control.signal);
    } catch (error) {
      problem = asProblem(error);
    }
    this.#batches.delete(batch);
    for (const key of batch.lineKeys) this.#flying.delete(key);
    if (problem?.code === 'request.cancelled') {
      this.#schedule();
      return;
    }
    // A slow host is asked less often: at most half of the time goes into refreshing.
    const tookMs = this.#clock.now() - startedAt;
    this.#refreshAllowedAt = Math.max(this.#refreshAllowedAt, this.#clock.now() + Math.min(tookMs, 5000));
    if (problem === undefined) this.#keep(lines, lineKeys, versions);
    this.#deliver(batch.lineKeys, problem);
    this.#scheduleRefresh();
  }

  #gather(missing: readonly Missing[]) {
    const groups = new Map<string, Missing[]>();
    for (const one of missing) {
      const group = groups.get(one.request);
      if (group === undefined) groups.set(one.request, [one]);
      else group.push(one);
    }
    const lineKeys = new Map<string, string>();
    const versions = new Map<string, number>();
    const requests: SeriesRequest[] = [];
    for (const group of groups.values()) {
      const want = group[0]?.want;
      if (want === undefined) continue;
      const id = String(requests.length);
      for (const one of group) {
        lineKeys.set(`${id}/${one.run.run}`, one.lineKey);
        versions.set(one.lineKey, this.#versionOf(want, one.run));
      }
      requests.push(
        toRequest(
          want,
          id,
          group.map((one) => one.run),
        ),
      );
    }
    return { requests, lineKeys, versions };
  }

  #keep(
    lines: readonly SeriesLine[],
    lineKeys: ReadonlyMap<string, string>,
    versions: ReadonlyMap<string, number>,
  ): void {
    const unanswered = new Map(versions);
    for (const line of detachLines(lines)) {
      const key = lineKeys.get(`${line.request}/${line.run.run}`);
      if (key === undefined) continue;
      this.#cache.set(key, line, versions.get(key) ?? 0);
      unanswered.delete(key);
    }
    for (const [key, version] of unanswered) this.#cache.set(key, undefined, version);
  }

  #deliver(lineKeys: ReadonlySet<string>, problem: Problem | undefined): void {
    for (const subscription of this.#active) {
      const runs = subscription.want?.runs ?? [];
      if (!runs.some((run) => lineKeys.has(`${subscription.request}${run.run}`))) continue;
      subscription.problem = problem;
      this.#takeFromCache(subscription);
      this.#publish(subscription);
    }
    this.#schedule();
  }

  #takeFromCache(subscription: SeriesSubscription): void {
    for (const run of subscription.want?.runs ?? []) {
      const lineKey = `${subscription.request}${run.run}`;
      const cached = this.#cache.get(lineKey);
      const held = subscription.held.get(run.run);
      if (cached === undefined || (held?.lineKey === lineKey && held.version >= cached.version)) continue;
      subscription.held.set(run.run, { ...cached, lineKey });
    }
  }

  #publish(subscription: SeriesSubscription): void {
    const { want, held, request } = subscription;
    if (want === undefined) return;
    const lines = new Map<string, SeriesLine>();
    let isLoading = false;
    let isRefining = false;
    for (const { run } of want.runs) {
      const one = held.get(run);
      if (one === undefined) isLoading = true;
      else if (one.line !== undefined) lines.set(run, one.line);
      if (one?.lineKey !== `${request}${run}`) isRefining = true;
    }
    subscription.publish({ lines, isLoading, isRefining, problem: subscription.problem });
  }
}

function versionKey(run: RunPath, stream: 'history' | 'events'): string {
  return `${stream}/${run.entity}/${run.project}/${run.run}`;
}
