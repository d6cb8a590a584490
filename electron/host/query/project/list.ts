import { TRASH_ID, type ProjectRow, type ReadableDb } from '#host/store';
import type { ProjectSummary, RunState } from '#shared/api';
import { statement } from '../sql.ts';

interface ProjectRecord {
  readonly id: number;
  readonly entity: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: number;
  readonly size_bytes: number | null;
}

interface StateRecord {
  readonly project_id: number;
  readonly state: RunState;
  readonly run_count: number;
  readonly last_at: number;
}

const PROJECTS = `SELECT p.id, e.name AS entity, p.name, p.description, p.created_at,
    (SELECT sum(z.file_bytes + z.row_bytes) FROM run_sizes z WHERE z.project_id = p.id) AS size_bytes
  FROM projects p JOIN entities e ON e.id = p.entity_id WHERE p.id <> ${TRASH_ID}`;

const COUNTS = 'SELECT project_id, state, count(*) AS run_count, max(heartbeat_at) AS last_at FROM runs';
const STATES = `${COUNTS} GROUP BY project_id, state`;
const STATES_OF_ONE = `${COUNTS} WHERE project_id = ? GROUP BY project_id, state`;

/** All projects, newest activity first. Cost: one pass over the rows of `runs`, about 1 ms per 3,000 runs. */
export function readProjects(db: ReadableDb): ProjectSummary[] {
  const states = statement(db, STATES).all() as StateRecord[];
  const projects = (statement(db, PROJECTS).all() as ProjectRecord[]).map((project) =>
    toSummary(
      project,
      states.filter((state) => state.project_id === project.id),
    ),
  );
  return projects.sort(
    (a, b) => b.lastActivityAt - a.lastActivityAt || compare(a.path.entity, b.path.entity) || compare(name(a), name(b)),
  );
}

/** One project as the list of all has it. */
export function readProjectSummary(db: ReadableDb, { id }: ProjectRow): ProjectSummary {
  const states = statement(db, STATES_OF_ONE).all(id) as StateRecord[];
  return toSummary(statement(db, `${PROJECTS} AND p.id = ?`).get(id) as ProjectRecord, states);
}

function toSummary(project: ProjectRecord, states: readonly StateRecord[]): ProjectSummary {
  return {
    path: { entity: project.entity, project: project.name },
    description: project.description,
    createdAt: project.created_at,
    lastActivityAt: Math.max(project.created_at, ...states.map((state) => state.last_at)),
    runCount: states.reduce((sum, state) => sum + state.run_count, 0),
    stateCounts: Object.fromEntries(states.map((state) => [state.state, state.run_count])),
    sizeBytes: project.size_bytes ?? 0,
  };
}

const name = (project: ProjectSummary): string => project.path.project;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Number of runs in all projects. */
export function countAllRuns(db: ReadableDb): number {
  return (statement(db, `SELECT count(*) AS n FROM runs WHERE project_id <> ${TRASH_ID}`).get() as { n: number }).n;
}
