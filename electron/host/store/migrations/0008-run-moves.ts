/**
 * What a run was in a project that it has been moved out of, so that it is the same again when it is moved back: its
 * ordinal there (the colour follows from it) and the sweep it was a run of.
 */
export const SQL = `
CREATE TABLE run_places (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  sweep_name TEXT,
  PRIMARY KEY (run_id, project_id)
) STRICT, WITHOUT ROWID;
`;
