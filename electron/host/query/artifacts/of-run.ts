import type { ReadableDb } from '#host/store';
import type { RunArtifact, RunArtifacts } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { statement } from '../sql.ts';
import { REF_COLUMNS, REF_JOINS, toRef, type RawRef } from './places.ts';

interface RawUse extends RawRef {
  readonly aliases: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly at: number;
  readonly usedAs: string | null;
}

/** Versions that a run read and made, in the order in which it did. */
export function readRunArtifacts(db: ReadableDb, run: RunRowId): RunArtifacts {
  return { inputs: usesOf(db, run, 'input'), outputs: usesOf(db, run, 'output') };
}

function usesOf(db: ReadableDb, run: RunRowId, direction: 'input' | 'output'): RunArtifact[] {
  const sql = `SELECT ${REF_COLUMNS}, a.size_bytes AS sizeBytes, a.file_count AS fileCount, u.at, u.used_as AS usedAs,
      (SELECT json_group_array(alias) FROM (SELECT alias FROM artifact_aliases WHERE membership_id = m.id ORDER BY alias)) AS aliases
    FROM artifact_uses u JOIN artifacts a ON a.id = u.artifact_id
    JOIN artifact_memberships m ON m.collection_id = a.collection_id AND m.artifact_id = a.id ${REF_JOINS}
    WHERE u.run_id = ? AND u.direction = ? ORDER BY u.at, a.id`;
  return (statement(db, sql).all(run, direction) as RawUse[]).map((raw) => ({
    ref: toRef(raw),
    aliases: JSON.parse(raw.aliases) as string[],
    sizeBytes: raw.sizeBytes,
    fileCount: raw.fileCount,
    at: raw.at,
    ...(raw.usedAs === null ? {} : { usedAs: raw.usedAs }),
  }));
}
