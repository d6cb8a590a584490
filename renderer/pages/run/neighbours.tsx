import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import type { RunHead, RunQuery } from '#shared/api';
import { runHref, type RunPath } from '#shared/units';
import { useNow, useRunQuery, useViews } from '#ui/data';
import { IconButton, useCommands } from '#ui/widgets';
import { savedOrder } from '../runs/saved-order.ts';
import type { RunTab } from './run-page.tsx';
import styles from './run.module.css';
import { strings } from './strings.ts';

const MINUTE_MS = 60_000;

/** To the rows above and below this run in the runs table, in the same tab. */
export function Neighbours({ path, tab }: { readonly path: RunPath; readonly tab: RunTab }): ReactElement {
  const [, navigate] = useLocation();
  const { above, below } = useNeighbours(path);
  const go = (to: RunHead | undefined): void => {
    if (to !== undefined) navigate(tab === 'charts' ? runHref(to.path) : `${runHref(to.path)}/${tab}`);
  };
  useCommands([
    { id: 'run.previous', title: strings.above, group: strings.group, keys: 'k', run: () => go(above) },
    { id: 'run.next', title: strings.below, group: strings.group, keys: 'j', run: () => go(below) },
    {
      id: 'run.logs',
      title: strings.toLogs,
      group: strings.group,
      keys: 'g l',
      run: () => navigate(`${runHref(path)}/logs`),
    },
    {
      id: 'run.overview',
      title: strings.toOverview,
      group: strings.group,
      keys: 'g o',
      run: () => navigate(`${runHref(path)}/overview`),
    },
  ]);
  return (
    <div className={styles.neighbours}>
      <IconButton
        label={labelOf(strings.above, above)}
        size="small"
        disabled={above === undefined}
        onClick={() => go(above)}
      >
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={labelOf(strings.below, below)}
        size="small"
        disabled={below === undefined}
        onClick={() => go(below)}
      >
        <ChevronDown size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function labelOf(words: string, head: RunHead | undefined): string {
  return head === undefined ? words : `${words}: ${head.displayName}`;
}

/** By the saved order and filter of the runs table; where its filter leaves this run out, among all runs. */
function useNeighbours(path: RunPath): { readonly above: RunHead | undefined; readonly below: RunHead | undefined } {
  // Filters may say `now-24h`; asked anew each minute is often enough.
  const moment = Math.floor(useNow(MINUTE_MS, true) / MINUTE_MS) * MINUTE_MS;
  const views = useViews(path);
  const query = useMemo(
    (): RunQuery => ({ ...savedOrder(views.data ?? [], moment), around: path.run }),
    [views.data, moment, path.run],
  );
  const asked = useRunQuery(path, query, !views.isPending);
  const isLeftOut = asked.data?.rows.length === 0 && query.filter !== undefined;
  const { filter: _, ...whole } = query;
  const rows = useRunQuery(path, isLeftOut ? whole : query, !views.isPending).data?.rows ?? [];
  const at = rows.findIndex((row) => row.head.path.run === path.run);
  // While the answer for this run is on its way, that for the last one is still held.
  if (at < 0) return { above: undefined, below: undefined };
  return { above: rows[at - 1]?.head, below: rows[at + 1]?.head };
}
