import type { ArtifactId } from './types.ts';

/**
 * The id of an artifact on the wire. It must be standard base64 with padding: the client decodes it and writes it as hex
 * into references (`wandb-artifact://<hex>/path`).
 */
export function encodeArtifactId(id: ArtifactId): string {
  return Buffer.from(`Artifact:${id}`).toString('base64');
}

/** The row id behind a wire id, or undefined if the text is none. */
export function decodeArtifactId(text: string): ArtifactId | undefined {
  const number = /^Artifact:(\d{1,15})$/.exec(Buffer.from(text, 'base64').toString('latin1'))?.[1];
  return number === undefined ? undefined : (Number(number) as ArtifactId);
}
