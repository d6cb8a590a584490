import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ProjectPath } from '#shared/units';
import { highlight, PlotCanvas, type PaintPlot, type PlotCanvasHandle } from '#ui/charts';
import { textOf } from '#ui/data';
import { formatNumber } from '#shared/units';
import { placeWords } from '../columns/axis-of.ts';
import { Pointed } from '../columns/point-tooltip.tsx';
import { runSelection, toggled } from '../columns/selection.ts';
import { useOpenRun } from '../columns/use-open-run.ts';
import { AxisHeads } from './axis-heads.tsx';
import type { AxisConfig } from './config.ts';
import { paintOne, paintParallel, paintRanges } from './paint.ts';
import styles from './parallel.module.css';
import { placeParallel, yAt, type Placing } from './placing.ts';
import { brushedRows, filterOf, neighbourOf, NO_RANGES, type AxisRange, type Ranges } from './reading.ts';
import type { Parallel } from './series.ts';
import { strings } from './strings.ts';
import { usePointer, type Hover } from './use-pointer.ts';

export interface ParallelViewProps {
  /** Of the panel. */
  readonly id: string;
  readonly project: ProjectPath;
  readonly parallel: Parallel;
  readonly axes: readonly AxisConfig[];
  readonly onAxes: (axes: readonly AxisConfig[]) => void;
}

/** The drawing: hover tells the run, a click opens it, a drag along an axis selects runs; the same by keyboard. */
export function ParallelView({ id, project, parallel, axes, onAxes }: ParallelViewProps): ReactElement {
  const openRun = useOpenRun(project);
  const canvas = useRef<PlotCanvasHandle>(null);
  const placing = useRef<Placing | undefined>(undefined);
  const [spread, setSpread] = useState({ xs: [] as readonly number[], width: 0 });
  const [marked, setMarked] = useState<Hover | undefined>(undefined);
  const [ranges, setRanges] = useRanges(id, parallel);
  const selected = useStore(runSelection, (state) => state.runs);
  const isFaint = useMemo(() => {
    if (selected === undefined || !parallel.runs.some((run) => selected.has(run.id))) return undefined;
    return (row: number): boolean => !selected.has(parallel.runs[row]?.id ?? '');
  }, [parallel, selected]);
  const open = (row: number | undefined, isNewTab = false): void => {
    const run = row === undefined ? undefined : parallel.runs[row];
    if (run !== undefined) openRun(run.id, isNewTab);
  };
  const setRange = (axis: string, next: readonly AxisRange[]): void => setRanges(new Map(ranges).set(axis, next));
  const pointer = usePointer(parallel, placing, canvas, {
    onHover: (row) => highlight.getState().set(row === undefined ? undefined : ownerOf(parallel, row)),
    onPress: (row, event) => {
      if (row === undefined) setRanges(NO_RANGES);
      else open(row, event.ctrlKey || event.metaKey);
    },
    onRange: (at, range, isAdded) => {
      const axis = parallel.axes[at]?.id ?? '';
      setRange(axis, range === undefined ? [] : isAdded ? [...(ranges.get(axis) ?? []), range] : [range]);
    },
  });
  const { hover, drag } = pointer;
  const paint = useCallback<PaintPlot>(
    (context, size, look) => {
      const placed = placeParallel(parallel, size, look.scale);
      placing.current = placed;
      setSpread((old) =>
        old.width === size.width && old.xs.join() === placed.xs.join() ? old : { xs: placed.xs, width: size.width },
      );
      paintParallel(context, parallel, placed, look, isFaint);
    },
    [parallel, isFaint],
  );
  const at = (hover ?? marked)?.row;
  const paintOver = useCallback<PaintPlot>(
    (context, _size, look) => {
      const placed = placing.current;
      if (placed === undefined) return;
      const shown = highlight.getState().id;
      parallel.runs.forEach((_, row) => {
        if (row === at || (at === undefined && shown !== undefined && ownerOf(parallel, row) === shown))
          paintOne(context, parallel, placed, look, row);
      });
      paintRanges(context, parallel, placed, look, withDrag(ranges, parallel, drag.current));
    },
    [parallel, at, ranges, drag],
  );
  useEffect(() => highlight.subscribe(() => canvas.current?.paintOver()), []);
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    const place = placing.current;
    const run = marked === undefined ? undefined : parallel.runs[marked.row];
    if (by !== undefined && place !== undefined) {
      const row = neighbourOf(parallel, place, marked?.row, by);
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const x = place.xs.at(-1) ?? 0;
      if (row !== undefined)
        setMarked({ row, clientX: left + x, clientY: top + yAt(parallel, place, parallel.axes.length - 1, row) });
    } else if (event.key === 'Enter' && run !== undefined) open(marked?.row);
    else if (event.key === ' ' && run !== undefined) runSelection.getState().set(toggled(selected, run.id), id);
    else if (event.key === 'Escape' && selected !== undefined) setRanges(NO_RANGES);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = at === undefined ? undefined : parallel.runs[at];
  const rows = at === undefined ? [] : rowsOf(parallel, at);
  const pointed = hover ?? marked;
  return (
    <div className={styles.plot}>
      <AxisHeads parallel={parallel} axes={axes} {...spread} ranges={ranges} onRanges={setRange} onAxes={onAxes} />
      <div
        className={styles.picture}
        role="application"
        aria-roledescription={strings.kind}
        aria-label={strings.summary(
          parallel.axes.map((axis) => axis.label),
          parallel.openCount,
        )}
        tabIndex={0}
        data-over={hover !== undefined ? 'run' : pointer.isOverAxis ? 'axis' : undefined}
        data-count={parallel.openCount}
        onKeyDown={press}
        onBlur={() => setMarked(undefined)}
        {...pointer.handlers}
      >
        <PlotCanvas paint={paint} paintOver={paintOver} handle={canvas} />
        <Pointed
          at={told === undefined ? undefined : pointed}
          isKeyed={hover === undefined}
          title={told?.label ?? ''}
          color={parallel.colors[pointed?.row ?? -1]}
          rows={rows}
          note={hover === undefined ? undefined : strings.open}
        />
      </div>
    </div>
  );
}

/** The brushed ranges of the panel, and the selection of runs that they make. */
function useRanges(id: string, parallel: Parallel): readonly [Ranges, (ranges: Ranges) => void] {
  const [ranges, setRanges] = useState(NO_RANGES);
  // Another panel, or a press on its bar, has changed the selection: what was brushed here holds no longer.
  useEffect(
    () =>
      runSelection.subscribe((state) => {
        if (state.source !== id) setRanges(NO_RANGES);
      }),
    [id],
  );
  const change = (next: Ranges): void => {
    const rows = brushedRows(parallel, next);
    const { set } = runSelection.getState();
    if (rows === undefined || rows.length === 0) set(undefined);
    else
      set(
        rows.flatMap((row) => parallel.runs[row]?.id ?? []),
        id,
        filterOf(parallel, next),
      );
    setRanges(next);
  };
  return [ranges, change];
}

const ownerOf = (parallel: Parallel, row: number): string | undefined =>
  parallel.runs[row]?.group ?? parallel.runs[row]?.id;

function withDrag(
  ranges: Ranges,
  parallel: Parallel,
  drag: { readonly axis: number; readonly range: AxisRange } | undefined,
): Ranges {
  const id = drag === undefined ? undefined : parallel.axes[drag.axis]?.id;
  return drag === undefined || id === undefined ? ranges : new Map(ranges).set(id, [drag.range]);
}

/** Name and value of each axis for a run. */
function rowsOf({ axes }: Parallel, row: number): readonly (readonly [string, string])[] {
  return axes.map(({ label, axis, places, column }) => {
    const place = places[row] ?? Number.NaN;
    const value = column.values[row];
    if (!Number.isNaN(place)) return [label, placeWords(axis, place)];
    return [label, value === undefined ? '–' : typeof value === 'number' ? formatNumber(value) : textOf(value)];
  });
}
