export { artifactUrl, signArtifactUrl, type ArtifactTarget } from './artifact-urls.ts';
export { openBlobStore, type BlobStore, type Expectation, type ReceivedBlob } from './blobs.ts';
export { fileReads, fileWrites } from './handlers.ts';
export { mediaTypeOf } from './media-types.ts';
export { encodeFileName, normaliseFileName } from './names.ts';
export {
  announceFiles,
  commitFile,
  countRunFiles,
  deleteRunFiles,
  findRunFile,
  listRunFiles,
  type FileQuery,
  type RunFileRow,
  type StoredBlob,
} from './records.ts';
export { registerFileRoutes } from './routes.ts';
export {
  fileUrl,
  isTokenValid,
  SIGNED_URL_LIFE_MS,
  signDownload,
  signUpload,
  type FileAction,
  type FileTarget,
  type UrlSigner,
} from './sign.ts';
