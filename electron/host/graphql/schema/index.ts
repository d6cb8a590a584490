import { ARTIFACT_EDITS_SDL } from './artifact-edits.graphql.ts';
import { ARTIFACTS_SDL } from './artifacts.graphql.ts';
import { BASE_SDL } from './base.graphql.ts';
import { CHARTS_SDL } from './charts.graphql.ts';
import { FILES_SDL } from './files.graphql.ts';
import { PROJECTS_SDL } from './projects.graphql.ts';
import { RUN_HISTORY_SDL } from './run-history.graphql.ts';
import { RUNS_SDL } from './runs.graphql.ts';
import { SWEEPS_SDL } from './sweeps.graphql.ts';
import { VIEWER_SDL } from './viewer.graphql.ts';

/** The whole schema, one part for each subject. */
export const SDL = [
  BASE_SDL,
  VIEWER_SDL,
  PROJECTS_SDL,
  RUNS_SDL,
  RUN_HISTORY_SDL,
  FILES_SDL,
  ARTIFACTS_SDL,
  ARTIFACT_EDITS_SDL,
  CHARTS_SDL,
  SWEEPS_SDL,
].join('\n');
