/**
 * Deleted runs until they go for good. They lie in one project without a name, number 0, that no path leads to; under
 * their own number for a name, so that a run with the same id can come into being where they were.
 */
export const SQL = `
INSERT INTO entities (id, name, created_at) VALUES (0, '', 0);
INSERT INTO projects (id, entity_id, name, created_at) VALUES (0, 0, '', 0);

-- project_id and name: where they were, and where they go back to.
CREATE TABLE trashed_runs (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  name TEXT NOT NULL,
  deleted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX trashed_runs_by_project ON trashed_runs (project_id, deleted_at);
CREATE INDEX trashed_runs_by_time ON trashed_runs (deleted_at);
`;
