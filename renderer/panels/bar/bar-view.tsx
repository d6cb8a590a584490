import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ProjectPath } from '#shared/units';
import { highlight, PlotCanvas } from '#ui/charts';
import { Pointed } from '../columns/point-tooltip.tsx';
import styles from '../columns/plot.module.css';
import { runSelection } from '../columns/selection.ts';
import { useOpenRun } from '../columns/use-open-run.ts';
import type { BarConfig } from './config.ts';
import type { BarLayout } from './layout.ts';
import type { Bar, Bars } from './series.ts';
import { strings } from './strings.ts';
import { rowsOf } from './table.ts';
import { useBarPainting } from './use-bar-painting.ts';

export interface BarViewProps {
  /** Of the panel. */
  readonly id: string;
  readonly project: ProjectPath;
  readonly bars: Bars;
  readonly config: BarConfig;
  readonly label: string;
}

interface PointedBar {
  readonly index: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly isKeyed: boolean;
}

/** The drawing, scrolled where it is longer than the panel: hover tells the bar, a click opens its run or selects its runs. */
export function BarView({ id, project, bars, config, label }: BarViewProps): ReactElement {
  const openRun = useOpenRun(project);
  const selected = useStore(runSelection, (state) => state.runs);
  const [pointed, setPointed] = useState<PointedBar | undefined>(undefined);
  const at = pointed?.index;
  const { isUpright } = config;
  const painting = useBarPainting(bars, config, at, selected);
  const { canvas, scroller, spacer, layout, offsetNow, isFaint, indexUnder } = painting;
  const point = (next: PointedBar | undefined): void => {
    setPointed(next);
    highlight.getState().set(next === undefined ? undefined : bars.bars[next.index]?.id);
  };
  const act = (bar: Bar | undefined, isNewTab: boolean): void => {
    if (bar === undefined) return;
    if (!bar.isRun) runSelection.getState().set(isFaint?.(bar) === false ? undefined : bar.runs, id);
    else openRun(bar.id, isNewTab);
  };
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const laid = layout.current;
    if (by !== undefined && laid !== undefined) {
      const index = Math.max(0, Math.min(bars.bars.length - 1, (at ?? -1) + by));
      reveal(scroller.current, laid, index);
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const middle = (index + 0.5) * laid.band - offsetNow();
      point({
        index,
        isKeyed: true,
        clientX: left + laid.left + (isUpright ? middle : 20),
        clientY: top + laid.top + (isUpright ? 20 : middle),
      });
    } else if ((event.key === 'Enter' || event.key === ' ') && at !== undefined) act(bars.bars[at], false);
    else if (event.key === 'Escape' && selected !== undefined) runSelection.getState().set(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const bar = at === undefined ? undefined : bars.bars[at];
  const rows = bar === undefined ? [] : rowsOf(bar, bars, config);
  return (
    <div
      className={styles.picture}
      role="application"
      aria-roledescription={strings.shapes[config.shape]}
      aria-label={label}
      tabIndex={0}
      data-count={bars.bars.length}
      data-point={bar === undefined ? undefined : ''}
      onKeyDown={press}
      onBlur={() => point(undefined)}
      onMouseMove={(event) => {
        const index = indexUnder(event);
        point(
          index === undefined ? undefined : { index, isKeyed: false, clientX: event.clientX, clientY: event.clientY },
        );
      }}
      onMouseLeave={() => point(undefined)}
      onClick={(event) => {
        const index = indexUnder(event);
        if (index === undefined) runSelection.getState().set(undefined);
        else act(bars.bars[index], event.ctrlKey || event.metaKey);
      }}
    >
      <div
        ref={scroller}
        className={styles.scroller}
        data-upright={isUpright ? '' : undefined}
        onScroll={() => canvas.current?.paint()}
      >
        <div className={styles.window}>
          <PlotCanvas paint={painting.paint} paintOver={painting.paintOver} handle={canvas} />
        </div>
        <div ref={spacer} className={styles.spacer} />
      </div>
      <Pointed
        at={bar === undefined ? undefined : pointed}
        isKeyed={pointed?.isKeyed === true}
        title={bar?.label ?? ''}
        color={bar?.color}
        rows={rows}
        note={pointed?.isKeyed === true ? undefined : bar?.isRun === true ? strings.open : strings.select}
      />
    </div>
  );
}

/** Scrolls so far that a bar is in sight. */
function reveal(element: HTMLElement | null, { isUpright, band, width, height }: BarLayout, index: number): void {
  if (element === null) return;
  const room = isUpright ? width : height;
  const now = isUpright ? element.scrollLeft : element.scrollTop;
  const next = Math.min(index * band, Math.max((index + 1) * band - room, now));
  if (isUpright) element.scrollLeft = next;
  else element.scrollTop = next;
}
