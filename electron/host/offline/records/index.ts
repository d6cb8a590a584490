import { handleAppend } from './append.ts';
import { handleBeginArtifact, handleCommitArtifact, handleUseArtifact } from './artifacts.ts';
import { handleBegin, handleForgetDeletion } from './begin.ts';
import {
  handleEnd,
  handleEndBundled,
  handleFileSeen,
  handleFollow,
  handleQueue,
  handleRemove,
  handleReport,
  handleWatch,
  readChangedFiles,
  readKnown,
  readList,
  readUnfinished,
  readWatched,
} from './manage.ts';

/** What this room does on the writer thread. */
export const offlineWrites = {
  'offline.queue': handleQueue,
  'offline.begin': handleBegin,
  'offline.forgetDeletion': handleForgetDeletion,
  'offline.append': handleAppend,
  'offline.beginArtifact': handleBeginArtifact,
  'offline.commitArtifact': handleCommitArtifact,
  'offline.useArtifact': handleUseArtifact,
  'offline.fileSeen': handleFileSeen,
  'offline.report': handleReport,
  'offline.end': handleEnd,
  'offline.endBundled': handleEndBundled,
  'offline.follow': handleFollow,
  'offline.remove': handleRemove,
  'offline.watch': handleWatch,
} as const;

/** What this room does on the reader threads. */
export const offlineReads = {
  'offline.list': readList,
  'offline.watched': readWatched,
  'offline.unfinished': readUnfinished,
  'offline.known': readKnown,
  'offline.changedFiles': readChangedFiles,
} as const;
