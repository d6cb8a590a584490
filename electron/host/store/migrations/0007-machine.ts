/**
 * What the host measures of its own machine. Intervals of the last hour or two lie with their samples in
 * `machine_recent`; older ones as averages by key and hour (Unix hours), packed: tenths of a second and values.
 */
export const SQL = `
CREATE TABLE machine_keys (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE machine_recent (
  at INTEGER PRIMARY KEY,
  means_json TEXT NOT NULL,
  samples_json TEXT NOT NULL
) STRICT;
CREATE TABLE machine_hours (
  key_id INTEGER NOT NULL REFERENCES machine_keys (id),
  hour INTEGER NOT NULL,
  points BLOB NOT NULL,
  PRIMARY KEY (key_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_hours_by_hour ON machine_hours (hour);
CREATE TABLE machine_gpu_uses (
  id INTEGER PRIMARY KEY,
  gpu TEXT NOT NULL,
  pid INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  most_memory INTEGER
) STRICT;
CREATE INDEX machine_gpu_uses_by_end ON machine_gpu_uses (last_at);
`;
