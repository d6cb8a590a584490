import { artifactFileReads, artifactFileWrites } from './artifact-handlers.ts';
import type { RunFile } from '#shared/api';
import type { RunPath } from '#shared/units';
import { runOfClient, type ReadContext, type WriteContext } from '#host/store';
import { commitFile, deleteRunFiles, findRunFile, listRunFiles, type RunFileRow } from './records.ts';
import { findUnknownBlobs, forgetUnusedBlobs } from './unused.ts';

/** What this room does on the writer thread. */
export const fileWrites = {
  ...artifactFileWrites,
  'files.commit': (ctx: WriteContext, args: Parameters<typeof commitFile>[1]): void => commitFile(ctx, args),
  'files.delete': (ctx: WriteContext, args: { readonly ids: readonly number[] }): number =>
    deleteRunFiles(ctx, args.ids),
  'files.forgetUnused': (ctx: WriteContext, args: { readonly limit: number }) => forgetUnusedBlobs(ctx, args.limit),
  'files.findUnknown': (ctx: WriteContext, args: { readonly hashes: readonly string[] }): string[] =>
    findUnknownBlobs(ctx, args.hashes),
} as const;

/** What this room does on the reader threads. Errors: `run.unknown`, `run.deleted`. */
export const fileReads = {
  ...artifactFileReads,
  /** All files of a run for the Files page, sorted by name. */
  'files.list': (ctx: ReadContext, args: { readonly path: RunPath }): RunFile[] =>
    listRunFiles(ctx.db, runOfClient(ctx.db, args.path).id).map(toRunFile),
  /** One file, to be served; undefined when the run has no such file. */
  'files.find': (ctx: ReadContext, args: { readonly path: RunPath; readonly name: string }): RunFileRow | undefined =>
    findRunFile(ctx.db, runOfClient(ctx.db, args.path).id, args.name),
} as const;

function toRunFile(row: RunFileRow): RunFile {
  return {
    name: row.name,
    sizeBytes: row.blob?.sizeBytes ?? 0,
    mimetype: row.mimetype,
    updatedAt: row.updatedAt,
    md5: row.blob?.md5 ?? '',
    isUploaded: row.blob !== undefined,
  };
}
