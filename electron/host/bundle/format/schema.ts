import { z } from 'zod';

/** What `manifest.json` of every bundle says first. */
export const FORMAT = 'taffrail-bundle';
/** Grows when an older Taffrail could not read a bundle any more. */
export const VERSION = 1;
export const MANIFEST = 'manifest.json';
export const README = 'README.txt';

const text = z.string().max(10_000_000);
const name = z.string().min(1).max(4096);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const time = z.number().int().min(0).max(8.64e15);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const digest = z.string().max(10_000);

export const runPathSchema = z.object({ entity: name, project: name, run: name });

const projectSchema = z.object({
  entity: name,
  project: name,
  description: text,
  /** Saved views; `body` is what the pages made of it. */
  views: z.array(z.object({ id: name, scope: text, name: text, body: z.unknown() })).max(100_000),
});

/** `spec`: JSON text of a Vega or Vega-Lite specification. */
const chartSchema = z.object({ entity: name, name, displayName: text, type: text, access: text, spec: text });

/** A sweep that runs of the bundle belong to, or of a whole project. */
const sweepSchema = z.object({
  entity: name,
  project: name,
  name,
  displayName: text.nullable(),
  description: text.nullable(),
  /** YAML text. */
  config: text,
  state: z.enum(['PENDING', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELED']),
  /** What its parameters are drawn from, 32 bits. */
  seed: z.number().int().min(0).max(0xffff_ffff),
  username: text,
  createdAt: time,
  updatedAt: time,
});

/** Read before all else: what a newer format keeps in any case. */
export const headSchema = z.object({ format: z.literal(FORMAT), version: z.number().int().min(1) });

export const manifestSchema = headSchema.extend({
  madeAt: z.iso.datetime(),
  madeBy: z.object({ user: text, program: text }),
  runs: z
    .array(
      runPathSchema.extend({
        displayName: text,
        /** The run's log; `files/` and `run.json` lie beside it. */
        log: name,
        facts: name,
      }),
    )
    .max(1_000_000),
  /** Whole projects: what is kept of each beside its runs. */
  projects: z.array(projectSchema).max(100_000).default([]),
  /** Chart presets of the entities that the runs are of. */
  charts: z.array(chartSchema).max(100_000).default([]),
  sweeps: z.array(sweepSchema).max(100_000).default([]),
  /** Versions in the order they were made, each a file of its own. */
  artifacts: z.array(name).max(1_000_000),
  /** Every other file of the bundle. */
  files: z.array(z.object({ path: name, sizeBytes: count, sha256 })).max(3_000_000),
});

const STATES = ['running', 'finished', 'failed', 'crashed', 'killed', 'pending', 'preempting', 'preempted'] as const;

/** `run.json`: what a log does not hold, or not exactly. Documents are extended JSON, as the client sends them. */
export const runFactsSchema = runPathSchema.extend({
  displayName: text,
  state: z.enum(STATES),
  stateReason: text,
  createdAt: time,
  updatedAt: time,
  heartbeatAt: time,
  finishedAt: time.optional(),
  exitCode: z.number().int().optional(),
  group: text.optional(),
  jobType: text.optional(),
  notes: text,
  username: text,
  host: text.optional(),
  program: text.optional(),
  repo: text.optional(),
  commit: text.optional(),
  sweep: text.optional(),
  color: text.optional(),
  runtimeS: z.number().min(0),
  tags: z.array(text).max(100_000),
  config: z.string(),
  summary: z.string(),
  /** Files of the run; `path` is their place in the bundle. */
  files: z.array(z.object({ name, path: name, sha256, updatedAt: time })).max(1_000_000),
  alerts: z.array(z.object({ at: time, severity: text, title: text, text })).max(1_000_000),
  /** Versions that the run made or read. */
  uses: z
    .array(
      z.object({
        artifact: name,
        direction: z.enum(['input', 'output']),
        usedAs: text.optional(),
        at: time,
      }),
    )
    .max(1_000_000),
});

/** `artifacts/versions/….json`: one version of an artifact. */
export const versionSchema = z.object({
  entity: name,
  project: name,
  type: name,
  collection: name,
  collectionDescription: text.optional(),
  collectionTags: z.array(text).max(100_000),
  /** Its number there: `v3` is 3. */
  version: count,
  /** Hex MD5 over the manifest, as the client computes it. */
  digest,
  description: text.optional(),
  /** JSON text of an object. */
  metadata: text,
  aliases: z.array(name).max(100_000),
  tags: z.array(name).max(100_000),
  ttlS: z.number().int(),
  historyStep: z.number().int().optional(),
  /** What references to it are made of. */
  clientId: name,
  sequenceClientId: name.optional(),
  username: text,
  createdAt: time,
  updatedAt: time,
  /** The run that made it. */
  creator: runPathSchema.optional(),
  /** Portfolios that it was linked into. */
  links: z
    .array(z.object({ entity: name, project: name, collection: name, aliases: z.array(name).max(100_000) }))
    .max(100_000),
  /** `digest`: base64 MD5 of the bytes; opaque for references, which have a `ref` and no `sha256`. */
  entries: z
    .array(
      z.object({
        path: name,
        digest,
        sizeBytes: count,
        ref: text.optional(),
        extra: text.optional(),
        sha256: sha256.optional(),
      }),
    )
    .max(5_000_000),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type BundledRun = Manifest['runs'][number];
export type BundledProject = Manifest['projects'][number];
export type BundledSweep = Manifest['sweeps'][number];
export type BundledChart = Manifest['charts'][number];
export type BundledFile = Manifest['files'][number];
export type RunFacts = z.infer<typeof runFactsSchema>;
export type VersionFacts = z.infer<typeof versionSchema>;

/** Where the bytes of an artifact's file lie in a bundle. */
export function artifactPath(sha: string): string {
  return `artifacts/files/${sha.slice(0, 2)}/${sha.slice(2)}`;
}
