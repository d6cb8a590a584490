/** Logs of this machine's disk that were read in, and the folders that are looked through for more. */
export const SQL = `
-- One row for each log file. kind: wandb tensorboard. state: queued reading following done failed cancelled.
-- mapping_json: at which line of the run each stream of the log begins, and how far its counters are moved; NULL until
-- that was decided. counts_json: lines, files and artifacts that came in. report_json: what did not, and why.
-- is_asked: a person named it; else a watched folder brought it.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  is_asked INTEGER NOT NULL,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  started_at INTEGER,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  modified_at INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0,
  mapping_json TEXT,
  counts_json TEXT NOT NULL DEFAULT '{}',
  report_json TEXT NOT NULL DEFAULT '{}',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_by_run ON imports (run_id) WHERE run_id IS NOT NULL;

-- Files beside a log as they were when they were stored.
CREATE TABLE import_files (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (import_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE watched_folders (
  path TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
