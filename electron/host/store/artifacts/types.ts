import type { Brand, ProjectRowId, RunRowId, UnixMs } from '#shared/units';

export type ArtifactId = Brand<number, 'ArtifactId'>;
export type CollectionId = Brand<number, 'ArtifactCollectionId'>;
export type MembershipId = Brand<number, 'ArtifactMembershipId'>;
export type ManifestId = Brand<number, 'ArtifactManifestId'>;

export interface ArtifactTypeRow {
  readonly id: number;
  readonly projectId: ProjectRowId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: UnixMs;
}

/** A named list of versions. `sequence`: made here; `portfolio`: links to versions of sequences. */
export interface CollectionRow {
  readonly id: CollectionId;
  readonly projectId: ProjectRowId;
  readonly entity: string;
  readonly project: string;
  readonly kind: 'sequence' | 'portfolio';
  readonly name: string;
  readonly typeName: string;
  readonly description?: string;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
}

export interface ArtifactRow {
  readonly id: ArtifactId;
  /** The sequence it belongs to. */
  readonly collectionId: CollectionId;
  readonly state: 'PENDING' | 'COMMITTED' | 'DELETED';
  /** Undefined until it is committed. */
  readonly version?: number;
  /** Hex MD5 over the manifest, as the client computes it. */
  readonly digest: string;
  readonly description?: string;
  /** JSON text of an object. */
  readonly metadata: string;
  readonly historyStep?: number;
  /** -1 as its collection says (nothing here), -2 none, else seconds. */
  readonly ttlS: number;
  /** The run that made it. */
  readonly runId?: RunRowId;
  readonly username: string;
  readonly baseId?: ArtifactId;
  readonly isDistributed: boolean;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
}

/** A version as a member of a collection; `version` is its number in that collection. */
export interface MembershipRow {
  readonly id: MembershipId;
  readonly collectionId: CollectionId;
  readonly artifactId: ArtifactId;
  readonly version: number;
  readonly createdAt: UnixMs;
}

export interface AliasRow {
  readonly id: number;
  readonly collectionId: CollectionId;
  readonly alias: string;
}

/** One path of a committed version. */
export interface ArtifactFileRow {
  readonly path: string;
  /** Base64 MD5 of stored bytes; opaque for references. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** Address of what is not stored here. */
  readonly ref?: string;
  readonly birthId?: ArtifactId;
  /** SHA-256 of the stored bytes, hex; undefined for references. */
  readonly sha256?: string;
}

export type ManifestType = 'FULL' | 'INCREMENTAL' | 'PATCH';

export interface ManifestRow {
  readonly id: ManifestId;
  readonly artifactId: ArtifactId;
  readonly name: string;
  readonly type: ManifestType;
  readonly digest: string;
  readonly baseId?: ArtifactId;
  /** Are its bytes here? */
  readonly isUploaded: boolean;
}
