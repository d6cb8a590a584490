import type { ResolverMap } from '../scope.ts';
import { alertResolvers } from './alerts.ts';
import { artifactCollectionResolvers, collectionType } from './artifact-collections.ts';
import { artifactEditResolvers } from './artifact-edits.ts';
import { artifactSavingResolvers } from './artifact-saving.ts';
import { artifactResolvers, creatorType } from './artifacts.ts';
import { chartResolvers } from './charts.ts';
import { consoleResolvers } from './console.ts';
import { projectResolvers } from './projects.ts';
import { runEditResolvers } from './run-edits.ts';
import { rewindResolvers } from './rewind.ts';
import { runFileResolvers } from './run-files.ts';
import { runHistoryResolvers } from './run-history.ts';
import { runResolvers } from './runs.ts';
import { sweepResolvers } from './sweeps.ts';
import { viewerResolvers } from './viewer.ts';

const PARTS: readonly ResolverMap[] = [
  viewerResolvers,
  projectResolvers,
  runResolvers,
  runEditResolvers,
  runFileResolvers,
  runHistoryResolvers,
  rewindResolvers,
  consoleResolvers,
  alertResolvers,
  artifactResolvers,
  artifactCollectionResolvers,
  artifactSavingResolvers,
  artifactEditResolvers,
  chartResolvers,
  sweepResolvers,
];

/** All resolvers; a field is resolved in one place only. */
export const RESOLVERS: ResolverMap = mergeParts(PARTS);

/** For interfaces and unions: the type that stands behind a value. */
export const TYPE_RESOLVERS: Readonly<Record<string, (value: never) => string>> = {
  ArtifactCollection: collectionType,
  ArtifactCreator: creatorType,
};

function mergeParts(parts: readonly ResolverMap[]): ResolverMap {
  const merged: Record<string, Record<string, ResolverMap[string][string]>> = {};
  for (const part of parts) {
    for (const [type, fields] of Object.entries(part)) {
      const known = (merged[type] ??= {});
      for (const [field, resolve] of Object.entries(fields)) {
        if (field in known) throw new Error(`two resolvers for ${type}.${field}`);
        known[field] = resolve;
      }
    }
  }
  return merged;
}
