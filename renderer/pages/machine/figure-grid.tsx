import { Undo2 } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { SeriesLine } from '#shared/api';
import { LineChart, type Range, type XKind } from '#ui/charts';
import { IconButton } from '#ui/widgets';
import { chartLines, type MachineFigure } from './figures.ts';
import styles from './machine.module.css';
import { strings } from './strings.ts';

interface FigureGridProps {
  readonly figures: readonly MachineFigure[];
  readonly lines: readonly SeriesLine[];
  readonly xKind: XKind;
  /** Charts of the same axis share their cursor. */
  readonly axis: string;
  readonly axisLabel: string;
  /** Seconds that are taken from every x. */
  readonly offset: number;
  /** What the x axis spans while nobody has zoomed. */
  readonly range: Range;
}

/** Charts of the machine side by side; a zoom in one is one in all. */
export function FigureGrid({ figures, lines, range, ...rest }: FigureGridProps): ReactElement {
  const [zoom, setZoom] = useState<Range | undefined>(undefined);
  return (
    <div className={styles.figures}>
      {figures.map((figure) => (
        <Figure
          key={figure.id}
          figure={figure}
          lines={lines}
          x={zoom ?? range}
          zoom={zoom}
          onZoom={setZoom}
          {...rest}
        />
      ))}
    </div>
  );
}

interface FigureProps extends Omit<FigureGridProps, 'figures' | 'range'> {
  readonly figure: MachineFigure;
  readonly x: Range;
  readonly zoom: Range | undefined;
  readonly onZoom: (x: Range | undefined) => void;
}

function Figure(props: FigureProps): ReactElement {
  const { figure, lines, xKind, axis, axisLabel, offset, x, zoom, onZoom } = props;
  const drawn = useMemo(() => chartLines(figure, lines, offset), [figure, lines, offset]);
  const scales = useMemo(() => ({ xKind, x: STRAIGHT, y: STRAIGHT, hasRight: false }), [xKind]);
  const [from, to] = x;
  const window = useMemo(
    () => ({ x: [from, to] as const, ...(figure.isShare ? { y: [0, 100] as const } : { yMin: 0 }) }),
    [from, to, figure.isShare],
  );
  return (
    <section className={styles.figure} aria-label={figure.title}>
      <header className={styles.figureHead}>
        <h3 className={styles.figureTitle}>{figure.title}</h3>
        {drawn.length > 1 && drawn.length <= MOST_NAMED ? (
          <ul className={styles.legend}>
            {drawn.map((line) => (
              <li key={line.id}>
                <span className={styles.swatch} style={{ background: line.color }} />
                {line.label}
              </li>
            ))}
          </ul>
        ) : undefined}
        {zoom === undefined ? undefined : (
          <IconButton label={strings.resetZoom} size="small" onClick={() => onZoom(undefined)}>
            <Undo2 size={14} aria-hidden />
          </IconButton>
        )}
      </header>
      <div className={styles.figureBody}>
        <LineChart
          lines={drawn}
          scales={scales}
          axis={axis}
          axisLabel={axisLabel}
          label={figure.title}
          window={window}
          isLinked
          tooltip="all"
          onZoom={(next) => next.x !== undefined && onZoom(next.x)}
          onWheelZoom={onZoom}
          onPan={(next) => next.x !== undefined && onZoom(next.x)}
          onReset={() => onZoom(undefined)}
        />
      </div>
    </section>
  );
}

const STRAIGHT = { kind: 'linear', linearWidth: 1 } as const;
/** More names than these do not fit into one head; the tooltip says them. */
const MOST_NAMED = 3;
