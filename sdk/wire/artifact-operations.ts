import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import type { HostLink, RunAddress } from './link.ts';

const CREATE = `mutation CreateArtifact($input: CreateArtifactInput!) {
  createArtifact(input: $input) { artifact { id state } } }`;
const FILES = `mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
  createArtifactFiles(input: $input) { files { edges { node { uploadUrl uploadHeaders artifact { id } } } } } }`;
const MANIFEST = `mutation CreateArtifactManifest($id: ID!, $digest: String!, $entity: String!, $project: String!,
  $run: String, $includeUpload: Boolean!) {
  createArtifactManifest(input: {artifactID: $id, name: "wandb_manifest.json", digest: $digest, type: FULL,
    entityName: $entity, projectName: $project, runName: $run}) {
    artifactManifest { id file @include(if: $includeUpload) { uploadUrl uploadHeaders } } } }`;
const COMMIT = 'mutation CommitArtifact($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }';

/** Where a file of an artifact goes, and whose storage holds it. */
export interface ArtifactPlace {
  /** null: it is there already. */
  readonly uploadUrl: string | null;
  readonly uploadHeaders: readonly string[] | null;
  /** The version that brought the file in. */
  readonly birthId: string;
}

/** Makes a version, or finds the one that the same draft or the same content has made. Source: protocol 6.2. */
export async function createArtifact(
  link: HostLink,
  input: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<{ readonly id: string; readonly isCommitted: boolean }> {
  type Answer = { readonly createArtifact: { readonly artifact: { readonly id: string; readonly state: string } } };
  const { artifact } = (await link.graphql<Answer>(CREATE, { input }, signal)).createArtifact;
  return { id: artifact.id, isCommitted: artifact.state === 'COMMITTED' };
}

/** Places for files, in their order; `md5` in base64. Source: protocol 6.3. */
export async function createArtifactFiles(
  link: HostLink,
  artifactID: string,
  files: readonly { readonly name: string; readonly md5: string }[],
  signal?: AbortSignal,
): Promise<ArtifactPlace[]> {
  type Node = {
    readonly uploadUrl: string | null;
    readonly uploadHeaders: readonly string[] | null;
    readonly artifact: { readonly id: string };
  };
  type Answer = { readonly createArtifactFiles: { readonly files: { readonly edges: readonly { node: Node }[] } } };
  const input = { artifactFiles: files.map((file) => ({ artifactID, ...file })), storageLayout: 'V2' };
  const answer = await link.graphql<Answer>(FILES, { input }, signal);
  return answer.createArtifactFiles.files.edges.map(({ node: { artifact, ...place } }) => ({
    ...place,
    birthId: artifact.id,
  }));
}

/** The run that a manifest comes from; null where the sender does not speak for the run that made the version. */
export type ManifestMaker = Omit<RunAddress, 'run'> & { readonly run: string | null };

/** Sends the manifest of a version; `digest`: base64 MD5 of the text. Source: protocol 6.1, 6.4. */
export async function sendManifest(
  link: HostLink,
  { entity, project, run }: ManifestMaker,
  manifest: { readonly artifactId: string; readonly text: string; readonly digest: string },
  signal?: AbortSignal,
): Promise<void> {
  const { artifactId, text, digest } = manifest;
  const names = { id: artifactId, digest, entity, project, run, includeUpload: true };
  type File = Pick<ArtifactPlace, 'uploadUrl' | 'uploadHeaders'>;
  type Answer = { readonly createArtifactManifest: { readonly artifactManifest: { readonly file: File } } };
  const { file } = (await link.graphql<Answer>(MANIFEST, names, signal)).createArtifactManifest.artifactManifest;
  if (file.uploadUrl !== null) await link.put(file.uploadUrl, file.uploadHeaders ?? [], Buffer.from(text), signal);
}

/** A file or a reference of a version. */
export interface ManifestEntry {
  readonly path: string;
  /** MD5 in base64; of a reference whatever names its content. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** Address of a reference; a stored file has none. */
  readonly ref?: string | undefined;
  /** JSON of an object. */
  readonly extra?: string | undefined;
}

/** The manifest of a version; `births`: by path, which version's storage holds each stored file. Source: protocol 6.4. */
export function manifestText(entries: readonly ManifestEntry[], births: ReadonlyMap<string, string>): string {
  const contents = entries.map(({ path, digest, sizeBytes, ref, extra }) => {
    const more = extra === undefined ? undefined : parseExtended(extra);
    const entry = {
      digest,
      size: sizeBytes,
      ...(ref === undefined ? { birthArtifactID: births.get(path) ?? '' } : { ref }),
      ...(isJsonObject(more) ? { extra: more } : {}),
    };
    return [path, entry] as const;
  });
  return stringifyExtended({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents: Object.fromEntries(contents),
  });
}

/** Makes a version visible; doing it twice is harmless. */
export async function commitArtifact(link: HostLink, id: string, signal?: AbortSignal): Promise<void> {
  await link.graphql(COMMIT, { id }, signal);
}
