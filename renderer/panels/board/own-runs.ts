import type { ComponentType } from 'react';
import type { ProjectPath } from '#shared/units';
import type { RunScope } from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import type { OwnRuns } from './board-body.ts';
import type { BoardStore } from './board-store.ts';

/** The runs that reach a panel. */
export interface PanelRuns {
  readonly runs: readonly DrawnRun[];
  readonly scope: RunScope;
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly visibleCount: number;
}

export interface OwnRunsFormProps {
  readonly project: ProjectPath;
  readonly own: OwnRuns | undefined;
  readonly onOwn: (own: OwnRuns | undefined) => void;
}

/** How a page lets its panels draw other runs than the board; the page knows how runs are asked for. Never changes. */
export interface OwnRunsKit {
  /** The panel's own runs; those of the board while it has set nothing. */
  readonly useRuns: (input: {
    readonly project: ProjectPath;
    readonly store: BoardStore;
    readonly own: OwnRuns | undefined;
    readonly board: PanelRuns;
  }) => PanelRuns;
  readonly Form: ComponentType<OwnRunsFormProps>;
}

/** Of a board whose panels all draw its runs. */
export const NO_OWN_RUNS: Pick<OwnRunsKit, 'useRuns'> = { useRuns: ({ board }) => board };
