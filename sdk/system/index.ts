export { environmentRecord, platformName, type ProgramFacts } from './environment.ts';
export { gitFacts, uncommittedPatch } from './git.ts';
export { NvidiaMeter } from './nvidia.ts';
export { meanOf, SystemMeter, type SystemSample } from './metrics.ts';
