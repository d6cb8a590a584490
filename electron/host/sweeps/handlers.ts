import { findProject, type ReadContext, type WriteContext } from '#host/store';
import type { SweepCheck, SweepCreated, SweepDetail, SweepState, SweepSummary } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { setSweepState, settleSweep } from './finish.ts';
import { checkText, detailOf, summaryOf } from './read.ts';
import { countSweeps, listSweeps, unsettledSweeps, sweepAt } from './rows.ts';
import { createSweep, deleteSweep } from './upsert.ts';

interface SweepPath {
  readonly path: ProjectPath;
  readonly name: string;
}

/** For the windows, on the reader threads. Errors: `project.unknown`, `sweep.unknown`. */
export const sweepReads = {
  'sweeps.list': (ctx: ReadContext, path: ProjectPath): SweepSummary[] => {
    const project = findProject(ctx.db, path);
    if (project === undefined) throw new Problem('project.unknown', { ...path });
    return listSweeps(ctx.db, project.id).map((sweep) => summaryOf(ctx.db, sweep, ctx.now()));
  },

  'sweeps.count': (ctx: ReadContext, path: ProjectPath): { count: number } => {
    const project = findProject(ctx.db, path);
    return { count: project === undefined ? 0 : countSweeps(ctx.db, project.id) };
  },

  'sweeps.detail': (ctx: ReadContext, { path, name }: SweepPath): SweepDetail =>
    detailOf(ctx.db, sweepAt(ctx.db, path, name), ctx.now()),

  'sweeps.check': (_: ReadContext, config: string): SweepCheck => checkText(config),

  /** Whether there is anything to settle. */
  'sweeps.areUnsettled': (ctx: ReadContext): boolean => unsettledSweeps(ctx.db).length > 0,
} as const;

/** On the writer thread. */
export const sweepWrites = {
  'sweeps.create': (
    ctx: WriteContext,
    args: {
      readonly path: ProjectPath;
      readonly username: string;
      readonly config: string;
      readonly displayName?: string;
    },
  ): SweepCreated => {
    const { path, username, ...input } = args;
    const { sweep, warnings } = createSweep(ctx, path, username, input);
    return { summary: summaryOf(ctx.db, sweep, ctx.now()), warnings };
  },

  'sweeps.setState': (
    ctx: WriteContext,
    { path, name, state }: SweepPath & { readonly state: SweepState },
  ): SweepSummary => summaryOf(ctx.db, setSweepState(ctx, sweepAt(ctx.db, path, name), state), ctx.now()),

  'sweeps.delete': (ctx: WriteContext, { path, name }: SweepPath): void => deleteSweep(ctx, path, name),

  /** Ends sweeps whose agents left after the last run, and runs that nobody will begin. */
  'sweeps.settle': (ctx: WriteContext): void => {
    for (const sweep of unsettledSweeps(ctx.db)) settleSweep(ctx, sweep);
  },
} as const;
