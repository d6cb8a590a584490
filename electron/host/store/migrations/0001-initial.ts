/**
 * Times are integers, milliseconds since 1970 UTC. JSON columns hold the text as the client sent it (extended JSON:
 * bare NaN and Infinity, integers of any length). Kinds of typed values: see `store/values.ts`.
 */
export const SQL = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  UNIQUE (entity_id, name)
) STRICT;

-- AUTOINCREMENT: clients keep a run's id, so that of a deleted run must never come back as another run's.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  state TEXT NOT NULL,            -- running finished failed crashed killed pending preempting preempted
  state_reason TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  finished_at INTEGER,
  exit_code INTEGER,
  stop_requested INTEGER NOT NULL DEFAULT 0,
  group_name TEXT,
  job_type TEXT,
  notes TEXT NOT NULL DEFAULT '',
  username TEXT NOT NULL,
  host TEXT,
  program TEXT,
  repo TEXT,
  git_commit TEXT,
  sweep_name TEXT,
  last_step INTEGER NOT NULL DEFAULT -1,
  runtime_s REAL NOT NULL DEFAULT 0,
  refused_lines INTEGER NOT NULL DEFAULT 0,
  color TEXT,
  UNIQUE (project_id, name)
) STRICT;
CREATE INDEX runs_by_creation ON runs (project_id, created_at, id);
CREATE INDEX runs_by_state ON runs (state, heartbeat_at);
CREATE INDEX runs_by_group ON runs (project_id, group_name);
CREATE INDEX runs_by_sweep ON runs (project_id, sweep_name) WHERE sweep_name IS NOT NULL;

-- Whole documents as the client sent them, apart from the runs so that lists never read them. No row = '{}'.
CREATE TABLE run_configs (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, json TEXT NOT NULL
) STRICT;
CREATE TABLE run_summaries (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, json TEXT NOT NULL
) STRICT;

-- Processes that write to one run (shared mode only); the run is over when none is left.
CREATE TABLE run_writers (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  writer TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '', -- before each of its console lines, in brackets
  heartbeat_at INTEGER NOT NULL,
  completed_at INTEGER,
  exit_code INTEGER,
  PRIMARY KEY (run_id, writer)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_tags (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_tag ON run_tags (tag, run_id);

-- Runs deleted on purpose, so that a client that still sends to one is told 410 and stops.
CREATE TABLE deleted_runs (
  project_id INTEGER NOT NULL, name TEXT NOT NULL, deleted_at INTEGER NOT NULL, PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

-- Lines that could not be stored: what was refused and why, shown on the run's page.
CREATE TABLE refusals (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  file TEXT NOT NULL,
  line_no INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  UNIQUE (run_id, file, line_no)
) STRICT;

-- Each name of a metric, config or summary key once.
CREATE TABLE keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Config and summary, flattened by dots, typed for filtering and sorting. kind: 0 null 1 bool 2 number 3 text 4 json.
-- num: bool as 0 or 1, number (NULL for NaN). text: text; JSON of kind 4; digits of an integer beyond 2^53; 'NaN'.
CREATE TABLE config_values (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  num REAL,
  text TEXT,
  PRIMARY KEY (run_id, key_id)
) STRICT, WITHOUT ROWID;
-- Covers filters and sorting: a range of numbers has one kind, a range of texts has one kind and num NULL.
CREATE INDEX config_by_value ON config_values (project_id, key_id, kind, num, text);

CREATE TABLE summary_values (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  num REAL,
  text TEXT,
  PRIMARY KEY (run_id, key_id)
) STRICT, WITHOUT ROWID;
-- Covers filters and sorting: a range of numbers has one kind, a range of texts has one kind and num NULL.
CREATE INDEX summary_by_value ON summary_values (project_id, key_id, kind, num, text);

-- One append-only line space per run, kind and writer (several writers only in shared mode).
-- line_count is the next free line number: what the client is told to go on from.
CREATE TABLE streams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,             -- history events console
  writer TEXT NOT NULL DEFAULT '',
  line_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run_id, kind, writer)
) STRICT;

-- Newest lines of a stream, as packed batches (points/batch.ts) that do not overlap and do not cross a span of 4096
-- lines; once a span is full, its batches become chunks.
CREATE TABLE tail_batches (
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  first_line INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (stream_id, first_line)
) STRICT;

-- One key's values over one sealed span of 4096 lines. lane: 0 numbers (float64) 1 everything else (JSON texts).
-- The columns here are the two coarse levels of the pyramid; level 1 and the points lie in chunk_bodies.
CREATE TABLE chunks (
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  key_id INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  span INTEGER NOT NULL,          -- line number / 4096
  first_line INTEGER NOT NULL,    -- of the points, not of the span
  last_line INTEGER NOT NULL,
  count INTEGER NOT NULL,
  body_id INTEGER NOT NULL,
  summary BLOB NOT NULL,          -- lane 0: pyramid entries, of all and of each 1,024 points (points/entry.ts); lane 1: JSON counts by type
  PRIMARY KEY (stream_id, key_id, lane, span)
) STRICT, WITHOUT ROWID;

-- Apart from chunks, so that a coarse read passes over small rows only. level1: one entry per 64 points (lane 0).
CREATE TABLE chunk_bodies (
  id INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  level1 BLOB NOT NULL,
  points BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_bodies_by_stream ON chunk_bodies (stream_id);

-- What is known of each key of a stream without reading points; counts by type are JSON {"number": 5, "image-file": 1},
-- {} when a rewind took all of them. NaN is left out of min, max, first, last (NULL when there is no number);
-- number_count and sum are over finite numbers only.
CREATE TABLE series (
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  key_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  type_counts TEXT NOT NULL,
  number_count INTEGER NOT NULL DEFAULT 0,
  min REAL, max REAL, sum REAL, first REAL, last REAL,
  first_step REAL, last_step REAL,  -- _step of the first and the last line that has a number there
  is_monotonic INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (stream_id, key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_by_key ON series (project_id, key_id, run_id);

-- Console output in blocks of a fixed number of lines; a line may be overwritten by its number.
CREATE TABLE console_blocks (
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  block_no INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (stream_id, block_no)
) STRICT, WITHOUT ROWID;

-- Console lines too long for a block, each by itself.
CREATE TABLE console_long_lines (
  stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  line_no INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (stream_id, line_no)
) STRICT;

-- Content-addressed files on disk, each stored once.
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  md5 TEXT NOT NULL,              -- base64, as the client writes it
  size_bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blobs_by_md5 ON blobs (md5);

CREATE TABLE run_files (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  blob_id INTEGER REFERENCES blobs (id),   -- NULL: announced, not uploaded yet
  mimetype TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (run_id, name)
) STRICT;
CREATE INDEX run_files_by_blob ON run_files (blob_id);

-- Blobs that lost a holder and may be held by nothing now; looked through, and emptied, when space is given back.
CREATE TABLE unused_candidates (blob_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER run_files_lose_blob AFTER DELETE ON run_files WHEN old.blob_id IS NOT NULL
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER run_files_change_blob AFTER UPDATE OF blob_id ON run_files
WHEN old.blob_id IS NOT NULL AND old.blob_id IS NOT new.blob_id
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;

-- What a person has set: layouts, columns, filters, colours (JSON, versioned inside). scope: project or run path.
CREATE TABLE views (
  id TEXT PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  body_json TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX views_by_project ON views (project_id, scope);

CREATE TABLE settings (key TEXT PRIMARY KEY, value_json TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Which keys a project has, kept by triggers so that the key lists need not count millions of values.
-- doc: config summary history events. type: a kind number for config and summary, a type name for the streams, '' = any type.
CREATE TABLE project_keys (
  project_id INTEGER NOT NULL,
  doc TEXT NOT NULL,
  key_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  run_count INTEGER NOT NULL,
  PRIMARY KEY (project_id, doc, key_id, type)
) STRICT, WITHOUT ROWID;

-- The define_metric list of each run (_wandb.m of its config), written with the config; few differ within a project.
CREATE TABLE run_metric_definitions (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  project_id INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX metric_definitions_by_project ON run_metric_definitions (project_id, body);

CREATE TRIGGER config_key_added AFTER INSERT ON config_values BEGIN
  INSERT INTO project_keys VALUES (new.project_id, 'config', new.key_id, new.kind, 1)
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;
CREATE TRIGGER config_key_removed AFTER DELETE ON config_values BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE project_id = old.project_id AND doc = 'config' AND key_id = old.key_id AND type = CAST(old.kind AS TEXT);
END;
CREATE TRIGGER config_key_changed AFTER UPDATE OF kind ON config_values WHEN old.kind <> new.kind BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE project_id = old.project_id AND doc = 'config' AND key_id = old.key_id AND type = CAST(old.kind AS TEXT);
  INSERT INTO project_keys VALUES (new.project_id, 'config', new.key_id, new.kind, 1)
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;

CREATE TRIGGER summary_key_added AFTER INSERT ON summary_values BEGIN
  INSERT INTO project_keys VALUES (new.project_id, 'summary', new.key_id, new.kind, 1)
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;
CREATE TRIGGER summary_key_removed AFTER DELETE ON summary_values BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE project_id = old.project_id AND doc = 'summary' AND key_id = old.key_id AND type = CAST(old.kind AS TEXT);
END;
CREATE TRIGGER summary_key_changed AFTER UPDATE OF kind ON summary_values WHEN old.kind <> new.kind BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE project_id = old.project_id AND doc = 'summary' AND key_id = old.key_id AND type = CAST(old.kind AS TEXT);
  INSERT INTO project_keys VALUES (new.project_id, 'summary', new.key_id, new.kind, 1)
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;

CREATE TRIGGER series_key_added AFTER INSERT ON series BEGIN
  INSERT INTO project_keys
    SELECT new.project_id, (SELECT kind FROM streams WHERE id = new.stream_id), new.key_id, t.key, 1
    FROM (SELECT key FROM json_each(new.type_counts) UNION ALL SELECT '' WHERE new.type_counts <> '{}') t WHERE true
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;
-- Types come one after the other (or all go, with a rewind), so their number tells whether they changed.
CREATE TRIGGER series_key_changed AFTER UPDATE OF type_counts ON series
WHEN (SELECT count(*) FROM json_each(old.type_counts)) <> (SELECT count(*) FROM json_each(new.type_counts)) BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE project_id = old.project_id AND key_id = old.key_id AND doc = (SELECT kind FROM streams WHERE id = old.stream_id)
      AND type IN (SELECT key FROM json_each(old.type_counts) UNION ALL SELECT '' WHERE old.type_counts <> '{}');
  INSERT INTO project_keys
    SELECT new.project_id, (SELECT kind FROM streams WHERE id = new.stream_id), new.key_id, t.key, 1
    FROM (SELECT key FROM json_each(new.type_counts) UNION ALL SELECT '' WHERE new.type_counts <> '{}') t WHERE true
    ON CONFLICT DO UPDATE SET run_count = run_count + 1;
END;
-- Before the stream itself goes (a cascade deletes its series only afterwards), because its kind is needed.
CREATE TRIGGER series_key_removed BEFORE DELETE ON streams BEGIN
  UPDATE project_keys SET run_count = run_count - 1
    WHERE (project_id, doc, key_id, type) IN (
      SELECT s.project_id, old.kind, s.key_id, t.key FROM series s, json_each(s.type_counts) t WHERE s.stream_id = old.id
      UNION ALL SELECT s.project_id, old.kind, s.key_id, '' FROM series s
        WHERE s.stream_id = old.id AND s.type_counts <> '{}');
END;

-- What scripts wanted a person to see (run.alert). severity: INFO WARN ERROR.
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_by_title ON alerts (run_id, title, at);

-- Bytes each run takes, kept by triggers: files as stored (before sharing equal ones), sealed points and console blocks.
CREATE TABLE run_sizes (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  project_id INTEGER NOT NULL,
  file_bytes INTEGER NOT NULL DEFAULT 0,
  row_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX run_sizes_by_project ON run_sizes (project_id, file_bytes, row_bytes);

CREATE TRIGGER run_size_begins AFTER INSERT ON runs BEGIN
  INSERT INTO run_sizes (run_id, project_id) VALUES (new.id, new.project_id);
END;
CREATE TRIGGER run_size_file_added AFTER INSERT ON run_files WHEN new.blob_id IS NOT NULL BEGIN
  UPDATE run_sizes SET file_bytes = file_bytes + (SELECT size_bytes FROM blobs WHERE id = new.blob_id)
    WHERE run_id = new.run_id;
END;
CREATE TRIGGER run_size_file_changed AFTER UPDATE OF blob_id ON run_files WHEN old.blob_id IS NOT new.blob_id BEGIN
  UPDATE run_sizes SET file_bytes = file_bytes
      + coalesce((SELECT size_bytes FROM blobs WHERE id = new.blob_id), 0)
      - coalesce((SELECT size_bytes FROM blobs WHERE id = old.blob_id), 0)
    WHERE run_id = new.run_id;
END;
CREATE TRIGGER run_size_file_removed AFTER DELETE ON run_files WHEN old.blob_id IS NOT NULL BEGIN
  UPDATE run_sizes SET file_bytes = file_bytes - (SELECT size_bytes FROM blobs WHERE id = old.blob_id)
    WHERE run_id = old.run_id;
END;
CREATE TRIGGER run_size_points_added AFTER INSERT ON chunk_bodies BEGIN
  UPDATE run_sizes SET row_bytes = row_bytes + length(new.level1) + length(new.points)
    WHERE run_id = (SELECT run_id FROM streams WHERE id = new.stream_id);
END;
CREATE TRIGGER run_size_points_changed AFTER UPDATE OF level1, points ON chunk_bodies BEGIN
  UPDATE run_sizes SET row_bytes = row_bytes
      + length(new.level1) + length(new.points) - length(old.level1) - length(old.points)
    WHERE run_id = (SELECT run_id FROM streams WHERE id = new.stream_id);
END;
-- When the whole stream goes, the run goes too.
CREATE TRIGGER run_size_points_removed AFTER DELETE ON chunk_bodies BEGIN
  UPDATE run_sizes SET row_bytes = row_bytes - length(old.level1) - length(old.points)
    WHERE run_id = (SELECT run_id FROM streams WHERE id = old.stream_id);
END;
CREATE TRIGGER run_size_console_added AFTER INSERT ON console_blocks BEGIN
  UPDATE run_sizes SET row_bytes = row_bytes + length(new.body)
    WHERE run_id = (SELECT run_id FROM streams WHERE id = new.stream_id);
END;
CREATE TRIGGER run_size_console_changed AFTER UPDATE OF body ON console_blocks BEGIN
  UPDATE run_sizes SET row_bytes = row_bytes + length(new.body) - length(old.body)
    WHERE run_id = (SELECT run_id FROM streams WHERE id = new.stream_id);
END;
`;
