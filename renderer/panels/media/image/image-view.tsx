import { useState, type ReactElement } from 'react';
import type { ImageItem } from '#shared/media';
import type { MediaCell } from '../cells.ts';
import type { MediaConfig } from '../config.ts';
import { prepareDrag, saveHref, startDrag } from '../save.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { BoxLayer, MaskLayer } from './layer-views.tsx';
import styles from './image.module.css';
import { useLayers, type Layers } from './use-layers.ts';

/** Pictures this small are shown as squares: smoothing would invent what is not there. */
export const TINY_PIXELS = 64;

export interface ImageViewProps {
  readonly cell: MediaCell;
  readonly item: ImageItem;
  readonly href: string;
  readonly config: MediaConfig;
  /** How much larger than its place it is drawn, 1 in a grid; lines and words keep their size. */
  readonly zoom?: number;
  /** It may be dragged out as a file. */
  readonly isDraggable?: boolean;
}

interface Loaded {
  readonly href: string;
  /** undefined: it could not be decoded. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** A picture with its masks and boxes. While another step is decoded, the picture before stays. */
export function ImageView({ cell, item, href, config, zoom = 1, isDraggable = false }: ImageViewProps): ReactElement {
  const [loaded, setLoaded] = useState<Loaded | undefined>(undefined);
  const size = loaded?.size;
  const save = isDraggable ? saveHref(cell) : undefined;
  const layers = useLayers(cell, item, loaded?.href === href ? size : undefined);
  if (loaded?.href === href && size === undefined) {
    return <Broken tip={strings.brokenImageTip} save={saveHref(cell)} />;
  }
  const notes = size === undefined ? [] : notesOf(layers, size);
  const isOriginal = config.fit === 'original' && zoom === 1;
  const isTiny = size !== undefined && Math.max(size.width, size.height) <= TINY_PIXELS;
  const isPixelated = config.fit === 'pixelated' || isTiny || zoom > 4;
  const stage = isOriginal && size !== undefined ? { width: size.width, height: size.height } : undefined;
  return (
    <div className={styles.box} data-original={isOriginal || undefined}>
      <div className={styles.stage} style={stage} data-pixelated={isPixelated || undefined}>
        <img
          className={styles.image}
          src={href}
          alt={item.caption ?? strings.place(cell.run.label, cell.step, cell.index + 1)}
          decoding="async"
          draggable={save !== undefined}
          onPointerDown={() => prepareDrag(cell)}
          onDragStart={save === undefined ? undefined : (event) => startDrag(event, cell)}
          onLoad={({ currentTarget: image }) =>
            setLoaded({ href, size: { width: image.naturalWidth, height: image.naturalHeight } })
          }
          onError={() => setLoaded({ href, size: undefined })}
        />
        {layers.masks.map((layer) => (
          <MaskLayer key={layer.name} layer={layer} overlay={config.overlay} />
        ))}
        {size === undefined || layers.boxes.length === 0 ? undefined : (
          <BoxLayer size={size} layers={layers.boxes} labels={cell.labels.boxes} overlay={config.overlay} zoom={zoom} />
        )}
      </div>
      {notes.length === 0 ? undefined : (
        <span className={styles.note} title={notes.join('\n')}>
          {notes.join(' · ')}
        </span>
      )}
    </div>
  );
}

/** What of masks and boxes is not as it should be. */
function notesOf(
  { masks, boxes, broken }: Layers,
  size: { readonly width: number; readonly height: number },
): string[] {
  const all = boxes.flatMap(({ data }) => data.boxes);
  const badCount = boxes.reduce((sum, { data }) => sum + data.badCount, 0);
  const outside = all.filter(({ x, y, width, height }) => x > 1 || y > 1 || x + width < 0 || y + height < 0).length;
  return [
    ...(broken.length === 0 ? [] : [strings.brokenLayers(broken.join(', '))]),
    ...(badCount === 0 ? [] : [strings.badBoxes(badCount)]),
    ...(outside === 0 ? [] : [strings.boxesOutside(outside)]),
    ...masks
      .filter(({ data }) => data.width !== size.width || data.height !== size.height)
      .map(({ name, data }) => strings.maskOfOtherSize(name, data.width, data.height)),
  ];
}
