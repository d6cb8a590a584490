/**
 * The place of a run in its project by order of creation, from 0: what its colour is chosen by, so that runs that began
 * one after the other look different. It stays when other runs are deleted.
 */
export const SQL = `
ALTER TABLE runs ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET ordinal = places.place FROM (
  SELECT id, row_number() OVER (PARTITION BY project_id ORDER BY id) - 1 AS place FROM runs
) places WHERE places.id = runs.id;
CREATE INDEX runs_by_ordinal ON runs (project_id, ordinal);
CREATE TRIGGER runs_ordinal AFTER INSERT ON runs BEGIN
  UPDATE runs SET ordinal = (
    SELECT coalesce(max(ordinal), -1) + 1 FROM runs WHERE project_id = NEW.project_id AND id <> NEW.id
  ) WHERE id = NEW.id;
END;
`;
