export { environmentRecord, platformName, type ProgramFacts } from './environment.ts';
