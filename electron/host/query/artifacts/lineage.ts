import type { ArtifactId, ReadableDb } from '#host/store';
import type { ArtifactLineage, LineageNode } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { statement } from '../sql.ts';
import { homeOf, IS_THERE, RUN_COLUMNS, RUN_JOINS, toRun, type RawRun } from './places.ts';

/** More than this is no picture any more. */
const MOST_NODES = 400;

type Point = { readonly kind: 'artifact'; readonly id: number } | { readonly kind: 'run'; readonly id: number };

/**
 * What a version came from (the run that made it, what that run read, and so on) and what came from it. Nearest first,
 * so that what is left out is what is farthest.
 */
export function readLineage(db: ReadableDb, artifact: ArtifactId): ArtifactLineage {
  const points: Point[] = [{ kind: 'artifact', id: artifact }];
  const places = new Map([[nameOf({ kind: 'artifact', id: artifact }), 0]]);
  const edges = new Map<string, readonly [number, number]>();
  let isCut = false;
  const walk = (direction: 'up' | 'down'): void => {
    let edge: readonly number[] = [0];
    const seen = new Set(edge);
    while (edge.length > 0) {
      const next: number[] = [];
      for (const at of edge) {
        const point = points[at];
        for (const other of point === undefined ? [] : neighbours(db, point, direction)) {
          let place = places.get(nameOf(other));
          if (place === undefined) {
            if (points.length >= MOST_NODES) {
              isCut = true;
              continue;
            }
            place = points.push(other) - 1;
            places.set(nameOf(other), place);
          }
          const pair = direction === 'up' ? ([place, at] as const) : ([at, place] as const);
          edges.set(pair.join(' '), pair);
          if (!seen.has(place)) next.push(place);
          seen.add(place);
        }
      }
      edge = next;
    }
  };
  walk('up');
  walk('down');
  return { nodes: points.map((point) => nodeOf(db, point)), edges: [...edges.values()], isCut };
}

function nameOf({ kind, id }: Point): string {
  return `${kind} ${id}`;
}

const DIRECTIONS = { up: { artifact: 'output', run: 'input' }, down: { artifact: 'input', run: 'output' } } as const;

function neighbours(db: ReadableDb, point: Point, way: 'up' | 'down'): Point[] {
  const direction = DIRECTIONS[way][point.kind];
  if (point.kind === 'artifact') {
    const sql = `SELECT u.run_id AS id FROM artifact_uses u JOIN runs r ON r.id = u.run_id AND ${IS_THERE}
      WHERE u.artifact_id = ? AND u.direction = ? ORDER BY u.at, u.run_id`;
    return (statement(db, sql).all(point.id, direction) as { id: number }[]).map(({ id }) => ({ kind: 'run', id }));
  }
  const sql = `SELECT u.artifact_id AS id FROM artifact_uses u JOIN artifacts a ON a.id = u.artifact_id
    WHERE u.run_id = ? AND u.direction = ? AND a.state = 'COMMITTED' ORDER BY u.at, a.id`;
  const rows = statement(db, sql).all(point.id, direction) as { id: number }[];
  return rows.map(({ id }) => ({ kind: 'artifact', id }));
}

function nodeOf(db: ReadableDb, { kind, id }: Point): LineageNode {
  return kind === 'artifact' ? artifactNode(db, id as ArtifactId) : runNode(db, id as RunRowId);
}

function artifactNode(db: ReadableDb, id: ArtifactId): LineageNode {
  const ref = homeOf(db, id);
  if (ref === undefined) throw new Error(`artifact ${id} has no place`);
  const sql = `SELECT l.alias FROM artifact_memberships m JOIN artifact_aliases l ON l.membership_id = m.id
    JOIN artifacts a ON a.id = m.artifact_id AND a.collection_id = m.collection_id WHERE a.id = ? ORDER BY l.alias`;
  const aliases = (statement(db, sql).all(id) as { alias: string }[]).map(({ alias }) => alias);
  const size = statement(db, 'SELECT size_bytes AS sizeBytes FROM artifacts WHERE id = ?').get(id);
  return { kind: 'artifact', ref, aliases, ...(size as { sizeBytes: number }) };
}

function runNode(db: ReadableDb, id: RunRowId): LineageNode {
  const sql = `SELECT ${RUN_COLUMNS}, r.job_type AS jobType FROM runs r ${RUN_JOINS} WHERE r.id = ?`;
  const raw = statement(db, sql).get(id) as RawRun & { jobType: string | null };
  return { kind: 'run', run: toRun(raw), jobType: raw.jobType ?? '' };
}
