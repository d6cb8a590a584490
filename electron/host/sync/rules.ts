import { callerFor, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { ChangeEvent, RunFilter, SyncItem, SyncRule, SyncRuleRequest } from '#shared/api';
import { asProblem, Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import type { SyncQueue } from './queue.ts';
import type { Remotes } from './remotes.ts';
import type { StateLog } from './state-log.ts';
import type { Teller } from './teller.ts';

/** Changes are gathered so long before rules are asked about them. */
const LOOK_AFTER_MS = 1000;
const PAGE_RUNS = 10_000;
const PREFIX = 'rule ';
const ENDED = ['finished', 'failed', 'crashed', 'killed', 'preempted'] as const;

interface RulesParts {
  readonly log: StateLog;
  readonly queue: SyncQueue;
  readonly remotes: Remotes;
  readonly teller: Teller;
}

/** Puts runs that match a rule into the queue: those that are here when a rule is switched on, and those that change. */
export class Rules {
  readonly #host: HostContext;
  readonly #parts: RulesParts;
  readonly #readers;
  /** Runs that changed since the last look, by project. */
  readonly #changed = new Map<string, { readonly path: ProjectPath; readonly runs: Set<string> }>();
  #isLookDue = false;
  #endListening: () => void = () => undefined;

  constructor(host: HostContext, parts: RulesParts) {
    this.#host = host;
    this.#parts = parts;
    this.#readers = callerFor<typeof queryReads>(host.readers);
  }

  begin(): void {
    this.#endListening = this.#host.events.subscribe((event) => this.#heard(event));
    // What came while nobody listened.
    for (const rule of this.list()) this.#lookAtAll(rule);
  }

  stop(): void {
    this.#endListening();
  }

  list(): SyncRule[] {
    return this.#parts.log.all<SyncRule>(PREFIX);
  }

  /** Errors: `sync.unknown` for a remote that is none; those of count. */
  async add(request: SyncRuleRequest): Promise<number> {
    await this.#check(request);
    const id = this.#parts.log.newId();
    this.#put({ ...request, id, madeAt: this.#host.clock.now() });
    return id;
  }

  /** Errors: `sync.unknown`; those of count. */
  async change(id: number, request: SyncRuleRequest): Promise<void> {
    const { madeAt } = this.#rule(id);
    await this.#check(request);
    this.#put({ ...request, id, madeAt });
  }

  /** Runs that it put into the queue stay there. Errors: `sync.unknown`. */
  remove(id: number): void {
    this.#rule(id);
    this.#parts.log.put(PREFIX + id, undefined, { isDurable: true });
    this.#parts.teller.now();
  }

  removeAllOf(remoteId: number): void {
    for (const rule of this.list()) if (rule.remoteId === remoteId) this.#parts.log.put(PREFIX + rule.id, undefined);
  }

  /** How many runs that are here now it would send. Errors: `filter.invalid`, `sync.remote` of the field `filter`. */
  async count(request: SyncRuleRequest, madeAt: number = this.#host.clock.now()): Promise<number> {
    if (request.filter !== undefined && request.project === undefined) {
      throw new Problem('sync.remote', { field: 'filter', reason: 'a filter needs a project' });
    }
    let count = 0;
    for (const path of await this.#projectsOf(request)) {
      const query = { filter: filterOf({ ...request, madeAt }, undefined), limit: 1 };
      count += (await this.#readers.call('query.runs', { path, query })).total;
    }
    return count;
  }

  /** A run that a person took off the list is not put there again by a rule. */
  skip({ remoteId, path, ruleId }: SyncItem): void {
    if (ruleId !== undefined) this.#parts.log.put(skipName(remoteId, path), true);
  }

  /** A person wants it sent after all. */
  unskip(remoteId: number, paths: readonly RunPath[]): void {
    for (const path of paths) {
      const name = skipName(remoteId, path);
      if (this.#parts.log.get(name) !== undefined) this.#parts.log.put(name, undefined);
    }
  }

  #rule(id: number): SyncRule {
    const rule = this.#parts.log.get<SyncRule>(PREFIX + id);
    if (rule === undefined) throw new Problem('sync.unknown', { what: 'rule', id });
    return rule;
  }

  async #check(request: SyncRuleRequest): Promise<void> {
    this.#parts.remotes.get(request.remoteId);
    await this.count(request);
  }

  #put(rule: SyncRule): void {
    this.#parts.log.put(PREFIX + rule.id, rule, { isDurable: true });
    this.#parts.teller.now();
    this.#lookAtAll(rule);
  }

  #heard(event: ChangeEvent): void {
    if (event.kind !== 'run' || !this.list().some((rule) => rule.isOn && appliesTo(rule, event.path))) return;
    const { entity, project, run } = event.path;
    const key = JSON.stringify([entity, project]);
    const changed = this.#changed.get(key) ?? { path: { entity, project }, runs: new Set<string>() };
    changed.runs.add(run);
    this.#changed.set(key, changed);
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    this.#host.clock.after(LOOK_AFTER_MS, () => {
      this.#isLookDue = false;
      const all = [...this.#changed.values()];
      this.#changed.clear();
      this.#report(async () => {
        for (const { path, runs } of all) await this.#lookAtSome(path, [...runs]);
      });
    });
  }

  #lookAtAll(rule: SyncRule): void {
    if (!rule.isOn) return;
    this.#report(async () => {
      for (const path of await this.#projectsOf(rule)) await this.#look(rule, path, undefined);
    });
  }

  async #lookAtSome(path: ProjectPath, runs: readonly string[]): Promise<void> {
    for (const rule of this.list()) {
      if (!rule.isOn || !appliesTo(rule, path)) continue;
      const open = runs.filter((run) => this.#isOpen(rule, { ...path, run }));
      for (let at = 0; at < open.length; at += PAGE_RUNS) {
        await this.#look(rule, path, open.slice(at, at + PAGE_RUNS));
      }
    }
  }

  async #look(rule: SyncRule, path: ProjectPath, runs: readonly string[] | undefined): Promise<void> {
    const filter = filterOf(rule, runs);
    for (let offset = 0; ; offset += PAGE_RUNS) {
      const query = { filter, offset, limit: PAGE_RUNS };
      const { rows, total } = await this.#readers.call('query.runs', { path, query });
      const found = rows.map(({ head }) => head.path).filter((run) => this.#isOpen(rule, run));
      // Asked again: a person may have removed or switched it off meanwhile.
      const current = this.#parts.log.get<SyncRule>(PREFIX + rule.id);
      if (current?.isOn !== true) return;
      const isForEnd = rule.when === 'finished';
      if (found.length > 0) this.#parts.queue.add(rule.remoteId, found.reverse(), { ruleId: rule.id, isForEnd });
      if (offset + PAGE_RUNS >= total) return;
    }
  }

  #isOpen({ remoteId }: SyncRule, run: RunPath): boolean {
    return !this.#parts.queue.has(remoteId, run) && this.#parts.log.get(skipName(remoteId, run)) === undefined;
  }

  async #projectsOf({ project }: Pick<SyncRuleRequest, 'project'>): Promise<readonly ProjectPath[]> {
    const all = await this.#readers.call('query.projects', undefined);
    const paths = all.map(({ path }) => path);
    // A project that is not there yet has no runs yet.
    return project === undefined ? paths : paths.filter((path) => isSame(path, project));
  }

  #report(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.#host.log.error('a rule of the sync room was not followed', { reason: asProblem(error).message });
    });
  }
}

function appliesTo({ project }: SyncRule, path: ProjectPath): boolean {
  return project === undefined || isSame(path, project);
}

function isSame(a: ProjectPath, b: ProjectPath): boolean {
  return a.entity === b.entity && a.project === b.project;
}

function filterOf(rule: Omit<SyncRule, 'id' | 'remoteId' | 'isOn'>, runs: readonly string[] | undefined): RunFilter {
  const column = <K extends 'tags' | 'state' | 'createdAt' | 'name'>(key: K) => ({ kind: 'run', key }) as const;
  const { filter, tag, when, isForAll, madeAt } = rule;
  const items: RunFilter[] = [
    ...(filter === undefined ? [] : [filter]),
    ...(tag === undefined ? [] : [{ op: '=', column: column('tags'), value: tag } as const]),
    // A run that its sweep has only planned has nothing to send.
    when === 'live'
      ? { op: '!=', column: column('state'), value: 'pending' }
      : { op: 'in', column: column('state'), values: ENDED },
    ...(isForAll ? [] : [{ op: '>=', column: column('createdAt'), value: madeAt } as const]),
    ...(runs === undefined ? [] : [{ op: 'in', column: column('name'), values: runs } as const]),
  ];
  return { op: 'and', items };
}

function skipName(remoteId: number, { entity, project, run }: RunPath): string {
  return `skip ${JSON.stringify([remoteId, entity, project, run])}`;
}
