export { Artifact, draftOf, type Draft, type DraftEntry } from './artifact.ts';
export { artifactDigest } from './digest.ts';
