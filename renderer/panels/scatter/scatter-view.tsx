import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ProjectPath } from '#shared/units';
import { highlight, PlotCanvas, type PaintPlot, type PlotBox, type PlotCanvasHandle } from '#ui/charts';
import { placeWords } from '../columns/axis-of.ts';
import { Pointed } from '../columns/point-tooltip.tsx';
import { runSelection, toggled } from '../columns/selection.ts';
import { useOpenRun } from '../columns/use-open-run.ts';
import { boxOf, paintScatter, placeOf, type ScatterWindow } from './paint.ts';
import { filterOf, neighbourOf } from './reading.ts';
import styles from '../columns/plot.module.css';
import type { Scatter } from './series.ts';
import { strings } from './strings.ts';
import { usePointer, type Hover } from './use-pointer.ts';

export interface ScatterViewProps {
  /** Of the panel. */
  readonly id: string;
  readonly project: ProjectPath;
  readonly scatter: Scatter;
  readonly label: string;
  readonly window: ScatterWindow | undefined;
}

/** The drawing: hover tells the run, a click opens it, a drag selects runs; the same by keyboard. */
export function ScatterView({ id, project, scatter, label, window }: ScatterViewProps): ReactElement {
  const openRun = useOpenRun(project);
  const selected = useStore(runSelection, (state) => state.runs);
  const canvas = useRef<PlotCanvasHandle>(null);
  const box = useRef<PlotBox | undefined>(undefined);
  const [marked, setMarked] = useState<Hover | undefined>(undefined);
  const ownerOf = useCallback((i: number) => scatter.runs[i]?.group ?? scatter.runs[i]?.id, [scatter]);
  const isFaint = useMemo(() => {
    if (selected === undefined || !scatter.runs.some((run) => selected.has(run.id))) return undefined;
    return (i: number): boolean => !selected.has(scatter.runs[i]?.id ?? '');
  }, [scatter, selected]);
  const open = (i: number | undefined, isNewTab = false): void => {
    const run = i === undefined ? undefined : scatter.runs[i];
    if (run !== undefined) openRun(run.id, isNewTab);
  };
  const pointer = usePointer(scatter, box, canvas, {
    onHover: (i) => highlight.getState().set(i === undefined ? undefined : ownerOf(i)),
    onPress: (i, event) => {
      if (i === undefined) runSelection.getState().set(undefined);
      else open(i, event.ctrlKey || event.metaKey);
    },
    onBrush: (found, area, isAdded) => {
      const ids = found.flatMap((i) => scatter.runs[i]?.id ?? []);
      const { set } = runSelection.getState();
      if (isAdded) set([...(selected ?? []), ...ids], id);
      else set(ids, id, box.current === undefined ? undefined : filterOf(scatter, box.current, area));
    },
  });
  const { hover, brush } = pointer;
  const paint = useCallback<PaintPlot>(
    (context, size, look) => {
      box.current = boxOf(context, scatter, size, look, window);
      paintScatter(context, scatter, box.current, look, isFaint);
    },
    [scatter, window, isFaint],
  );
  const pointed = hover ?? marked;
  const at = pointed?.i;
  const paintOver = useCallback<PaintPlot>(
    (context, _size, look) => {
      const place = box.current;
      if (place === undefined) return;
      const shown = highlight.getState().id;
      context.lineWidth = 2;
      context.strokeStyle = look.text;
      scatter.runs.forEach((run, i) => {
        if (i !== at && (shown === undefined || (run.group ?? run.id) !== shown)) return;
        const [x, y] = placeOf(scatter, place, i);
        context.beginPath();
        context.arc(x, y, (scatter.radii[i] ?? 3) * look.scale + (i === at ? 2.5 : 1), 0, Math.PI * 2);
        context.stroke();
      });
      const area = brush.current;
      if (area === undefined) return;
      context.fillStyle = look.accent;
      context.globalAlpha = 0.14;
      context.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
      context.globalAlpha = 1;
      context.lineWidth = 1;
      context.strokeStyle = look.accent;
      context.strokeRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    },
    [scatter, at, brush],
  );
  useEffect(() => highlight.subscribe(() => canvas.current?.paintOver()), []);
  const mark = (i: number | undefined, element: Element): void => {
    if (i === undefined || box.current === undefined) return;
    const { left, top } = element.getBoundingClientRect();
    const [x, y] = placeOf(scatter, box.current, i);
    setMarked({ i, clientX: left + x, clientY: top + y });
  };
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const run = marked === undefined ? undefined : scatter.runs[marked.i];
    if (step !== undefined) mark(neighbourOf(scatter, marked?.i, step.isAcross, step.by), event.currentTarget);
    else if (event.key === 'Enter' && run !== undefined) open(marked?.i);
    else if (event.key === ' ' && run !== undefined) runSelection.getState().set(toggled(selected, run.id), id);
    else if (event.key === 'Escape' && selected !== undefined) runSelection.getState().set(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = at === undefined ? undefined : scatter.runs[at];
  const rows = at === undefined ? [] : rowsOf(scatter, at);
  return (
    <div
      className={styles.picture}
      role="application"
      aria-roledescription={strings.kind}
      aria-label={label}
      tabIndex={0}
      data-point={hover === undefined ? undefined : ''}
      data-count={scatter.x.length}
      onKeyDown={press}
      onBlur={() => setMarked(undefined)}
      {...pointer.handlers}
    >
      <PlotCanvas paint={paint} paintOver={paintOver} handle={canvas} />
      <Pointed
        at={told === undefined ? undefined : pointed}
        isKeyed={hover === undefined}
        title={told?.label ?? ''}
        color={scatter.colors[at ?? -1]}
        rows={rows}
        note={hover === undefined ? undefined : strings.open}
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, { readonly isAcross: boolean; readonly by: 1 | -1 }>> = {
  ArrowRight: { isAcross: true, by: 1 },
  ArrowLeft: { isAcross: true, by: -1 },
  ArrowUp: { isAcross: false, by: 1 },
  ArrowDown: { isAcross: false, by: -1 },
};

/** Name and value of each column of a point. */
function rowsOf(scatter: Scatter, i: number): readonly (readonly [string, string])[] {
  const { xAxis, yAxis, z, zLabel } = scatter;
  return [
    [xAxis.label, placeWords(xAxis, scatter.x[i] ?? Number.NaN)],
    [yAxis.label, placeWords(yAxis, scatter.y[i] ?? Number.NaN)],
    ...(z === undefined ? [] : [[zLabel, z[i] ?? ''] as const]),
  ];
}
