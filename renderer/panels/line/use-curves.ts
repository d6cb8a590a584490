import { useMemo, useState } from 'react';
import type { XAxis } from '#shared/api';
import { parseExpression } from '#shared/metrics';
import type { ProjectPath, RunPath } from '#shared/units';
import type { ChartWindow } from '#ui/charts';
import { useSeriesSet, type SeriesState, type SeriesWant } from '#ui/data';
import type { PanelSource } from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import type { LineConfig } from './config.ts';
import type { Curve } from './series.ts';
import { spanOf } from './span.ts';

export interface CurvesInput {
  readonly project: ProjectPath;
  readonly sources: readonly PanelSource[];
  readonly stream: 'history' | 'events';
  readonly pattern: string | undefined;
  readonly runs: readonly DrawnRun[];
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly config: LineConfig;
  readonly x: XAxis;
  readonly window: ChartWindow;
  /** Pixels; 0 while the panel is not on the page. */
  readonly width: number;
}

export interface Curves {
  readonly curves: readonly Curve[];
  readonly isLoading: boolean;
  readonly problem: SeriesState['problem'];
  readonly retry: () => void;
  readonly wants: readonly SeriesWant[] | undefined;
}

interface Wanted {
  readonly want: SeriesWant;
  readonly name: string;
  readonly label: string;
}

/** Fetches every key and expression of a panel, for runs and groups, as exactly as its width can show. */
export function useCurves(input: CurvesInput): Curves {
  const { sources, pattern, width } = input;
  const { expressions, areKeysHidden } = input.config;
  const [span, setSpan] = useState<number | undefined>(undefined);
  const wanted = useWanted(input, span);
  const wants = useMemo(() => (width === 0 ? undefined : wanted.map((one) => one.want)), [wanted, width]);
  const { states, retry } = useSeriesSet(wants);
  const labels = useMemo(() => labelsOf(sources, pattern), [sources, pattern]);
  const curves = useMemo(
    () =>
      wanted.flatMap(({ want, name }, i): Curve[] => {
        const lines = states[i]?.lines;
        return lines === undefined
          ? []
          : [{ name, label: labels.get(name) ?? name, isGroup: want.groups !== undefined, lines }];
      }),
    [wanted, states, labels],
  );
  const isSpanned = isSpanNeeded(input);
  const shownSpan = useMemo(
    () => (isSpanned ? spanOf(curves.flatMap((curve) => [...curve.lines.values()])) : undefined),
    [isSpanned, curves],
  );
  if (shownSpan !== span) setSpan(shownSpan);
  const hasNothing = (areKeysHidden === true || sources.length === 0) && (expressions ?? []).length === 0;
  return {
    curves,
    isLoading: !hasNothing && (wants === undefined || states.length === 0 || states.some((state) => state.isLoading)),
    problem: states.find((state) => state.problem !== undefined)?.problem,
    retry,
    wants,
  };
}

/** The time-weighted EMA counts in shares of the x that is shown: without a window it is that of all lines together. */
function isSpanNeeded({ config, window }: CurvesInput): boolean {
  const isWhole = window.x === undefined && (config.xMin === undefined || config.xMax === undefined);
  return isWhole && config.smoothing.kind === 'time-weighted-ema' && config.smoothing.strength > 0;
}

function useWanted(input: CurvesInput, span: number | undefined): Wanted[] {
  const { project, sources, stream, runs, groups, config, x, window, width } = input;
  const { smoothing, expressions, areKeysHidden, follow, groupCenter: center, groupBand: band } = config;
  const zoomed = window.x;
  const { xMin, xMax } = config;
  const lineCount = (runs.length + (groups?.length ?? 0)) * Math.max(1, sources.length);
  const buckets = bucketsFor(width, lineCount);
  const grouped = useMemo(
    () =>
      groups === undefined ? undefined : { list: groups.map((one) => ({ id: one.id, runs: one.runs })), center, band },
    [groups, center, band],
  );
  return useMemo(() => {
    const range = zoomed === undefined ? { from: xMin, to: xMax } : { from: zoomed[0], to: zoomed[1] };
    const shared = {
      project,
      stream,
      x,
      buckets,
      ...(range.from === undefined && range.to === undefined ? {} : { range: stripRange(range) }),
      ...(follow === 'last' ? { hasLast: true } : {}),
      ...(smoothing.kind === 'none' || smoothing.strength === 0
        ? {}
        : { smoothing: span === undefined ? smoothing : { ...smoothing, span } }),
    };
    const paths = runs.map((run) => run.path);
    const groupPaths = (grouped?.list ?? []).map(({ id }): RunPath => ({ ...project, run: id }));
    const keys = areKeysHidden === true ? [] : [...new Set(sources.map((source) => source.key))];
    const good = [...new Set(expressions ?? [])].filter((text) => parseExpression(text).kind === 'expression');
    const curves = [
      ...keys.map((key) => ({ key, isExpression: false })),
      ...good.map((key) => ({ key, isExpression: true })),
    ];
    return curves.flatMap((curve): Wanted[] => [
      ...(grouped === undefined || paths.length > 0
        ? [{ want: { ...shared, ...curve, runs: paths }, name: curve.key, label: curve.key }]
        : []),
      ...(grouped === undefined
        ? []
        : [{ want: { ...shared, ...curve, runs: groupPaths, groups: grouped }, name: curve.key, label: curve.key }]),
    ]);
  }, [
    project,
    stream,
    x,
    buckets,
    zoomed,
    xMin,
    xMax,
    smoothing,
    runs,
    grouped,
    sources,
    expressions,
    areKeysHidden,
    follow,
    span,
  ]);
}

function stripRange({ from, to }: { from: number | undefined; to: number | undefined }): {
  from?: number;
  to?: number;
} {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** What lines are called after their key: what the pattern's brackets have captured, else the key. */
function labelsOf(sources: readonly PanelSource[], pattern: string | undefined): ReadonlyMap<string, string> {
  const labels = new Map(sources.map((source) => [source.key, source.key]));
  if (pattern === undefined || !pattern.includes('(')) return labels;
  // The board has refused patterns that cannot be read; then there are no sources.
  for (const { key } of sources) {
    const [, ...captured] = new RegExp(pattern, 'u').exec(key) ?? [];
    const words = captured.filter((one) => one !== undefined && one !== '');
    if (words.length > 0) labels.set(key, words.join(' '));
  }
  return labels;
}

/** Buckets in steps of 100, so that a few pixels more do not fetch everything anew. */
function bucketsFor(width: number, lineCount: number): number {
  const perLine = lineCount > 40 ? width / 2 : width;
  return Math.min(4000, Math.max(100, Math.ceil(perLine / 100) * 100));
}
