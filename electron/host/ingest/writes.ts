import { handleMarkCrashed } from './crash-watch.ts';
import { handleFileStream } from './file-stream.ts';

/** What this room does on the writer thread. */
export const ingestWrites = {
  'ingest.fileStream': handleFileStream,
  'ingest.markCrashed': handleMarkCrashed,
} as const;
