import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
import { useData } from '#ui/data';
import { useCommands } from '#ui/widgets';
import { strings } from './strings.ts';

/** What the list of runs beside charts and the runs table hand over when one opens the other. */
export interface CarriedRuns {
  readonly search: { readonly text: string; readonly isRegex: boolean };
  /** As text. */
  readonly filter: string;
  readonly sort: string;
  /** Columns by which runs are taken together. */
  readonly groupBy: readonly string[];
  readonly selected: readonly RunHead[];
}

/** Where they are on their way, in the window's cache. Not in the address: a reload is as that and the saved view say. */
const ON_THE_WAY = 'carried runs';

/** Ctrl/Cmd+J: opens the other page with the same runs. */
export function useOtherPage(href: string, carried: () => CarriedRuns): void {
  const [, navigate] = useLocation();
  const { queries } = useData();
  useCommands([
    {
      id: 'go.toggle-table',
      title: strings.toggleTable,
      group: strings.toggleGroup,
      keys: '$mod+J',
      run: () => {
        queries.setQueryData<CarriedRuns>([ON_THE_WAY, href], carried());
        navigate(href);
      },
    },
  ]);
}

/** What the page before has handed over to the page of this address, once. */
export function useCarried(href: string): CarriedRuns | undefined {
  const { queries } = useData();
  const [carried] = useState(() => queries.getQueryData<CarriedRuns>([ON_THE_WAY, href]));
  // Not while drawing: a page whose code has just come may be drawn twice before it stands, each time from the start.
  useEffect(() => queries.removeQueries({ queryKey: [ON_THE_WAY] }), [queries]);
  return carried;
}
