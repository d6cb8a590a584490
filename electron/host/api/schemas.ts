import { z, type ZodType } from 'zod';
import { columnRef, runField, runFilter } from '#host/query';
import type {
  AlertsSeen,
  AppSettings,
  ProjectEdit,
  RunEdit,
  RunColumnsQuery,
  RunGroupQuery,
  RunMove,
  RunQuery,
  SavedView,
  SeriesQuery,
  SeriesRequest,
  TrashChoice,
} from '#shared/api';
import type { BulkRunEdit } from '#shared/api';

const KEY_LENGTH = 4096;
const NAME_LENGTH = 1024;
const MOST_COLUMNS = 2000;
/** One page draws a few dozen charts of a few hundred runs; ten times that is still answered. */
const MOST_LINES = 100_000;

const name = z.string().min(1).max(NAME_LENGTH);
const key = z.string().min(1).max(KEY_LENGTH);

export const alertsSeen: ZodType<AlertsSeen> = z.strictObject({ upTo: z.int().min(0) });

export const projectParams = z.object({ entity: name, project: name });
export const runParams = z.object({ entity: name, project: name, run: name });

/** Which runs, in which order. */
export const matchingRuns = {
  filter: runFilter.exactOptional(),
  search: z.strictObject({ text: z.string().max(1000), isRegex: z.boolean() }).exactOptional(),
  sort: z
    .array(z.strictObject({ column: columnRef, isDescending: z.boolean() }))
    .max(8)
    .exactOptional(),
};

export const runQuery: ZodType<RunQuery> = z.strictObject({
  ...matchingRuns,
  columns: z.array(columnRef).max(MOST_COLUMNS).exactOptional(),
  offset: z.int().min(0).exactOptional(),
  limit: z.int().min(1).max(10_000).exactOptional(),
  around: z.string().min(1).max(1000).exactOptional(),
});

export const runGroupQuery: ZodType<RunGroupQuery> = z.strictObject({
  by: z.array(columnRef).min(1).max(8),
  ...matchingRuns,
  columns: z.array(columnRef).max(500).exactOptional(),
});

export const runColumnsQuery: ZodType<RunColumnsQuery> = z.strictObject({
  ...matchingRuns,
  columns: z.array(columnRef).max(500),
  limit: z.int().min(1).max(10_000).exactOptional(),
});

const runPath = z.object({ entity: name, project: name, run: name });

const smoothing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['none', 'time-weighted-ema', 'ema']),
    strength: z.number().min(0).max(0.999),
    span: z.number().min(0).exactOptional(),
  }),
  z.strictObject({ kind: z.enum(['running', 'gaussian']), strength: z.number().min(1).max(10_000) }),
]);

/** Runs that a request reads, each as often as it is named. */
function runCount({ runs, groups = [] }: SeriesRequest): number {
  return groups.reduce((sum, group) => sum + group.runs.length, runs.length);
}

export const seriesQuery: ZodType<SeriesQuery> = z
  .strictObject({
    requests: z
      .array(
        z.strictObject({
          id: z.string().max(KEY_LENGTH),
          stream: z.enum(['history', 'events']),
          key,
          x: key,
          runs: z.array(runPath),
          range: z.strictObject({ from: z.number().exactOptional(), to: z.number().exactOptional() }).exactOptional(),
          buckets: z.int().min(10).max(10_000),
          isExpression: z.boolean().exactOptional(),
          isWhole: z.boolean().exactOptional(),
          groups: z.array(z.strictObject({ id: z.string().max(KEY_LENGTH), runs: z.array(name) })).exactOptional(),
          center: z.enum(['mean', 'median', 'min', 'max']).exactOptional(),
          band: z.enum(['none', 'minmax', 'std', 'stderr', 'ci95', 'p25p75', 'p10p90']).exactOptional(),
          smoothing: smoothing.exactOptional(),
          hasLast: z.boolean().exactOptional(),
        }),
      )
      .max(2000),
  })
  .refine((query) => query.requests.reduce((sum, request) => sum + runCount(request), 0) <= MOST_LINES, {
    path: ['requests'],
    error: `more than ${MOST_LINES} lines in one request`,
  });

const label = z.string().max(NAME_LENGTH).nullable();
const color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #1f77b4')
  .nullable();
const tags = z.array(z.string().min(1).max(256)).max(256);

export const runEdit: ZodType<RunEdit> = z.strictObject({
  displayName: z.string().min(1).max(NAME_LENGTH).exactOptional(),
  notes: z.string().max(1_000_000).exactOptional(),
  tags: tags.exactOptional(),
  group: label.exactOptional(),
  jobType: label.exactOptional(),
  color: color.exactOptional(),
  isLocked: z.boolean().exactOptional(),
});

export const projectEdit: ZodType<ProjectEdit> = z.strictObject({ description: z.string().max(100_000) });

const runNames = z.array(name).min(1).max(10_000);

export const bulkEdit: ZodType<BulkRunEdit> = z.strictObject({
  runs: runNames,
  addTags: tags.exactOptional(),
  removeTags: tags.exactOptional(),
  group: label.exactOptional(),
  jobType: label.exactOptional(),
  color: color.exactOptional(),
  isLocked: z.boolean().exactOptional(),
});

export const runMove: ZodType<RunMove> = z.strictObject({
  runs: runNames,
  to: z.strictObject({ entity: name, project: name }),
  dropsEmpty: z.boolean().exactOptional(),
});

export const bulkDelete = z.strictObject({ runs: runNames });

const whole = z.string().regex(/^-?\d+$/, 'must be a whole number');

export const logPageQuery = z.object({
  from: whole.transform(Number).default(0),
  count: whole.transform(Number).pipe(z.int().min(1).max(5000)).default(1000),
});

const flag = z.enum(['0', '1']).default('0');

export const logSearchQuery = z.object({
  text: z.string().min(1).max(1000),
  regex: flag,
  case: flag,
  limit: whole.transform(Number).pipe(z.int().min(1).max(100_000)).exactOptional(),
});

export const valuesQuery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), key: runField, text: z.string().max(1000).default('') }),
  z.object({ kind: z.enum(['config', 'summary']), key, text: z.string().max(1000).default('') }),
]);

export const viewParams = z.object({ entity: name, project: name, id: z.string().min(1).max(256) });

export const viewBody: ZodType<Omit<SavedView, 'id' | 'updatedAt'>> = z.object({
  scope: z.string().min(1).max(NAME_LENGTH),
  name: z.string().max(NAME_LENGTH),
  body: z.unknown(),
});

export const appSettings: ZodType<AppSettings> = z.strictObject({
  isCodeSavingEnabled: z.boolean().exactOptional(),
  crashAfterSeconds: z
    .number()
    .min(1)
    .max(7 * 86_400),
  trashDays: z.int().min(1).max(3650).exactOptional(),
});

/** Runs of the trash by their numbers; all of the project's when none are named. */
export const trashChoice: ZodType<TrashChoice> = z.strictObject({
  ids: z.array(z.int().min(1)).min(1).max(10_000).exactOptional(),
});
