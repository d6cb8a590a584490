import type { ProjectPath, RunPath } from '#shared/units';
import type { ApiValue, RunState } from './runs.ts';

/** One named list of versions. Rows of `GET /api/projects/:entity/:project/artifacts`, by type, then by name. */
export interface ArtifactCollection {
  readonly name: string;
  readonly type: string;
  /** `sequence`: made here. `portfolio`: links to versions of sequences. */
  readonly kind: 'sequence' | 'portfolio';
  readonly versionCount: number;
  /** Missing while no version has been committed, or when all were deleted. */
  readonly latestVersion?: number;
  /** Sum over its versions, bytes that they share counted each time. */
  readonly sizeBytes: number;
  readonly updatedAt: number;
}

/** `GET …/artifacts/:collection`. Errors: `artifact.unknown`. */
export interface ArtifactCollectionDetail {
  readonly project: ProjectPath;
  readonly summary: ArtifactCollection;
  readonly description: string;
  readonly tags: readonly string[];
  /** Every alias is at one version. By alias. */
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
}

/** `PATCH …/artifacts/:collection`; what is left out stays. */
export interface ArtifactCollectionEdit {
  readonly description?: string;
}

export interface ArtifactRun {
  readonly path: RunPath;
  readonly displayName: string;
  readonly state: RunState;
}

/** A place in a collection, enough for a link. */
export interface ArtifactRef {
  readonly project: ProjectPath;
  readonly type: string;
  readonly collection: string;
  readonly version: number;
}

export interface ArtifactVersion {
  /** As in addresses of its files. */
  readonly id: string;
  readonly version: number;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly sizeBytes: number;
  readonly fileCount: number;
  /** How long its script asked it to be kept, seconds; missing for ever. */
  readonly ttlS?: number;
  /** The run that made it; missing when that was deleted or there was none. */
  readonly run?: ArtifactRun;
}

/** `GET …/artifacts/:collection/versions?offset=&limit=&text=`: newest first; `text` finds in number, aliases, tags and run. */
export interface ArtifactVersionPage {
  readonly total: number;
  readonly rows: readonly ArtifactVersion[];
}

/** `GET …/artifacts/:collection/versions/:version`, where `:version` is `v3`, an alias or a digest. */
export interface ArtifactDetail {
  readonly ref: ArtifactRef;
  readonly kind: ArtifactCollection['kind'];
  readonly version: ArtifactVersion;
  readonly description: string;
  readonly metadata: Readonly<Record<string, ApiValue>>;
  /** Hex MD5 over its manifest, as the client computes it. */
  readonly digest: string;
  readonly username: string;
  readonly updatedAt: number;
  readonly historyStep?: number;
  /** Its other places: the sequence of a linked version, portfolios it is linked into. */
  readonly places: readonly ArtifactRef[];
  /** Runs that read it, first reader first. */
  readonly usedBy: readonly ArtifactRun[];
  readonly newer?: number;
  readonly older?: number;
}

/** `PATCH …/artifacts/:collection/versions/:version`. Errors: `input.invalid` for an alias or tag that clients refuse. */
export interface ArtifactEdit {
  readonly description?: string;
  /** An alias that another version of the collection has moves here. */
  readonly addAliases?: readonly string[];
  readonly removeAliases?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** One path of a version's manifest. */
export interface ArtifactFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Base64 MD5 of stored bytes; anything for references. */
  readonly digest: string;
  /** Address of what is not stored here. */
  readonly ref?: string;
  /** What a reference to another artifact means. */
  readonly target?: ArtifactRef & { readonly path: string };
}

/** `GET …/versions/:version/files`: never changes. By path, at most MOST_ARTIFACT_FILES of them. */
export interface ArtifactFileList {
  readonly total: number;
  readonly files: readonly ArtifactFile[];
}

export const MOST_ARTIFACT_FILES = 200_000;

/** `GET …/versions/:version/lineage`: runs and versions that it came from, or that came from it. */
export interface ArtifactLineage {
  /** The version asked for is the first. */
  readonly nodes: readonly LineageNode[];
  /** Along the flow of data, by place in `nodes`. */
  readonly edges: readonly (readonly [from: number, to: number])[];
  /** There is more than is told here. */
  readonly isCut: boolean;
}

export type LineageNode =
  | {
      readonly kind: 'artifact';
      readonly ref: ArtifactRef;
      readonly aliases: readonly string[];
      readonly sizeBytes: number;
    }
  | { readonly kind: 'run'; readonly run: ArtifactRun; readonly jobType: string };

/** `GET …/versions/:version/diff?to=v2`: what became of the files and the metadata from `to` (before) to the version. */
export interface ArtifactDiff {
  readonly before: ArtifactRef;
  readonly after: ArtifactRef;
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** By path; at most 20,000 of them, see `counts`. */
  readonly files: readonly ArtifactFileChange[];
  readonly metadata: readonly MetadataChange[];
}

export interface ArtifactFileChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly path: string;
  readonly beforeBytes?: number;
  readonly afterBytes?: number;
}

export interface MetadataChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly path: readonly string[];
  readonly before?: ApiValue;
  readonly after?: ApiValue;
}

/** `GET …/removal` of a version or a collection: what its deletion would do. */
export interface ArtifactRemoval {
  /** Bytes on the disk that nothing else holds; exact. */
  readonly freedBytes: number;
  readonly freedFiles: number;
  /** Bytes that stay because other versions or runs hold them too. */
  readonly sharedBytes: number;
  readonly versionCount: number;
  /** Without `latest`, which moves by itself. */
  readonly aliases: readonly string[];
  /** Portfolios that link to it. */
  readonly links: readonly string[];
  /** Runs that read it. */
  readonly readerCount: number;
}

/** `GET /api/runs/:entity/:project/:run/artifacts`, in the order of use. */
export interface RunArtifacts {
  readonly inputs: readonly RunArtifact[];
  readonly outputs: readonly RunArtifact[];
}

export interface RunArtifact {
  readonly ref: ArtifactRef;
  readonly aliases: readonly string[];
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly at: number;
  /** Name under which the run asked for it. */
  readonly usedAs?: string;
}

/** Is this text an alias that a person may give? Clients refuse `/` and `:`; `v3` names a version by its number. */
export function isAliasAllowed(alias: string): boolean {
  return alias.length <= 128 && /^[^/:]+$/.test(alias) && alias.trim() === alias && !/^v\d+$/.test(alias);
}

/** Is this text a tag? Source: the client's TAG_REGEX (0.31.0, sdk/artifacts/_validators.py). */
export function isTagAllowed(tag: string): boolean {
  return tag.length <= 128 && /^[-\p{L}\p{N}_]+( +[-\p{L}\p{N}_]+)*$/u.test(tag);
}
