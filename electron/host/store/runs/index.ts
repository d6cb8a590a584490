export { endSilentRuns } from './crashes.ts';
export { readConfig, readSummary, setConfig, setSummary } from './documents.ts';
export { findRun, findRunById, readTags, runAt, runOfClient, TRASH_ID, wasDeleted } from './find.ts';
export { lockRun, refuseLocked, refuseLockedAmong } from './lock.ts';
export { moveRun, removeEmptyProject } from './move.ts';
export { ensureProject, findProject, findProjectById, projectAt, setProjectDescription } from './projects.ts';
export { readRewinds, recordRewind } from './rewinds.ts';
export type { Rewind } from './rewinds.ts';
export { endOf, hasEnded, requestStop, setRunState } from './state.ts';
export { splitObject } from './split-object.ts';
export { pathOf } from './types.ts';
export type { ProjectRow, RunFields, RunRow, UpsertRunInput } from './types.ts';
export { editRun, upsertRun } from './upsert.ts';
export { lateEnd } from './times.ts';
export { purgeRuns, restoreRun, trashedBefore, trashedRuns, trashRun } from './trash.ts';
export type { TrashedRow } from './trash.ts';
export {
  emitRun,
  recordProgress,
  recordRefusals,
  recordStart,
  resetLastStep,
  setTags,
  touchRun,
  updateRun,
} from './write.ts';
export { completeWriter, decidingWriters, jointExitCode, labelWriter, readWriters, touchWriter } from './writers.ts';
export type { RunWriter } from './writers.ts';
