import { readAlertsSeen, TRASH_ID, type ReadableDb } from '#host/store';
import type { AlertList, RunAlert } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { statement } from './sql.ts';

/** As many as a person looks through. */
const SHOWN = 200;

interface AlertRow {
  readonly id: number;
  readonly at: number;
  readonly severity: string;
  readonly title: string;
  readonly text: string;
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  readonly runName: string;
}

const SELECT = `SELECT a.id, a.at, a.severity, a.title, a.text, e.name AS entity, p.name AS project, r.name AS run,
    r.display_name AS runName
  FROM alerts a JOIN runs r ON r.id = a.run_id JOIN projects p ON p.id = r.project_id
  JOIN entities e ON e.id = p.entity_id`;

/** The newest alerts of all runs, newest first, and how many nobody has seen. */
export function readAlerts(db: ReadableDb): AlertList {
  const rows = statement(db, `${SELECT} WHERE p.id <> ${TRASH_ID} ORDER BY a.id DESC LIMIT ?`).all(SHOWN) as AlertRow[];
  const seenId = readAlertsSeen(db);
  const unseen = `SELECT count(*) AS count FROM alerts a JOIN runs r ON r.id = a.run_id
    WHERE a.id > ? AND r.project_id <> ${TRASH_ID}`;
  const count = statement(db, unseen).get(seenId) as { count: number };
  return { alerts: rows.map(toAlert), unseenCount: count.count, seenId };
}

/** The newest alerts of one run, newest first. */
export function readAlertsOf(db: ReadableDb, run: RunRowId): RunAlert[] {
  const sql = `${SELECT} WHERE a.run_id = ? ORDER BY a.id DESC LIMIT ?`;
  return (statement(db, sql).all(run, SHOWN) as AlertRow[]).map(toAlert);
}

function toAlert({ id, at, severity, title, text, entity, project, run, runName }: AlertRow): RunAlert {
  const level = severity === 'ERROR' ? 'error' : severity === 'WARN' ? 'warn' : 'info';
  return { id, at, level, title, text, run: { entity, project, run }, runName };
}
