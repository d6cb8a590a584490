export { readConfig, readSummary, setConfig, setSummary } from './documents.ts';
export { findRun, findRunById, readTags, SELECT_RUN, toRunRow, wasDeleted } from './find.ts';
export { findKey, internKey, keyName } from './keys.ts';
export { ensureProject, findProject, findProjectById, setProjectDescription } from './projects.ts';
export { endOf, hasEnded, requestStop, setRunState } from './state.ts';
export { pathOf } from './types.ts';
export type { ProjectRow, RefusedLine, RunFields, RunRow, UpsertRunInput } from './types.ts';
export { deleteRun, editRun, upsertRun } from './upsert.ts';
export { emitRun, recordProgress, recordRefusals, resetLastStep, setTags, touchRun, updateRun } from './write.ts';
