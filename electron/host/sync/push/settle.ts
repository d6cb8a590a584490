import { findStreams, type ReadableDb, type RunRow } from '#host/store';
import type { FarRun } from './far-run.ts';
import type { Cursor } from './messages.ts';

/** The run over there is not what was left there. */
export class Conflict extends Error {
  /** Only what people may change differs: what is here can be written over it. */
  readonly canOverwrite: boolean;
  constructor(reason: string, canOverwrite = false) {
    super(reason);
    this.canOverwrite = canOverwrite;
  }
}

/** What keeps a run from being sent on to the one that is over there; undefined when it is the one that was left. */
export function conflictWith(
  db: ReadableDb,
  run: RunRow,
  cursor: Cursor,
  far: FarRun | undefined,
): Conflict | undefined {
  const { isBegun, storageId, seen } = cursor;
  if (isBegun !== true) {
    return far === undefined ? undefined : new Conflict('there is another run with this id over there');
  }
  if (far === undefined) {
    return storageId === undefined ? undefined : new Conflict('the run was deleted over there');
  }
  if (storageId !== undefined && far.id !== storageId) return new Conflict('another run has taken its id over there');
  if (far.historyLineCount > historyLines(db, run)) return new Conflict('steps were logged to it over there');
  if (seen === undefined || far.seen === seen) return undefined;
  return new Conflict('its name, notes, tags or config were changed over there', true);
}

/** The cursor's counts, without those of rows when the far side has fewer than were sent: they go again. */
export function linesThere(cursor: Cursor, far: FarRun | undefined): Cursor['lines'] {
  const isHistory = (id: string): boolean => id === 'history' || id.startsWith('history ');
  const sent = Object.entries(cursor.lines).reduce((sum, [id, count]) => sum + (isHistory(id) ? count : 0), 0);
  if (far !== undefined && far.historyLineCount >= sent) return cursor.lines;
  return Object.fromEntries(Object.entries(cursor.lines).filter(([id]) => far !== undefined && !isHistory(id)));
}

function historyLines(db: ReadableDb, run: RunRow): number {
  return findStreams(db, run.id, 'history').reduce((sum, stream) => sum + stream.lineCount, 0);
}
