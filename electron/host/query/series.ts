import { Transferred } from '#host/base';
import { findProject, LineReader, readLine, type ReadableDb } from '#host/store';
import { encodeSeries, type SeriesLine, type SeriesQuery, type SeriesRequest } from '#shared/api';
import type { RunPath, RunRowId } from '#shared/units';
import { statement } from './sql.ts';

/**
 * All lines of a page in one buffer, see decodeSeries; in the order of the requests and of their runs. Runs that are
 * gone and runs without the key have no line. Moves the buffer to the caller.
 */
export function readSeries(db: ReadableDb, query: SeriesQuery): Transferred<ArrayBuffer> {
  // One for the whole page: lines of a run share its newest points and its x axis.
  const reader = new LineReader(db);
  const idOf = resolveRuns(db, query.requests);
  const lines = query.requests.flatMap((request) =>
    request.runs.flatMap((run): SeriesLine[] => {
      const id = idOf(run);
      return id === undefined ? [] : lineOf(db, reader, request, run, id);
    }),
  );
  const buffer = encodeSeries(lines);
  return new Transferred(buffer, [buffer]);
}

function lineOf(
  db: ReadableDb,
  reader: LineReader,
  request: SeriesRequest,
  run: RunPath,
  runId: RunRowId,
): SeriesLine[] {
  const { id, runs: _runs, ...wanted } = request;
  const line = readLine(db, { ...wanted, runId }, reader);
  return line === undefined ? [] : [{ ...line, request: id, run }];
}

/** Looks up all runs of a query at once, one statement per project. */
function resolveRuns(db: ReadableDb, requests: readonly SeriesRequest[]): (path: RunPath) => RunRowId | undefined {
  const projects = new Map<string, { readonly path: RunPath; readonly names: Set<string> }>();
  for (const path of requests.flatMap((request) => request.runs)) {
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
