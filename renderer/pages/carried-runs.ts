import { useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
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

/** Ctrl/Cmd+J: opens the other page with the same runs. They go with the step of the history, not with the address. */
export function useOtherPage(href: string, carried: () => CarriedRuns): void {
  const [, navigate] = useLocation();
  useCommands([
    {
      id: 'go.toggle-table',
      title: strings.toggleTable,
      group: strings.toggleGroup,
      keys: '$mod+J',
      run: () => navigate(href, { state: { runs: carried() } }),
    },
  ]);
}

/** What the page before has handed over, once: a reload is as the address and the saved view say. */
export function takeCarried(): CarriedRuns | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('runs' in state)) return undefined;
  history.replaceState(null, '');
  return state.runs as CarriedRuns;
}
