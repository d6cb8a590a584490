import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Smoothing, XAxis } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { linePanel } from './line/index.ts';
import type { DrawnRun } from './runs.ts';

/** A key of the data that can be a panel. */
export interface PanelSource {
  /** Unique on its board and kept in views: stream and key. */
  readonly id: string;
  readonly stream: 'history' | 'events';
  readonly key: string;
  readonly title: string;
  readonly typeCounts: Readonly<Record<string, number>>;
  /** Default x axis, when it is not the step. */
  readonly stepMetric?: string | undefined;
  /** What y shows at least while no one has set it: 0 to 100 for a share. Values beyond are still shown. */
  readonly yRange?: readonly [min: number, max: number] | undefined;
}

/** Settings that a board hands down to all its panels; each panel may override them. */
export interface SharedSettings {
  /** undefined: what each metric was defined with, else the step. */
  readonly x?: XAxis | undefined;
  readonly smoothing: Smoothing;
  readonly isOriginalShown: boolean;
  readonly xScale: 'linear' | 'log';
  readonly yScale: 'linear' | 'log';
}

/** What a panel's view is given. */
export interface PanelViewProps {
  readonly project: ProjectPath;
  readonly source: PanelSource;
  /** Visible runs in drawing order, already cut to `runLimit`. */
  readonly runs: readonly DrawnRun[];
  /** How many runs are visible, drawn or not. */
  readonly visibleCount: number;
  readonly onShowAllRuns: () => void;
  readonly shared: SharedSettings;
  /** This panel's own settings as they were saved; the kind lifts and checks them. */
  readonly saved: unknown;
  /** Saves own settings; undefined takes all of them back. */
  readonly onSave: (config: unknown) => void;
  readonly isCursorLinked: boolean;
  /** Keys that may be an x axis. */
  readonly xKeys: readonly string[];
  readonly isFullScreen: boolean;
  /** Opens or closes the large view. */
  readonly onFullScreen: () => void;
}

/** One kind of panel. A new data type is a new folder with one of these. */
export interface PanelKind {
  /** Kept in saved views; never changes. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Whether the kind shows values of these types by itself. */
  readonly accepts: (typeCounts: Readonly<Record<string, number>>) => boolean;
  readonly View: ComponentType<PanelViewProps>;
}

/** All kinds, the first that accepts a key draws it. */
export const panelKinds: readonly PanelKind[] = [linePanel];

/** The kind that shows a key by itself; undefined when none can (yet). */
export function panelKindFor(typeCounts: Readonly<Record<string, number>>): PanelKind | undefined {
  return panelKinds.find((kind) => kind.accepts(typeCounts));
}
