export { artifactUrl, signArtifactUrl, type ArtifactTarget } from './artifact-urls.ts';
export { blobPath, openBlobStore, type BlobStore, type Expectation, type ReceivedBlob } from './blobs.ts';
export { fileReads, fileWrites } from './handlers.ts';
export { mediaTypeOf } from './media-types.ts';
export { normaliseFileName } from './names.ts';
export {
  announceFiles,
  commitFile,
  countRunFiles,
  deleteRunFiles,
  listRunFiles,
  type FileQuery,
  type RunFileRow,
  type StoredBlob,
} from './records.ts';
export { registerFileRoutes } from './routes.ts';
export { fileUrl, signDownload, signUpload, type FileTarget, type UrlSigner } from './sign.ts';
