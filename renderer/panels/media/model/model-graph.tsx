import { useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { usePanZoom, ZoomButtons } from '#ui/widgets';
import { factsOf } from './facts.ts';
import { nearestIn, type Direction } from './keys.ts';
import type { Box, Curve, ModelDrawing } from './layout.ts';
import type { Layer } from './model.ts';
import styles from './model.module.css';
import { strings } from './strings.ts';
import { useSteadyView } from './use-steady-view.ts';

export interface ModelGraphProps {
  readonly drawing: ModelDrawing;
  readonly label: string;
  readonly chosen: string | undefined;
  /** Changes when all modules were opened or closed: then the view begins anew. */
  readonly fitted: number;
  /** Chooses a layer; of a module also opens or closes it. */
  readonly onChoose: (layer: Layer) => void;
  /** Layers that a search has found; undefined: there is no search. */
  readonly found: ReadonlySet<string> | undefined;
  /** Has the whole window, so that the wheel is its own. */
  readonly isFullScreen: boolean;
}

/** In smaller letters nothing can be read. */
const LEAST_FIRST = 0.6;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Layers as blocks with the flow of data between them; open modules are frames. One stop for Tab, arrows go on. */
export function ModelGraph(props: ModelGraphProps): ReactElement {
  const { drawing, label, chosen, fitted, onChoose, found, isFullScreen } = props;
  const frame = useRef<HTMLDivElement>(null);
  const options = { leastFirst: LEAST_FIRST, isWheelForPage: !isFullScreen, isFittedOnce: true };
  const { view, zoomIn, zoomOut, fit, fitFirst, reveal, shift, drag, press } = usePanZoom(frame, drawing, options);
  const boxes = useMemo(
    () => new Map([...drawing.frames.map(headOf), ...drawing.nodes].map(({ layer, box }) => [layer.id, box])),
    [drawing],
  );
  const [current, setCurrent] = useState<string | undefined>(undefined);
  const stop = current !== undefined && boxes.has(current) ? current : drawing.nodes[0]?.layer.id;
  useSteadyView({ boxes, chosen, fitted, fitFirst, reveal, shift, scale: view.scale });
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    const isOnLayer = (event.target as Element).closest('[data-layer]') !== null;
    if (direction !== undefined && isOnLayer && !event.shiftKey && stop !== undefined) {
      const next = nearestIn(boxes, stop, direction);
      event.preventDefault();
      event.stopPropagation();
      if (next === undefined) return;
      setCurrent(next);
      const box = boxes.get(next);
      if (box !== undefined) reveal(box);
      frame.current?.querySelector<HTMLElement>(`[data-layer="${CSS.escape(next)}"]`)?.focus({ preventScroll: true });
    } else press(event);
  };
  const shared = { chosen, stop, found, onChoose, onCurrent: setCurrent };
  return (
    <div
      ref={frame}
      className={styles.graph}
      role="group"
      aria-label={label}
      aria-description={strings.howTo}
      {...drag}
      onKeyDown={onKeyDown}
      // Focus must not scroll what only the view may move.
      onScroll={(event) => event.currentTarget.scrollTo(0, 0)}
    >
      <div
        className={styles.plane}
        style={{
          width: drawing.width,
          height: drawing.height,
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        {drawing.frames.map(({ layer, box }) => (
          <div key={layer.id} className={styles.frame} style={placeOf(box)} />
        ))}
        <Edges drawing={drawing} chosen={chosen} />
        {drawing.frames.map((one) => (
          <LayerButton key={one.layer.id} {...shared} {...headOf(one)} isOpen />
        ))}
        {drawing.nodes.map(({ layer, box }) => (
          <LayerButton key={layer.id} {...shared} layer={layer} box={box} isOpen={false} />
        ))}
      </div>
      <ZoomButtons zoomIn={zoomIn} zoomOut={zoomOut} fit={fit} />
    </div>
  );
}

function headOf({ layer, head }: ModelDrawing['frames'][number]): { readonly layer: Layer; readonly box: Box } {
  return { layer, box: head };
}

function placeOf({ x, y, width, height }: Box) {
  return { left: x, top: y, width, height };
}

function Edges({ drawing, chosen }: Pick<ModelGraphProps, 'drawing' | 'chosen'>): ReactElement {
  return (
    <svg className={styles.edges} width={drawing.width} height={drawing.height} aria-hidden>
      <defs>
        <marker id="model-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M 0 1 L 7 4 L 0 7 z" className={styles.arrow} />
        </marker>
      </defs>
      {drawing.edges.map(({ from, to, curve }) => (
        <path
          key={`${from} ${to}`}
          className={styles.edge}
          d={pathOf(curve)}
          markerEnd="url(#model-arrow)"
          data-lit={from === chosen || to === chosen ? '' : undefined}
        />
      ))}
    </svg>
  );
}

function pathOf({ start, bends }: Curve): string {
  const parts = bends.map(({ control, end }) => `Q ${control.x} ${control.y} ${end.x} ${end.y}`);
  return [`M ${start.x} ${start.y}`, ...parts].join(' ');
}

interface LayerButtonProps extends Pick<ModelGraphProps, 'chosen' | 'found' | 'onChoose'> {
  readonly layer: Layer;
  readonly box: Box;
  readonly isOpen: boolean;
  readonly stop: string | undefined;
  readonly onCurrent: (id: string) => void;
}

function LayerButton(props: LayerButtonProps): ReactElement {
  const { layer, box, isOpen, chosen, stop, found, onChoose, onCurrent } = props;
  const { id, name, parameterCount, children } = layer;
  const isModule = children.length > 0;
  const isDim = found !== undefined && !found.has(id);
  return (
    <button
      type="button"
      data-layer={id}
      data-head={isOpen ? '' : undefined}
      data-module={isModule && !isOpen ? '' : undefined}
      data-dim={isDim ? '' : undefined}
      data-found={found?.has(id) === true ? '' : undefined}
      className={styles.layer}
      style={placeOf(box)}
      tabIndex={id === stop ? 0 : -1}
      aria-pressed={id === chosen}
      aria-expanded={isModule ? isOpen : undefined}
      title={[id, layer.text, strings.parameters(parameterCount)].filter((one) => one !== '').join('\n')}
      onFocus={() => onCurrent(id)}
      onClick={() => onChoose(layer)}
    >
      <span className={styles.name}>
        <span className={styles.cut}>{name}</span>
        {isModule ? (
          <span className={styles.sign} aria-hidden>
            {isOpen ? '−' : '+'}
          </span>
        ) : undefined}
      </span>
      {isOpen ? undefined : <span className={styles.facts}>{factsOf(layer)}</span>}
    </button>
  );
}
