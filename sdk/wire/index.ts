export {
  commitArtifact,
  createArtifact,
  createArtifactFiles,
  type ManifestMaker,
  manifestText,
  sendManifest,
} from './artifact-operations.ts';
export { artifactFolder } from './artifact-sender.ts';
export { Delivery, type DeliveryEvents, type DeliveryPhase } from './delivery.ts';
export { HostLink, isPassing, type LinkOptions, type Meter, type RunAddress } from './link.ts';
export { createRunFiles, isCodeSavingOn, type RegisteredRun, upsertRun } from './operations.ts';
export { findResumePoint, type ResumePoint } from './resume.ts';
export { deliveredUpTo, readDeliveryState, writeDeliveryState } from './state.ts';
export { streamBody, type StreamParts } from './stream-body.ts';
