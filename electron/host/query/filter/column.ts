import type { ColumnRef } from '#shared/api';
import { Problem } from '#shared/errors';

type RunField = Extract<ColumnRef, { kind: 'run' }>['key'];

/** Names of run fields as users of the Python client write them. */
const FIELDS: Readonly<Record<string, RunField>> = {
  name: 'name',
  display_name: 'displayName',
  displayName: 'displayName',
  state: 'state',
  group: 'group',
  job_type: 'jobType',
  jobType: 'jobType',
  username: 'username',
  'user.username': 'username',
  host: 'host',
  sweep: 'sweep',
  tags: 'tags',
  notes: 'notes',
  created_at: 'createdAt',
  createdAt: 'createdAt',
  heartbeat_at: 'heartbeatAt',
  heartbeatAt: 'heartbeatAt',
  updated_at: 'heartbeatAt',
  updatedAt: 'heartbeatAt',
  duration: 'duration',
  runtime: 'duration',
  last_step: 'lastStep',
  lastStep: 'lastStep',
};

/**
 * The column that a field of the client's filter and order language names. Errors: `filter.invalid` for an unknown
 * field. Source: protocol of the public API (wandb 0.31), filters of `runs`.
 */
export function columnOfField(field: string): ColumnRef {
  const known = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (known !== undefined) return { kind: 'run', key: known };
  const config = after(field, 'config.');
  if (config !== undefined) return configColumn(config);
  const summary = after(field, 'summary_metrics.') ?? after(field, 'summaryMetrics.') ?? after(field, 'summary.');
  if (summary !== undefined) return { kind: 'summary', key: summary };
  throw new Problem('filter.invalid', {
    where: field,
    reason: `no such field; use config.<key>, summary_metrics.<key> or one of ${Object.keys(FIELDS).join(', ')}`,
  });
}

/** `lr.value` may be a key of that name or the old spelling of `lr`; the same for `model.value.depth`. */
function configColumn(path: string): ColumnRef {
  const other = path.endsWith('.value') ? path.slice(0, -'.value'.length) : path.replace(/^([^.]+)\.value\./, '$1.');
  return other === path || other === ''
    ? { kind: 'config', key: path }
    : { kind: 'config', key: path, orKeys: [other] };
}

function after(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) && text.length > prefix.length ? text.slice(prefix.length) : undefined;
}
