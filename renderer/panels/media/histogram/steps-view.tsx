import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { indexAtOrBefore } from '#shared/media';
import { formatNumber } from '#shared/units';
import { linkedCursor, PlotCanvas, type Pen, type PlotLook, type PlotSize } from '#ui/charts';
import { textScale } from '#ui/widgets';
import { binAt, type Column } from './columns.ts';
import type { HistogramMode } from './config.ts';
import { columnUnder, PLOT_LEFT, PLOT_SIDES, valueUnder, type Plot } from './draw.ts';
import styles from './histogram.module.css';
import { paintBars, paintSteps, type RunBars, type RunColumns } from './paint.ts';
import { strings } from './strings.ts';

export interface StepsViewProps {
  readonly mode: HistogramMode;
  readonly runs: readonly RunColumns[];
  /** The histogram of each run at the chosen step. */
  readonly bars: readonly RunBars[];
  readonly step: number | undefined;
  readonly isCursorLinked: boolean;
  /** A click on a step chooses it. */
  readonly onStep: (step: number) => void;
}

/** One drawing for each run, or one of all runs as bars. */
export function StepsView({ mode, runs, bars, step, isCursorLinked, onStep }: StepsViewProps): ReactElement {
  if (mode === 'bars') return <BarsView bars={bars} />;
  return (
    <>
      {runs.map((one) => (
        <RunView
          key={one.run.path.run}
          one={one}
          mode={mode}
          step={step}
          hasName={runs.length > 1}
          isCursorLinked={isCursorLinked}
          onStep={onStep}
        />
      ))}
    </>
  );
}

interface RunViewProps {
  readonly one: RunColumns;
  readonly mode: 'heat' | 'ridges';
  readonly step: number | undefined;
  readonly hasName: boolean;
  readonly isCursorLinked: boolean;
  readonly onStep: (step: number) => void;
}

function RunView({ one, mode, hasName, isCursorLinked, onStep }: RunViewProps): ReactElement {
  const { run, columns } = one;
  const plot = useRef<Plot | undefined>(undefined);
  const [words, setWords] = useState('');
  const [self] = useState(() => ({}));
  const paint = useCallback(
    (pen: Pen, size: PlotSize, look: PlotLook): void => {
      plot.current = paintSteps(pen, one, mode, size, look);
    },
    [one, mode],
  );
  const under = (event: PointerEvent<HTMLElement>): { column: Column; value: number } | undefined => {
    if (plot.current === undefined || mode !== 'heat') return undefined;
    const box = event.currentTarget.getBoundingClientRect();
    const column = columns[columnUnder(plot.current, columns.length, event.clientX - box.left)];
    return column && { column, value: valueUnder(plot.current, event.clientY - box.top) };
  };
  const hover = (event: PointerEvent<HTMLElement>): void => {
    const place = under(event);
    setWords(place === undefined ? '' : factsOf(place.column, place.value));
    if (place !== undefined && isCursorLinked) linkedCursor.getState().set('_step', place.column.step, self);
  };
  const leave = (): void => {
    setWords('');
    linkedCursor.getState().clear(self);
  };
  useEffect(() => () => linkedCursor.getState().clear(self), [self]);
  return (
    <div className={styles.run} data-run={run.path.run}>
      {hasName ? (
        <div className={styles.name} style={{ borderLeftColor: run.color }}>
          {run.label}
        </div>
      ) : undefined}
      <div
        className={styles.canvas}
        onPointerMove={hover}
        onPointerLeave={leave}
        onClick={(event) => {
          const place = under(event as unknown as PointerEvent<HTMLElement>);
          if (place !== undefined) onStep(place.column.step);
        }}
      >
        <PlotCanvas
          paint={paint}
          role="img"
          aria-label={strings.histograms(run.label, columns.length)}
          data-columns={columns.length}
        />
        <CursorLine columns={columns} isOn={mode === 'heat' && isCursorLinked} />
        {words === '' ? undefined : <span className={styles.words}>{words}</span>}
      </div>
    </div>
  );
}

function BarsView({ bars }: Pick<StepsViewProps, 'bars'>): ReactElement {
  const paint = useCallback(
    (pen: Pen, size: PlotSize, look: PlotLook): void => paintBars(pen, bars, size, look),
    [bars],
  );
  const words = bars.map(({ run, column }) => strings.values(run.label, column.step, column.total));
  return (
    <div className={styles.run}>
      <div className={styles.canvas} title={words.join('\n')}>
        <PlotCanvas paint={paint} role="img" aria-label={words.join('; ')} data-columns={bars.length} />
      </div>
    </div>
  );
}

/** The step under the pointer of another chart. */
function CursorLine({
  columns,
  isOn,
}: {
  readonly columns: readonly Column[];
  readonly isOn: boolean;
}): ReactElement | undefined {
  const steps = useMemo(() => columns.map((column) => column.step), [columns]);
  const x = linkedCursor((state) => (isOn && state.axis === '_step' ? state.x : undefined));
  const index = x === undefined ? -1 : indexAtOrBefore(steps, x);
  if (index < 0) return undefined;
  const place = (index + 0.5) / columns.length;
  const scale = textScale();
  const left = `calc(${PLOT_LEFT * scale}px + (100% - ${PLOT_SIDES * scale}px) * ${place})`;
  return <div className={styles.cursor} style={{ left }} aria-hidden />;
}

function factsOf({ step, item, total }: Column, value: number): string {
  const bin = binAt(item, value);
  if (bin < 0) return strings.atStep(step, total);
  const [from, to] = [item.edges[bin] ?? 0, item.edges[bin + 1] ?? 0];
  return strings.bin(step, formatNumber(from), formatNumber(to), item.counts[bin] ?? 0, total);
}
