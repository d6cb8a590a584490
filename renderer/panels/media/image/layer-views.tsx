import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { ClassLabels } from '#shared/api';
import type { BoxGroup } from '#shared/media';
import { formatNumber } from '#shared/units';
import type { OverlayConfig } from '../config.ts';
import styles from './image.module.css';
import type { MaskPixels } from './layers.ts';
import { classColor, classCss, className, isBoxShown, isClassShown } from './overlay.ts';
import type { Layer } from './use-layers.ts';

/** Of the words over boxes, on the screen. */
const WORDS_PX = 11;

/** One mask in the colours of its classes. A mask of another size than its picture is stretched over it. */
export function MaskLayer({
  layer,
  overlay,
}: {
  readonly layer: Layer<MaskPixels>;
  readonly overlay: OverlayConfig;
}): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { name, data } = layer;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const hidden = new Set(overlay.hidden);
    const colors = new Uint32Array(256);
    for (const classId of data.counts.keys()) {
      if (!isClassShown(hidden, 'mask', name, classId)) continue;
      const [red, green, blue] = classColor(classId);
      // ABGR, as little-endian machines read RGBA bytes.
      colors[classId] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
    const pixels = new ImageData(data.width, data.height);
    const words = new Uint32Array(pixels.data.buffer);
    for (let i = 0; i < words.length; i++) words[i] = colors[data.classes[i] ?? 0] ?? 0;
    context.putImageData(pixels, 0, 0);
  }, [data, name, overlay.hidden]);
  return (
    <canvas
      ref={canvas}
      width={data.width}
      height={data.height}
      className={styles.mask}
      style={{ opacity: overlay.opacity }}
      data-mask={name}
      aria-hidden
    />
  );
}

export interface BoxLayerProps {
  readonly size: { readonly width: number; readonly height: number };
  readonly layers: readonly Layer<BoxGroup>[];
  readonly labels: ClassLabels;
  readonly overlay: OverlayConfig;
  readonly zoom: number;
  /** Of boxes, on the screen. */
  readonly lineWidth?: number;
}

/** All boxes of a picture. Boxes that reach over its edge are cut there, as the picture is. */
export function BoxLayer({ size, layers, labels, overlay, zoom, lineWidth = 2 }: BoxLayerProps): ReactElement {
  const [pixelsPerUnit, setPixelsPerUnit] = useState(0);
  const measure = useMemo(
    () => (element: SVGSVGElement | null) => {
      if (element === null) return undefined;
      const observer = new ResizeObserver(() =>
        setPixelsPerUnit(Math.min(element.clientWidth / size.width, element.clientHeight / size.height)),
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [size.width, size.height],
  );
  const hidden = new Set(overlay.hidden);
  const unit = pixelsPerUnit === 0 ? 0 : 1 / (pixelsPerUnit * zoom);
  return (
    <svg ref={measure} className={styles.boxes} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden>
      {layers.flatMap((layer) =>
        layer.data.boxes.map((box, i) => {
          if (!isClassShown(hidden, 'box', layer.name, box.classId) || !isBoxShown(box, overlay.scores))
            return undefined;
          const name = className({ ...labels[layer.name], ...layer.data.labels }, box.classId);
          const scores = Object.entries(box.scores).map(([score, value]) => `${score} ${formatNumber(value)}`);
          return (
            <g
              key={`${layer.name} ${i}`}
              data-box={`${layer.name}/${box.classId}`}
              style={{ color: classCss(box.classId) }}
            >
              <rect
                x={box.x * size.width}
                y={box.y * size.height}
                width={box.width * size.width}
                height={box.height * size.height}
                className={styles.boxLine}
                strokeDasharray={layers.indexOf(layer) % 2 === 1 ? `${5 * unit} ${3 * unit}` : undefined}
                strokeWidth={lineWidth * unit}
              >
                <title>
                  {[`${layer.name}: ${name}`, ...(box.caption === undefined ? [] : [box.caption]), ...scores].join(
                    '\n',
                  )}
                </title>
              </rect>
              {overlay.hasLabels && unit > 0 ? (
                <BoxWords x={box.x * size.width} y={box.y * size.height} unit={unit} words={box.caption ?? name} />
              ) : undefined}
            </g>
          );
        }),
      )}
    </svg>
  );
}

/** Words on a ground of the class's colour above the box, or inside where there is no room above. */
function BoxWords({
  x,
  y,
  unit,
  words,
}: {
  readonly x: number;
  readonly y: number;
  readonly unit: number;
  readonly words: string;
}): ReactElement {
  const height = (WORDS_PX + 4) * unit;
  const top = y - height < 0 ? Math.max(0, y) : y - height;
  const left = Math.max(0, x);
  const shown = words.length > 40 ? `${words.slice(0, 39)}…` : words;
  return (
    <>
      <rect x={left} y={top} width={(shown.length * WORDS_PX * 0.6 + 6) * unit} height={height} fill="currentColor" />
      <text
        x={left + 3 * unit}
        y={top + (WORDS_PX + 0.5) * unit}
        fontSize={WORDS_PX * unit}
        className={styles.boxWords}
      >
        {shown}
      </text>
    </>
  );
}
