import { handleBringProjects } from './projects.ts';
import { handleBringSweep } from './sweeps.ts';
import { handleLinkUses, handleSettleRun, readWantedFiles } from './run.ts';
import { handleBeginVersion, handleCommitVersion, handleSettleAliases } from './versions.ts';

/** What this room does on the writer thread. */
export const bundleWrites = {
  'bundle.bringProjects': handleBringProjects,
  'bundle.bringSweep': handleBringSweep,
  'bundle.settleRun': handleSettleRun,
  'bundle.linkUses': handleLinkUses,
  'bundle.beginVersion': handleBeginVersion,
  'bundle.commitVersion': handleCommitVersion,
  'bundle.settleAliases': handleSettleAliases,
} as const;

/** What this room does on the reader threads. */
export const bundleReads = {
  'bundle.wantedFiles': readWantedFiles,
} as const;
