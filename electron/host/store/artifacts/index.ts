export { removeAliases, setAliases } from './aliases.ts';
export { commitArtifact } from './commit.ts';
export { createArtifact, recordUse } from './create.ts';
export type { NewArtifact } from './create.ts';
export {
  deleteArtifact,
  deleteArtifactsOf,
  deleteCollection,
  editArtifact,
  editCollection,
  linkArtifact,
  setCollectionTags,
  unlinkArtifact,
} from './edit.ts';
export type { ArtifactChange } from './edit.ts';
export {
  aliasesOfCollection,
  aliasesOfMembership,
  artifactFiles,
  artifactsOfRun,
  artifactTypesOf,
  collectionsOf,
  findArtifactById,
  findArtifactType,
  findByClientId,
  findCollection,
  findCollectionById,
  findManifest,
  findMembership,
  findStoredBytes,
  latestMembership,
  manifestContent,
  manifestsOf,
  membershipByAlias,
  membershipByName,
  membershipsOf,
  membershipsOfArtifact,
  runsUsing,
  tagsOfArtifact,
  tagsOfCollection,
} from './find.ts';
export type { ArtifactFilesQuery } from './find.ts';
export { decodeArtifactId, encodeArtifactId } from './ids.ts';
export type * from './types.ts';
export { announceArtifactFile, changeManifest, putManifest, storeArtifactFile, storeManifest } from './uploads.ts';
export type { AnnouncedFile } from './uploads.ts';
