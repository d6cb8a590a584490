import type { ReadableDb } from '#host/store';
import { decodeDefinitions, definitionFor, goalOf, type MetricGoal } from '#shared/metrics';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { statement } from './sql.ts';

/** What define_metric says of one key, as the API shows it. */
export interface MetricRole {
  readonly stepMetric?: string;
  readonly goal?: MetricGoal;
  readonly isHidden: boolean;
}

type RoleOf = (name: string) => MetricRole;

const NO_ROLE: MetricRole = { isHidden: false };

/** How many different definition lists of a project are looked at, the newest first. */
const MOST_LISTS = 100;

/** Roles of a run's keys. */
export function definitionsOfRun(db: ReadableDb, run: RunRowId): RoleOf {
  const row = statement(db, 'SELECT body FROM run_metric_definitions WHERE run_id = ?').get(run);
  return row === undefined ? () => NO_ROLE : rolesIn((row as { body: string }).body, () => NO_ROLE);
}

/** Roles of a project's keys: what the newest run that defines the key says. */
export function definitionsOfProject(db: ReadableDb, projectId: ProjectRowId): RoleOf {
  return listsOf(db, projectId).reduceRight<RoleOf>(
    (older, body) => rolesIn(body, older),
    () => NO_ROLE,
  );
}

/** What the best of a key is: by each run's own goal, else by the newest run's that sets one. */
export interface ProjectGoal {
  readonly goal: MetricGoal;
  /** Definition lists, as stored, of runs that want the opposite. */
  readonly opposed: readonly string[];
}

/** Undefined where no run sets a goal for the key. */
export function goalOfProject(db: ReadableDb, projectId: ProjectRowId, key: string): ProjectGoal | undefined {
  const goals = listsOf(db, projectId).map((body) => ({ body, goal: rolesIn(body, () => NO_ROLE)(key).goal }));
  const goal = goals.find((one) => one.goal !== undefined)?.goal;
  if (goal === undefined) return undefined;
  const opposed = goals.filter((one) => one.goal !== undefined && one.goal !== goal);
  return { goal, opposed: opposed.map((one) => one.body) };
}

/** The different definition lists of a project, the newest first. */
function listsOf(db: ReadableDb, projectId: ProjectRowId): string[] {
  const sql = `SELECT body FROM run_metric_definitions WHERE project_id = ?
    GROUP BY body ORDER BY max(run_id) DESC LIMIT ${MOST_LISTS}`;
  return statement(db, sql).pluck().all(projectId) as string[];
}

/** Roles by one definition list; keys it does not define have the role `otherwise` gives them. */
function rolesIn(body: string, otherwise: RoleOf): RoleOf {
  const definitions = decodeDefinitions(JSON.parse(body) as unknown);
  const named = new Map(definitions.filter((item) => !item.isGlob).map((item) => [item.name, item]));
  const globs = definitions.filter((item) => item.isGlob);
  return (name) => {
    const found = named.get(name) ?? definitionFor(globs, name);
    if (found === undefined) return otherwise(name);
    const { stepMetric, isHidden } = found;
    const goal = goalOf(found);
    return {
      ...(stepMetric === undefined ? {} : { stepMetric }),
      ...(goal === undefined ? {} : { goal }),
      isHidden,
    };
  };
}
