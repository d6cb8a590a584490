import { Transferred } from '#host/base';
import { findProject, LineReader, type LineData, type ReadableDb } from '#host/store';
import { encodeSeries, type SeriesLine, type SeriesQuery, type SeriesRequest } from '#shared/api';
import type { ProjectPath, RunPath, RunRowId } from '#shared/units';
import { curveReader, groupLine } from './curves.ts';
import { statement } from './sql.ts';

/**
 * All lines of a page in one buffer, see decodeSeries; in the order of the requests and of their runs or groups. Runs
 * that are gone and runs without the key have no line. Moves the buffer to the caller.
 * Errors: `filter.invalid` for an expression that cannot be read.
 */
export function readSeries(db: ReadableDb, query: SeriesQuery, project: ProjectPath): Transferred<ArrayBuffer> {
  // One for the whole page: lines of a run share its newest points and its x axis.
  const reader = new LineReader(db);
  const idOf = resolveRuns(db, query.requests, project);
  const lines = query.requests.flatMap((request): SeriesLine[] => {
    const curve = curveReader(db, reader, request);
    if (request.groups === undefined) {
      curve.gather(request.runs.flatMap((run) => idOf(run) ?? []));
      return request.runs.flatMap((run) => {
        const line = curve.line(idOf(run));
        return line === undefined ? [] : [{ ...sentOf(line, request), request: request.id, run }];
      });
    }
    return request.groups.flatMap((group) => {
      curve.gather(group.runs.flatMap((run) => idOf({ ...project, run }) ?? []));
      const points = group.runs.flatMap((run) => curve.points(idOf({ ...project, run })) ?? []);
      if (points.length === 0) return [];
      return [{ ...groupLine(points, request), request: request.id, run: { ...project, run: group.id } }];
    });
  });
  const buffer = encodeSeries(lines);
  return new Transferred(buffer, [buffer]);
}

/** Half of a bucket's columns are not drawn: first values never, last ones where a chart follows them. */
function sentOf(line: LineData, { hasLast }: SeriesRequest) {
  if (line.mode === 'exact') return line;
  const { first: _first, last, ...drawn } = line;
  return hasLast === true ? { ...drawn, last } : drawn;
}

/** Looks up all runs of a query at once, one statement per project. */
function resolveRuns(
  db: ReadableDb,
  requests: readonly SeriesRequest[],
  own: ProjectPath,
): (path: RunPath) => RunRowId | undefined {
  const projects = new Map<string, { readonly path: RunPath; readonly names: Set<string> }>();
  const grouped = requests.flatMap((request) => (request.groups ?? []).flatMap((group) => group.runs));
  const paths = [...requests.flatMap((request) => request.runs), ...grouped.map((run) => ({ ...own, run }))];
  for (const path of paths) {
    const key = projectKey(path);
    const known = projects.get(key);
    if (known === undefined) projects.set(key, { path, names: new Set([path.run]) });
    else known.names.add(path.run);
  }
  const ids = new Map<string, ReadonlyMap<string, RunRowId>>();
  for (const [key, { path, names }] of projects) {
    const project = findProject(db, path);
    if (project === undefined) continue;
    const sql =
      'SELECT r.name, r.id FROM json_each(?) wanted JOIN runs r ON r.project_id = ? AND r.name = wanted.value';
    const rows = statement(db, sql).all(JSON.stringify([...names]), project.id) as { name: string; id: RunRowId }[];
    ids.set(key, new Map(rows.map((row) => [row.name, row.id])));
  }
  return (path) => ids.get(projectKey(path))?.get(path.run);
}

function projectKey(path: RunPath): string {
  return JSON.stringify([path.entity, path.project]);
}
