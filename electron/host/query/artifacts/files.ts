import { decodeArtifactId, type ArtifactId, type ReadableDb } from '#host/store';
import { MOST_ARTIFACT_FILES, type ArtifactFile, type ArtifactFileList, type ArtifactRef } from '#shared/api';
import { statement } from '../sql.ts';
import { homeOf } from './places.ts';

interface RawFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly digest: string;
  readonly ref: string | null;
}

/** What a version holds, by path. Cost: 100,000 files some 150 ms. */
export function readFiles(db: ReadableDb, artifact: ArtifactId): ArtifactFileList {
  const sql = `SELECT path, size_bytes AS sizeBytes, digest, ref FROM artifact_files WHERE artifact_id = ?
    ORDER BY path LIMIT ?`;
  const rows = statement(db, sql).all(artifact, MOST_ARTIFACT_FILES) as RawFile[];
  const counted = statement(db, 'SELECT file_count AS total FROM artifacts WHERE id = ?').get(artifact);
  const homes = new Map<string, ArtifactRef | undefined>();
  const homeFor = (hex: string): ArtifactRef | undefined => {
    if (!homes.has(hex)) homes.set(hex, homeOfHex(db, hex));
    return homes.get(hex);
  };
  return {
    total: (counted as { total: number }).total,
    files: rows.map((row) => toFile(row, homeFor)),
  };
}

function toFile({ ref, ...file }: RawFile, homeFor: (hex: string) => ArtifactRef | undefined): ArtifactFile {
  if (ref === null) return file;
  const [, hex = '', path = ''] = /^wandb-artifact:\/\/([0-9a-f]+)\/(.*)$/is.exec(ref) ?? [];
  const home = hex === '' ? undefined : homeFor(hex);
  return { ...file, ref, ...(home === undefined ? {} : { target: { ...home, path } }) };
}

/** The client writes the decoded id of an artifact as hex. Source: protocol 6.4. */
function homeOfHex(db: ReadableDb, hex: string): ArtifactRef | undefined {
  const id = decodeArtifactId(Buffer.from(hex, 'hex').toString('base64'));
  return id === undefined ? undefined : homeOf(db, id);
}
