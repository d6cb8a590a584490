import type { RunFilter } from '#shared/api';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Replaces relative times (`now-24h`, `now-7d`; units m, h, d, w) on time columns by moments (ms since 1970).
 * `now` should be rounded by the caller, so that the same filter stays the same query for a while.
 */
export function resolveTimes(filter: RunFilter, now: number): RunFilter {
  switch (filter.op) {
    case 'and':
    case 'or':
      return { ...filter, items: filter.items.map((item) => resolveTimes(item, now)) };
    case 'not':
      return { ...filter, item: resolveTimes(filter.item, now) };
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const moment = isTimeColumn(filter) ? momentOf(filter.value, now) : undefined;
      return moment === undefined ? filter : { ...filter, value: moment };
    }
    default:
      return filter;
  }
}

/** True when the filter means another thing tomorrow. */
export function isRelative(filter: RunFilter): boolean {
  return resolveTimes(filter, 0) !== filter && JSON.stringify(resolveTimes(filter, 0)) !== JSON.stringify(filter);
}

function isTimeColumn(filter: Extract<RunFilter, { op: '<' | '<=' | '>' | '>=' | '=' | '!=' }>): boolean {
  return filter.column.kind === 'run' && (filter.column.key === 'createdAt' || filter.column.key === 'heartbeatAt');
}

function momentOf(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^now\s*-\s*(\d{1,6})\s*([mhdw])$/.exec(value.trim());
  const unit = UNITS[match?.[2] ?? ''];
  return match?.[1] === undefined || unit === undefined ? undefined : now - Number(match[1]) * unit;
}
