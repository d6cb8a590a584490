import { endSilentRuns, type WriteContext } from '#host/store';
import { handleFileStream } from './file-stream.ts';

/** What this room does on the writer thread. */
export const ingestWrites = {
  'ingest.fileStream': handleFileStream,
  /** Ends runs that have been silent for `silentMs`. Returns how many. */
  'ingest.markCrashed': (ctx: WriteContext, args: { readonly silentMs: number }): number =>
    endSilentRuns(ctx, args.silentMs),
} as const;
