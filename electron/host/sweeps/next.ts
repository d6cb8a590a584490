import type { ReadableDb } from '#host/store';
import type { SweepPlan } from './config/plan.ts';
import { type ConfigObject, toJson } from './config/value.ts';
import { countTrials, listTrials, type SweepRow } from './rows.ts';
import { suggest } from './search/bayes.ts';
import { gridOf } from './search/grid.ts';
import { rngOf } from './search/rng.ts';
import { drawPoint, nest, type Point } from './search/space.ts';
import { observations, valuesOf } from './trials.ts';

export interface NextTrial {
  readonly number: number;
  readonly args: ConfigObject;
  readonly gridIndex?: number;
}

/** The parameters to try next; undefined when the search is at its end. The same state gives the same answer. */
export function nextTrial(db: ReadableDb, sweep: SweepRow, plan: SweepPlan): NextTrial | undefined {
  const count = countTrials(db, sweep.id);
  if (plan.runCap !== undefined && count >= plan.runCap) return undefined;
  const number = count + 1;
  const rng = rngOf(sweep.seed, number);
  switch (plan.method) {
    case 'grid':
      return nextOfGrid(db, sweep, plan, number);
    case 'random':
      return { number, args: nest(plan.space, drawPoint(plan.space, rng)) };
    case 'bayes':
      return { number, args: nest(plan.space, suggest(plan.space, observations(db, sweep, plan), rng)) };
  }
}

/** The next combination that no run had, also none that was added from before. */
function nextOfGrid(db: ReadableDb, sweep: SweepRow, plan: SweepPlan, number: number): NextTrial | undefined {
  const grid = gridOf(plan.space);
  if (grid === undefined) throw new Error(`the grid of sweep ${sweep.name} has no end`);
  const trials = listTrials(db, sweep.id);
  const earlier = new Set(trials.filter(({ state }) => state === 'prior').map((trial) => keyOf(valuesOf(plan, trial))));
  let index = trials.reduce((last, trial) => Math.max(last, trial.gridIndex ?? -1), -1) + 1;
  for (; index < grid.size; index += 1) {
    const point = grid.at(index);
    if (!earlier.has(keyOf(point))) return { number, args: nest(plan.space, point), gridIndex: index };
  }
  return undefined;
}

/** 1 and 1.0 are the same combination. */
function keyOf(point: Point | readonly unknown[]): string {
  return (point as Point).map((value) => toJson(value ?? null).replace(/\.0$/, '')).join('\n');
}
