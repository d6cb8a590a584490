/** Artifacts: versions of named collections, their manifests, aliases and lineage; and charts made by users. */
export const SQL = `
CREATE TABLE artifact_types (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;

-- kind: sequence (its versions are made here), portfolio (its versions are links to versions of sequences).
-- next_version only grows: the number of a deleted version is never given again.
CREATE TABLE artifact_collections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  type_id INTEGER NOT NULL REFERENCES artifact_types (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  next_version INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_id, name)
) STRICT;
CREATE INDEX artifact_collections_by_type ON artifact_collections (type_id, created_at);

CREATE TABLE artifact_collection_tags (
  collection_id INTEGER NOT NULL REFERENCES artifact_collections (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (collection_id, tag)
) STRICT, WITHOUT ROWID;

-- state: PENDING COMMITTED DELETED. digest is hex MD5 over the manifest, as the client computes it.
-- ttl_s: -1 as its collection (none here), -2 none, else seconds. plan_json: aliases and tags wanted at the commit.
CREATE TABLE artifacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection_id INTEGER NOT NULL REFERENCES artifact_collections (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  version INTEGER,
  digest TEXT NOT NULL,
  description TEXT,
  metadata_json TEXT NOT NULL DEFAULT '{}',
  history_step INTEGER,
  ttl_s INTEGER NOT NULL DEFAULT -1,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  username TEXT NOT NULL,
  base_id INTEGER,
  distributed_id TEXT,
  plan_json TEXT NOT NULL DEFAULT '{}',
  size_bytes INTEGER NOT NULL DEFAULT 0,
  file_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX artifacts_by_digest ON artifacts (collection_id, digest, state);
CREATE INDEX artifacts_by_run ON artifacts (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX artifacts_by_distributed_id ON artifacts (distributed_id) WHERE distributed_id IS NOT NULL;

CREATE TABLE artifact_tags (
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (artifact_id, tag)
) STRICT, WITHOUT ROWID;

-- Names that clients made up for an artifact or a collection before they knew ours.
CREATE TABLE artifact_client_ids (
  client_id TEXT PRIMARY KEY,
  artifact_id INTEGER REFERENCES artifacts (id) ON DELETE CASCADE,
  collection_id INTEGER REFERENCES artifact_collections (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_client_ids_by_artifact ON artifact_client_ids (artifact_id);
CREATE INDEX artifact_client_ids_by_collection ON artifact_client_ids (collection_id);

-- A committed version as a member of a collection: of its own sequence, and of portfolios it was linked into.
CREATE TABLE artifact_memberships (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection_id INTEGER NOT NULL REFERENCES artifact_collections (id) ON DELETE CASCADE,
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (collection_id, artifact_id),
  UNIQUE (collection_id, version)
) STRICT;
CREATE INDEX artifact_memberships_by_artifact ON artifact_memberships (artifact_id);

CREATE TABLE artifact_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection_id INTEGER NOT NULL REFERENCES artifact_collections (id) ON DELETE CASCADE,
  membership_id INTEGER NOT NULL REFERENCES artifact_memberships (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  UNIQUE (collection_id, alias)
) STRICT;
CREATE INDEX artifact_aliases_by_membership ON artifact_aliases (membership_id);

-- Files announced by a writer; blob_id NULL: the bytes are not here yet. digest: base64 MD5.
CREATE TABLE artifact_uploads (
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  blob_id INTEGER REFERENCES blobs (id),
  PRIMARY KEY (artifact_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_uploads_by_blob ON artifact_uploads (blob_id);

-- type: FULL INCREMENTAL PATCH. blob_id: the file as the client sent it. merged_json: the manifest after the server
-- has merged it with others (the whole one then), made at the commit. writer: the run that sent a PATCH; several runs
-- send one under the same name.
CREATE TABLE artifact_manifests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  writer TEXT NOT NULL DEFAULT '',
  type TEXT NOT NULL,
  digest TEXT NOT NULL,
  base_id INTEGER,
  blob_id INTEGER REFERENCES blobs (id),
  merged_json TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (artifact_id, name, writer)
) STRICT;
CREATE INDEX artifact_manifests_by_blob ON artifact_manifests (blob_id);

-- The entries of an uploaded manifest; deleted at the commit, when they become artifact_files.
CREATE TABLE artifact_manifest_entries (
  manifest_id INTEGER NOT NULL REFERENCES artifact_manifests (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  entry_json TEXT NOT NULL,
  PRIMARY KEY (manifest_id, path)
) STRICT, WITHOUT ROWID;

-- What a committed version holds. ref: the address of what is not stored here (blob_id is NULL then).
-- birth_id: the artifact whose upload brought the bytes, as written in the manifest. entry_json: the whole entry.
CREATE TABLE artifact_files (
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  digest TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  ref TEXT,
  birth_id INTEGER,
  entry_json TEXT NOT NULL,
  blob_id INTEGER REFERENCES blobs (id),
  PRIMARY KEY (artifact_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_files_by_blob ON artifact_files (blob_id) WHERE blob_id IS NOT NULL;

-- As for files of runs: what lost a holder is looked at later.
CREATE TRIGGER artifact_uploads_lose_blob AFTER DELETE ON artifact_uploads WHEN old.blob_id IS NOT NULL
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER artifact_uploads_change_blob AFTER UPDATE OF blob_id ON artifact_uploads
WHEN old.blob_id IS NOT NULL AND old.blob_id IS NOT new.blob_id
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER artifact_manifests_lose_blob AFTER DELETE ON artifact_manifests WHEN old.blob_id IS NOT NULL
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER artifact_manifests_change_blob AFTER UPDATE OF blob_id ON artifact_manifests
WHEN old.blob_id IS NOT NULL AND old.blob_id IS NOT new.blob_id
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER artifact_files_lose_blob AFTER DELETE ON artifact_files WHEN old.blob_id IS NOT NULL
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;
CREATE TRIGGER artifact_files_change_blob AFTER UPDATE OF blob_id ON artifact_files
WHEN old.blob_id IS NOT NULL AND old.blob_id IS NOT new.blob_id
BEGIN INSERT OR IGNORE INTO unused_candidates (blob_id) VALUES (old.blob_id); END;

-- Which run made (output) or read (input) which version.
CREATE TABLE artifact_uses (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  artifact_id INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  direction TEXT NOT NULL,
  used_as TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (run_id, direction, artifact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_uses_by_artifact ON artifact_uses (artifact_id, direction);

-- Chart presets made by scripts, named \`entity/name\` in a run's config. spec_json: a Vega or Vega-Lite spec.
CREATE TABLE custom_charts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  type TEXT NOT NULL,
  access TEXT NOT NULL,
  spec_json TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (entity, name)
) STRICT;
`;
