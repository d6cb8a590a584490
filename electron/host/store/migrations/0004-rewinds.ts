export const SQL = `
-- Each time a process cut the history of a run to go on from an earlier step; what was cut is gone.
CREATE TABLE run_rewinds (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  step REAL NOT NULL
) STRICT;
CREATE INDEX rewinds_by_run ON run_rewinds (run_id, at);
`;
