export { bundleReads, bundleWrites } from './records/index.ts';
export { factsOf, usesOf, type UseRow } from './write/facts.ts';
export { versionOf } from './write/versions.ts';
export type { VersionFacts } from './format/schema.ts';
export { registerBundleRoutes } from './routes.ts';
