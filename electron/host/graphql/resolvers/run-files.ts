import {
  announceFiles,
  countRunFiles,
  deleteRunFiles,
  fileUrl,
  listRunFiles,
  mediaTypeOf,
  normaliseFileName,
  type RunFileRow,
  signDownload,
  signUpload,
  type UrlSigner,
} from '#host/files';
import { labelWriter, pathOf, type RunRow } from '#host/store';
import { decodeId, encodeId } from '../ids.ts';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { connectionOf, given, type PageArgs, wireTime } from '../wire.ts';
import { runAtPath, type RunPathInput } from './run-edits.ts';
import { runId } from './runs.ts';

interface FilesArgs extends PageArgs {
  readonly names?: readonly (string | null)[] | null;
  readonly pattern?: string | null;
}

interface RunFilesInput extends RunPathInput {
  readonly files: readonly string[];
}

/** Files on a page when the client does not say. */
const DEFAULT_PAGE = 50;
/** What the client takes for "there is no such file" when it asks for one by name. */
const MISSING = { sizeBytes: 0, md5: '0' } as const;

export const runFileResolvers: ResolverMap = {
  Run: {
    fileCount: (run: RunRow, _: unknown, scope) => countRunFiles(scope.db, run.id),
    files: (run: RunRow, args: FilesArgs, scope) => {
      const names = (args.names ?? []).filter((name) => name !== null);
      return names.length > 0 ? namedFiles(scope, run, names) : filePage(scope, run, args);
    },
  },
  Mutation: {
    createRunFiles: (_: unknown, args: { input: RunFilesInput }, scope) => {
      const run = runAtPath(scope, args.input);
      learnLabel(scope, run, args.input.files);
      const normal = announceFiles(writeOf(scope), run, args.input.files);
      // The answer keeps the client's own spelling of each name: it looks its files up by it.
      const files = args.input.files.map((name, i) => fileNode(scope, run, normal[i] ?? name, undefined, name));
      return { runID: runId(run), uploadHeaders: [], files };
    },
    // Bytes are stored and shown as soon as they have arrived, so there is nothing left to mark.
    markRunFilesUploaded: (_: unknown, args: { input: RunFilesInput }, scope) => {
      runAtPath(scope, args.input);
      return { success: true };
    },
    deleteFiles: (_: unknown, args: { input: { files: readonly string[] } }, scope) => {
      const ids = args.input.files.flatMap((id) => decodeId('RunFile', id)?.rowId ?? []);
      const count = deleteRunFiles(writeOf(scope), ids);
      return { success: count === args.input.files.length };
    },
  },
};

/** The file of a shared writer's console output is named by the label of its lines. */
function learnLabel(scope: Scope, run: RunRow, names: readonly string[]): void {
  const { writer } = scope.request;
  const label = names
    .map((name) => /^output_([^\]\s]{1,200})\.log$/.exec(name)?.[1])
    .find((found) => found !== undefined);
  if (writer !== undefined && label !== undefined) labelWriter(writeOf(scope), run.id, writer, label);
}

function filePage(scope: Scope, run: RunRow, args: FilesArgs): Record<string, unknown> {
  const limit = Math.max(0, args.first ?? DEFAULT_PAGE);
  const after = given(args.after);
  const pattern = given(args.pattern);
  const rows = listRunFiles(scope.db, run.id, {
    ...(after === undefined || after === '' ? {} : { after: Buffer.from(after, 'base64').toString() }),
    ...(pattern === undefined ? {} : { pattern }),
    limit: limit + 1,
    isUploadedOnly: true,
  });
  const shown = rows.slice(0, limit);
  const edges = shown.map((row) => ({
    cursor: Buffer.from(row.name).toString('base64'),
    node: fileNode(scope, run, row.name, row),
  }));
  const pageInfo = {
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? after ?? null,
    hasNextPage: rows.length > limit,
    hasPreviousPage: after !== undefined,
  };
  return { edges, pageInfo, uploadHeaders: [], totalCount: () => countRunFiles(scope.db, run.id) };
}

/** One node for each name asked for, missing or not: that is how the client finds out that a file is missing. */
function namedFiles(scope: Scope, run: RunRow, names: readonly string[]): Record<string, unknown> {
  const normal = names.map(normaliseFileName);
  const known = new Map(listRunFiles(scope.db, run.id, { names: normal }).map((row) => [row.name, row]));
  const nodes = normal.map((name) => fileNode(scope, run, name, known.get(name)));
  return { ...connectionOf(nodes, 0, false), uploadHeaders: [], totalCount: nodes.length };
}

/** A `File`; addresses are made only when they are asked for. */
function fileNode(scope: Scope, run: RunRow, name: string, row: RunFileRow | undefined, shownName = name): object {
  const target = { path: pathOf(run), name };
  const signer: UrlSigner = {
    baseUrl: scope.request.baseUrl,
    secret: scope.request.signingSecret,
    now: scope.now(),
  };
  // null is how the client knows, for one, that a run has no file of large summary values.
  const updatedAt = row?.blob === undefined ? null : wireTime(row.updatedAt);
  return {
    id: encodeId('RunFile', row?.id ?? 0, name),
    name: shownName,
    displayName: shownName,
    url: (args: { upload?: boolean | null }) =>
      args.upload === true ? signUpload(signer, target) : fileUrl(signer.baseUrl, target),
    directUrl: () => signDownload(signer, target),
    uploadUrl: () => signUpload(signer, target),
    uploadHeaders: [],
    sizeBytes: row?.blob?.sizeBytes ?? MISSING.sizeBytes,
    mimetype: row?.mimetype ?? mediaTypeOf(name),
    createdAt: updatedAt,
    updatedAt,
    md5: row?.blob?.md5 ?? MISSING.md5,
    digest: row?.blob?.md5 ?? MISSING.md5,
    storagePath: name,
  };
}
