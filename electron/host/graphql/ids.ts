/** The kinds of things that have an id of their own on the wire. */
export type IdKind =
  | 'Run'
  | 'Project'
  | 'Entity'
  | 'User'
  | 'RunFile'
  | 'ArtifactType'
  | 'ArtifactCollection'
  | 'Membership'
  | 'Manifest'
  | 'ManifestFile'
  | 'ArtifactFile'
  | 'Alias'
  | 'VersionAlias'
  | 'Tag'
  | 'Commit'
  | 'CustomChart'
  | 'Sweep'
  | 'Agent';

/**
 * An opaque id: standard base64 with padding of `Kind:rowid` or `Kind:rowid:check`. The check is a name of the row, so
 * that an id of a deleted row never finds the row that later got its number.
 */
export function encodeId(kind: IdKind, rowId: number, check?: string): string {
  return Buffer.from(check === undefined ? `${kind}:${rowId}` : `${kind}:${rowId}:${check}`).toString('base64');
}

/** The parts of an id of this kind; undefined if the text is none. */
export function decodeId(kind: IdKind, id: string): { readonly rowId: number; readonly check: string } | undefined {
  const match = /^(\w+):(\d{1,15})(?::([^]*))?$/.exec(Buffer.from(id, 'base64').toString('utf8'));
  if (match === null || match[1] !== kind) return undefined;
  return { rowId: Number(match[2]), check: match[3] ?? '' };
}
