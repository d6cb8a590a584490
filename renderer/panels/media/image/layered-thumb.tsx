import { useEffect, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { NEW_OVERLAY } from '../config.ts';
import styles from './image.module.css';
import { BoxLayer, MaskLayer } from './layer-views.tsx';
import { readPictureLayers, type PictureLayers, type TablePicture } from './picture-layers.ts';

/** A row that only flies by while one scrolls asks for no layer. */
const REST_MS = 120;
/** Longest side of a mask in a row of a table, twice that of the place it is drawn in. */
const MOST_PIXELS = 320;
const OVERLAY = { ...NEW_OVERLAY, hasLabels: false };

/** A small picture in a cell, with its masks and the lines of its boxes. */
export function LayeredThumb({ href, ...picture }: TablePicture & { readonly href: string }): ReactElement {
  const { item, value, hrefOf } = picture;
  const { clock } = useData();
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | undefined>(undefined);
  const [layers, setLayers] = useState<PictureLayers | undefined>(undefined);
  useEffect(() => {
    if (size === undefined) return undefined;
    let isWanted = true;
    const stop = clock.after(REST_MS, () => {
      void readPictureLayers({ item, value, hrefOf }, size, MOST_PIXELS).then((read) => {
        if (isWanted) setLayers(read);
      });
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [clock, item, value, hrefOf, size]);
  return (
    <span className={styles.layeredThumb}>
      <img
        src={href}
        alt={item.caption ?? ''}
        loading="lazy"
        decoding="async"
        draggable={false}
        onLoad={({ currentTarget: image }) => setSize({ width: image.naturalWidth, height: image.naturalHeight })}
      />
      {layers?.masks.map((layer) => (
        <MaskLayer key={layer.name} layer={layer} overlay={OVERLAY} />
      ))}
      {size === undefined || layers === undefined || layers.boxes.length === 0 ? undefined : (
        <BoxLayer size={size} layers={layers.boxes} labels={{}} overlay={OVERLAY} zoom={1} lineWidth={1} />
      )}
    </span>
  );
}
