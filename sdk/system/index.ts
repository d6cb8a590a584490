export { environmentRecord, platformName, type ProgramFacts } from './environment.ts';
export { gitFacts, uncommittedPatch } from './git.ts';
export { meanOf, SystemMeter, type SystemSample } from './metrics.ts';
