import type { ImportItem } from '#shared/api';
import { strings } from './strings.ts';

/** What of a log did not come in, in words. */
export function notesOf({ report, state }: Pick<ImportItem, 'report' | 'state'>): string[] {
  return [
    ...(report.isTorn && state !== 'queued' ? [strings.torn] : []),
    ...report.damage.map(({ from, to, reason }) => strings.damage(from, to, reason)),
    ...Object.entries(report.notUnderstood).map(([reason, count]) => strings.notUnderstood(count, reason)),
    ...report.missing,
  ];
}
