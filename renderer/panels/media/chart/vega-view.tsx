import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { useInk, resolveColor, ErrorNotice, paletteColor, RUN_PALETTE_SIZE } from '#ui/widgets';
import styles from './chart.module.css';
import type { ChartLook, ChartTip, DrawnChart, Size } from './draw.ts';
import type { Json } from './fill.ts';
import type { ChartRow } from './rows.ts';
import { strings } from './strings.ts';

export interface VegaViewProps {
  /** With its placeholders filled; keeps its identity while it is the same. */
  readonly spec: Json;
  readonly rows: readonly ChartRow[];
  /** Colour of marks that say none, resolved; left out = the first of the palette. */
  readonly mark?: string | undefined;
  /** Says in words what is drawn. */
  readonly label: string;
}

/** A specification drawn as large as its place. What is wrong with it is said in its place. */
export function VegaView({ spec, rows, mark, label }: VegaViewProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  const ink = useInk();
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [isDrawn, setDrawn] = useState(false);
  const [tip, setTip] = useState<ChartTip | undefined>(undefined);
  useEffect(() => {
    const element = place.current;
    if (element === null || size === undefined) return undefined;
    let isWanted = true;
    let chart: DrawnChart | undefined;
    const target = document.createElement('div');
    const draw = async (): Promise<void> => {
      const { drawChart } = await import('./draw.ts');
      if (!isWanted) return;
      const made = await drawChart({ element: target, spec, rows, size, look: lookOf(ink, mark), onTip: setTip });
      if (!isWanted) return made.end();
      chart = made;
      element.replaceChildren(target);
      setFault(undefined);
      setDrawn(true);
    };
    draw().catch((error: unknown) => {
      if (isWanted) setFault(error instanceof Error ? error.message : String(error));
    });
    return () => {
      isWanted = false;
      setTip(undefined);
      chart?.end();
    };
  }, [spec, rows, mark, size, ink]);
  return (
    <div className={styles.view} onPointerLeave={() => setTip(undefined)}>
      <div
        ref={place}
        className={styles.drawing}
        role="img"
        aria-label={label}
        data-drawn={isDrawn && fault === undefined ? '' : undefined}
        hidden={fault !== undefined}
      />
      {fault === undefined ? undefined : <ErrorNotice title={strings.broken} tip={fault} />}
      {tip === undefined ? undefined : <Tip tip={tip} />}
    </div>
  );
}

function Tip({ tip }: { readonly tip: ChartTip }): ReactElement {
  const isRight = tip.x > window.innerWidth / 2;
  const isLow = tip.y > window.innerHeight * 0.6;
  return (
    <div
      className={styles.tip}
      style={{
        ...(isRight ? { right: window.innerWidth - tip.x + 12 } : { left: tip.x + 12 }),
        ...(isLow ? { bottom: window.innerHeight - tip.y + 12 } : { top: tip.y + 12 }),
      }}
    >
      {tip.rows.map(([name, value]) => (
        <div key={name} className={styles.tipRow}>
          <span>{name}</span>
          <span>{value}</span>
        </div>
      ))}
    </div>
  );
}

/** In whole pixels; undefined until it is on the page. */
function useSize(place: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size | undefined>(undefined);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0)
        setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}

/** The colours of the theme; `ink` names what they were read from. */
function lookOf(_ink: string, mark: string | undefined): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const palette = Array.from(
    { length: RUN_PALETTE_SIZE },
    (_, i) => resolveColor(`var(--run-${i})`) || paletteColor(i),
  );
  return {
    font: token('--font-ui'),
    text: token('--text'),
    quiet: token('--text-2'),
    grid: token('--chart-grid'),
    axis: token('--chart-axis'),
    palette,
    mark: mark ?? palette[0] ?? '',
  };
}
