import {
  findRunById,
  findStreams,
  historyKeys,
  readSummary,
  recordRewind,
  resetLastStep,
  type RunRow,
  setSummary,
  truncateStream,
} from '#host/store';
import { Problem } from '#shared/errors';
import { isJsonObject, type JsonValue, parseExtended, setMember, stringifyExtended } from '#shared/wire';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { runAtPath, type RunPathInput } from './run-edits.ts';

interface RewindInput extends RunPathInput {
  readonly metricName?: string | null;
  readonly metricValue: number;
}

export const rewindResolvers: ResolverMap = {
  Mutation: {
    rewindRun: (_: unknown, args: { input: RewindInput }, scope) => ({ rewoundRun: rewind(scope, args.input) }),
  },
};

/** Cuts the history after a step; the client then goes on from the line count that is left. */
function rewind(scope: Scope, input: RewindInput): RunRow | undefined {
  const ctx = writeOf(scope);
  const run = runAtPath(scope, input);
  const metric = input.metricName ?? '_step';
  if (metric !== '_step') throw new Problem('graphql.unsupported', { what: `rewinding by ${metric}` });
  for (const stream of findStreams(ctx.db, run.id, 'history')) truncateStream(ctx, stream, input.metricValue);
  recordRewind(ctx, run.id, input.metricValue);
  const { lastStep, keys } = historyKeys(ctx.db, run.id);
  resetLastStep(ctx, run, lastStep);
  setSummary(ctx, run, rewoundSummary(readSummary(ctx.db, run.id), keys));
  return findRunById(ctx.db, run.id);
}

/** The summary with the last numbers that are left; what is no plain number of the history stays as it is. */
function rewoundSummary(text: string, keys: Readonly<Record<string, { readonly previousValue?: number }>>): string {
  const document = parseExtended(text);
  if (!isJsonObject(document)) return text;
  const summary: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(document)) {
    const last = typeof value === 'number' ? keys[key]?.previousValue : undefined;
    setMember(summary, key, last ?? value);
  }
  return stringifyExtended(summary);
}
