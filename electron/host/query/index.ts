export { artifactReads } from './artifacts/reads.ts';
export { parseMongoFilter } from './filter/mongo.ts';
export { columnRef, runField, runFilter } from './filter/schema.ts';
export { parseOrder } from './filter/order.ts';
export { countRuns, listRuns } from './runs/list.ts';
export type { ListRunsOptions, RunListItem, RunListPage } from './runs/list.ts';
export { queryReads } from './reads.ts';
export { machineReads } from './machine.ts';
