import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { ProjectKeys, RunFilter, RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { barPanel } from './bar/index.ts';
import { codePanel, comparePanel } from './compare/index.ts';
import { importancePanel } from './importance/index.ts';
import { linePanel } from './line/index.ts';
import { markdownPanel } from './markdown/index.ts';
import { chartPanel, histogramPanel, mediaPanel, modelPanel, queryTablePanel, tablePanel } from './media/index.ts';
import { parallelPanel } from './parallel/index.ts';
import { scalarPanel } from './scalar/index.ts';
import { scatterPanel } from './scatter/index.ts';
import type { DrawnGroup, DrawnRun } from './runs.ts';
import type { SharedSettings } from './settings.ts';

export type { SharedSettings } from './settings.ts';

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

/**
 * All runs that a board is about, drawn or not: what panels that stand on columns of runs ask for. Unlike `runs` it is
 * not cut to the number of lines that a chart can bear.
 */
export interface RunScope {
  /** Which runs match. */
  readonly query: Pick<RunQuery, 'filter' | 'search' | 'sort'>;
  /** Whether a run's eye is open, by its short id. With groups their own eyes count instead. */
  readonly isOpen: (run: string) => boolean;
  /** Short id of the run that others are measured by; empty = none. */
  readonly baseline: string;
  /** Adds a condition to the filter of the page; left out where a page has none. */
  readonly narrow?: ((filter: RunFilter) => void) | undefined;
  /** Shows these runs alone, or takes them out of sight; left out where eyes are not by run. */
  readonly show?: ((runs: readonly string[], how: 'only' | 'not') => void) | undefined;
}

/** What a panel's view is given. */
export interface PanelViewProps {
  readonly project: ProjectPath;
  /** Kept in views; names the panel on its board. */
  readonly id: string;
  /** What it is called when its own settings say nothing. */
  readonly title: string;
  /** The keys it shows: one for an automatic panel, those of a pattern, none while it is new. */
  readonly sources: readonly PanelSource[];
  /** Every key of the board, for menus. */
  readonly allSources: readonly PanelSource[];
  /** Why the panel's pattern cannot be read. */
  readonly fault: string | undefined;
  /** Visible runs in drawing order, already cut to `runLimit`; with `groups`, only members of expanded groups. */
  readonly runs: readonly DrawnRun[];
  /** All runs of the board. */
  readonly scope: RunScope;
  /** Runs taken together; undefined = each by itself. */
  readonly groups: readonly DrawnGroup[] | undefined;
  /** How many runs are visible, drawn or not. */
  readonly visibleCount: number;
  readonly onShowAllRuns: () => void;
  /** Settings of board and section together. */
  readonly shared: SharedSettings;
  /** This panel's own settings as they were saved; the kind lifts and checks them. */
  readonly saved: unknown;
  /** Saves own settings; undefined takes all of them back. */
  readonly onSave: (config: unknown) => void;
  /** Changes which keys are shown. */
  readonly onKeys: (keys: PanelKeys) => void;
  readonly keys: PanelKeys;
  readonly isCursorLinked: boolean;
  readonly isZoomLinked: boolean;
  /** Keys that may be an x axis. */
  readonly xKeys: readonly string[];
  readonly isFullScreen: boolean;
  /** Opens or closes the large view. */
  readonly onFullScreen: () => void;
}

/** The keys of a panel: its own one (both undefined), a list, or a pattern. */
export interface PanelKeys {
  readonly keys?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
}

/** The runs of a board, for forms that show what they make. */
export type BoardRuns = Pick<
  PanelViewProps,
  'runs' | 'scope' | 'groups' | 'visibleCount' | 'isCursorLinked' | 'onShowAllRuns'
>;

/** What the form of a kind is given, in the dialog that adds a panel and in the panel's own settings. */
export interface PanelFormProps {
  readonly project: ProjectPath;
  /** Own settings as they were saved; the kind reads them. */
  readonly saved: unknown;
  readonly onSave: (config: unknown) => void;
}

/** What the form is given that makes a new panel. */
export interface NewPanelFormProps extends PanelFormProps {
  readonly board: BoardRuns;
}

/** One kind of panel. A new data type is a new folder with one of these. */
export interface PanelKind {
  /** Kept in saved views; never changes. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Whether the kind shows values of these types by itself. */
  readonly accepts: (typeCounts: Readonly<Record<string, number>>) => boolean;
  /** Whether one panel may show several keys, or all that match a pattern. */
  readonly takesManyKeys: boolean;
  /** Section of its keys that have no slash, before all others; left out = with the charts. */
  readonly home?: string;
  /** What a script logs for it, as a line of Python, for kinds that show keys by themselves. */
  readonly sample?: string;
  /** How large a new panel is, in columns and rows of the grid; left out = as all. */
  readonly size?: { readonly columns: number; readonly rows: number };
  /**
   * Kinds that are made from something else than keys of the data (columns of runs, a text, a query) have a form of their
   * own instead of the choice of keys; they have no automatic panel unless they also accept keys.
   */
  readonly form?: {
    readonly Form: ComponentType<NewPanelFormProps>;
    /** Needs the whole dialog: it shows the panel that it makes. */
    readonly isWide?: boolean;
    /** Settings to begin with, from what the project has; what the form then changes. */
    readonly start: (keys: ProjectKeys) => unknown;
    /** What the panel is called while its settings hold no title. */
    readonly titleOf: (saved: unknown) => string;
  };
  readonly View: ComponentType<PanelViewProps>;
}

/** All kinds, the first that accepts a key draws it. */
export const panelKinds: readonly PanelKind[] = [
  linePanel,
  mediaPanel,
  histogramPanel,
  tablePanel,
  queryTablePanel,
  modelPanel,
  chartPanel,
  scatterPanel,
  barPanel,
  parallelPanel,
  importancePanel,
  comparePanel,
  codePanel,
  scalarPanel,
  markdownPanel,
];

/** The kind that shows a key by itself; undefined when none can (yet). */
export function panelKindFor(typeCounts: Readonly<Record<string, number>>): PanelKind | undefined {
  return panelKinds.find((kind) => kind.accepts(typeCounts));
}

/** The section of a key without a slash; undefined = with the charts. */
export function homeOf(typeCounts: Readonly<Record<string, number>>): string | undefined {
  return panelKindFor(typeCounts)?.home;
}

/** The name of a panel made by hand from no key; undefined where its keys name it. */
export function titleOfMade(spec: {
  readonly kind?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly config?: unknown;
}): string | undefined {
  if ((spec.keys ?? []).length > 0) return undefined;
  return panelKinds.find((kind) => kind.id === spec.kind)?.form?.titleOf(spec.config);
}

/** How large a panel is while nobody has said it; undefined = as all. */
export function usualSize(
  sources: readonly PanelSource[],
  spec: { readonly kind?: string | undefined },
): PanelKind['size'] {
  const [source] = sources;
  const automatic = source === undefined ? undefined : panelKindFor(source.typeCounts);
  return (spec.kind === undefined ? automatic : panelKinds.find((kind) => kind.id === spec.kind))?.size;
}
