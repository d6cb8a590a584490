import type { ReadableDb } from '#host/store';
import { decodeDefinitions, definitionFor } from '#shared/metrics';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { statement } from './sql.ts';

/** What define_metric says of one key, as the API shows it. */
export interface MetricRole {
  readonly stepMetric?: string;
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
  const sql = `SELECT body FROM run_metric_definitions WHERE project_id = ?
    GROUP BY body ORDER BY max(run_id) DESC LIMIT ${MOST_LISTS}`;
  const bodies = statement(db, sql).all(projectId) as { body: string }[];
  return bodies.reduceRight<RoleOf>(
    (older, { body }) => rolesIn(body, older),
    () => NO_ROLE,
  );
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
    return stepMetric === undefined ? { isHidden } : { stepMetric, isHidden };
  };
}
