import { OPAQUE } from '#sdk/values';
import type { MediaData } from './payload.ts';

/** Something to look at or listen to, which becomes a file of the run. */
export abstract class Media {
  abstract readonly kind: string;

  get [OPAQUE](): string {
    return this.kind;
  }

  /** @internal Plain data for the recording thread; a later change of what the caller owns does not reach it. */
  abstract toData(): MediaData;
}

/** Bytes in memory. */
export type Bytes = Uint8Array | ArrayBuffer;
/** Bytes that are still to be read. */
export type Readable = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | Blob;

/** Data that are made already, in place of what a constructor usually takes; nothing for scripts. */
export class Given {
  readonly data: MediaData;

  constructor(data: MediaData) {
    this.data = data;
  }
}

/** @internal A member that is there only when it has a value. */
export function captioned(caption: string | undefined): { readonly caption?: string } {
  return caption === undefined ? {} : { caption };
}
