import { z, type ZodType } from 'zod';
import type { ColumnRef, RunFilter } from '#shared/api';

const KEY_LENGTH = 4096;
const key = z.string().min(1).max(KEY_LENGTH);

/** What of a run itself can be asked for. */
export const runField = z.enum([
  'displayName',
  'name',
  'state',
  'createdAt',
  'heartbeatAt',
  'duration',
  'group',
  'jobType',
  'tags',
  'notes',
  'username',
  'host',
  'sweep',
  'lastStep',
  'lock',
]);

const runColumn = z.object({ kind: z.literal('run'), key: runField });
const valueColumn = z.object({
  kind: z.enum(['config', 'summary']),
  key,
  orKeys: z.array(key).max(8).exactOptional(),
});

/** A column as a request names it. */
export const columnRef: ZodType<ColumnRef> = z.union([
  runColumn,
  valueColumn,
  z.object({ kind: z.literal('metric'), key, stat: z.enum(['last', 'min', 'max', 'mean', 'best']) }),
]);

const filterValue = z.union([z.string().max(65_536), z.number(), z.boolean(), z.null()]);

/** A filter as a request brings it. */
export const runFilter: ZodType<RunFilter> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.object({ op: z.enum(['and', 'or']), items: z.array(runFilter).max(400) }),
    z.object({ op: z.literal('not'), item: runFilter }),
    z.object({ op: z.enum(['=', '!=', '<', '<=', '>', '>=']), column: columnRef, value: filterValue }),
    z.object({ op: z.enum(['in', 'not in']), column: columnRef, values: z.array(filterValue).max(10_000) }),
    z.object({ op: z.enum(['contains', 'regex']), column: columnRef, value: z.string().max(1000) }),
    z.object({ op: z.enum(['exists', 'missing']), column: columnRef }),
  ]),
);
