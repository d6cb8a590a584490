import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useWidth } from '../frame/use-size.ts';
import { longestRow, toRows, type MediaCell } from './cells.ts';
import type { MediaConfig } from './config.ts';
import { MediaCellView, type CellActs } from './media-cell.tsx';
import styles from './media.module.css';

export interface MediaGridProps {
  readonly label: string;
  readonly cells: readonly MediaCell[];
  readonly config: MediaConfig;
  readonly acts: CellActs;
  /** Names of runs are shown when several are. */
  readonly hasRunNames: boolean;
}

const GAP = 6;
/** Below the picture: name of the run, caption. */
const STRIP_HEIGHT = 20;
const LEAST_WIDTH = 116;

/** All items of a step; only the rows near the visible part exist. A single item fills the panel. */
export function MediaGrid({ label, cells, config, acts, hasRunNames }: MediaGridProps): ReactElement {
  const [measure, width] = useWidth();
  const [height, setHeight] = useState(0);
  const scroll = useRef<HTMLDivElement>(null);
  const columns = columnsFor(cells, config, width);
  const rows = useMemo(() => toRows(cells, columns), [cells, columns]);
  const strips = stripsOf(cells, hasRunNames);
  const isAlone = cells.length === 1;
  const rowHeight = isAlone
    ? Math.max(60, height - 2)
    : rowHeightFor(cells, config, { width, height, strips, columns, rows: rows.length }) + strips * STRIP_HEIGHT + 3;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight + GAP,
    overscan: 2,
  });
  const [lastHeight, setLastHeight] = useState(rowHeight);
  if (lastHeight !== rowHeight) {
    setLastHeight(rowHeight);
    virtual.measure();
  }
  return (
    <div
      ref={(element) => {
        scroll.current = element;
        if (element !== null) setHeight(element.clientHeight);
        return measure(element);
      }}
      className={styles.grid}
      role="list"
      aria-label={label}
      tabIndex={-1}
    >
      <div style={{ position: 'relative', height: virtual.getTotalSize() - GAP }}>
        {width === 0
          ? undefined
          : virtual.getVirtualItems().map((row) => (
              <div
                key={row.key}
                className={styles.row}
                style={{
                  top: row.start,
                  height: rowHeight,
                  gap: GAP,
                  gridTemplateColumns: `repeat(${isAlone ? 1 : columns}, minmax(0, 1fr))`,
                }}
              >
                {(rows[row.index] ?? []).map((cell) => (
                  <MediaCellView key={cell.id} cell={cell} config={config} acts={acts} hasRunName={hasRunNames} />
                ))}
              </div>
            ))}
      </div>
    </div>
  );
}

/** As many as fit, fewer for what needs room to be read. */
function columnsFor(cells: readonly MediaCell[], config: MediaConfig, width: number): number {
  if (config.columns > 0) return config.columns;
  const kind = cells[0]?.item.kind;
  const isWide = kind === 'audio' || kind === 'text' || kind === 'html' || kind === 'plotly' || kind === 'bokeh';
  const isSpace = kind === 'object3d' || kind === 'molecule';
  const least = isWide ? 260 : isSpace ? 150 : LEAST_WIDTH;
  return Math.max(1, Math.min(longestRow(cells), Math.floor((width + GAP) / (least + GAP))));
}

interface Space {
  readonly width: number;
  readonly height: number;
  readonly strips: number;
  readonly columns: number;
  readonly rows: number;
}

/** Of what is in a row without its strips: the shape of the first picture, within reason. */
function rowHeightFor(cells: readonly MediaCell[], config: MediaConfig, space: Space): number {
  const cellWidth = (space.width - GAP * (space.columns - 1)) / space.columns;
  const strips = space.strips * STRIP_HEIGHT;
  const height = space.height - strips - 8;
  // What has no shape of its own shares the height among its rows, once each has what it needs.
  const share = Math.floor((space.height + GAP) / space.rows) - GAP - strips - 3;
  const item = cells[0]?.item;
  switch (item?.kind) {
    case 'audio':
      return Math.max(config.hasSpectrogram ? 168 : 96, Math.min(share, cellWidth * 0.4));
    case 'text':
      return Math.max(120, share);
    case 'html':
    case 'plotly':
    case 'bokeh':
    case 'object3d':
    case 'molecule':
      return Math.max(110, Math.min(height, cellWidth * 0.75));
    case 'image':
    case 'video': {
      const shape = item.width === undefined || item.height === undefined ? 0.75 : item.height / item.width;
      const controls = item.kind === 'video' ? 28 : 0;
      return Math.round(Math.min(Math.max(64, height), Math.max(48, cellWidth * shape) + controls));
    }
    default:
      return 120;
  }
}

function stripsOf(cells: readonly MediaCell[], hasRunNames: boolean): number {
  const hasCaptions = cells.some((cell) => cell.item.kind !== 'text' && cell.item.caption !== undefined);
  return (hasRunNames || cells.some((cell) => cell.isEarlier) ? 1 : 0) + (hasCaptions ? 1 : 0);
}
