import type { RunQuery, SavedView } from '#shared/api';
import { resolveTimes } from './filter-times.ts';
import { parseBody, TABLE_VIEW_ID } from './table-state.ts';

/** Filter and order of the runs table as they are saved, for pages that go through runs as the table lists them. `moment`: what relative times are counted from, ms. */
export function savedOrder(views: readonly SavedView[], moment: number): Pick<RunQuery, 'filter' | 'sort'> {
  const state = parseBody(views.find((view) => view.id === TABLE_VIEW_ID)?.body);
  if (state === undefined) return {};
  const { filter, sort } = state;
  return {
    ...(filter === undefined ? {} : { filter: resolveTimes(filter, moment) }),
    ...(sort.length === 0 ? {} : { sort }),
  };
}
