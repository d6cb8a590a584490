import { useEffect, useState, type ReactElement } from 'react';
import { NEW_OVERLAY } from '../config.ts';
import { strings } from '../strings.ts';
import styles from './image.module.css';
import { TINY_PIXELS } from './image-view.tsx';
import { BoxLayer, MaskLayer } from './layer-views.tsx';
import { classCss, className, layerKey } from './overlay.ts';
import { readPictureLayers, type PictureLayers, type TablePicture } from './picture-layers.ts';

type Size = { readonly width: number; readonly height: number };

/** A picture outside of media panels with its masks and boxes; a click on a class takes it away and brings it back. */
export function LayeredImage({ href, ...picture }: TablePicture & { readonly href: string }): ReactElement {
  const { item, value, hrefOf } = picture;
  const [size, setSize] = useState<Size | undefined>(undefined);
  const [layers, setLayers] = useState<PictureLayers | undefined>(undefined);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  useEffect(() => {
    if (size === undefined) return undefined;
    let isWanted = true;
    void readPictureLayers({ item, value, hrefOf }, size).then((read) => {
      if (isWanted) setLayers(read);
    });
    return () => {
      isWanted = false;
    };
  }, [item, value, size, hrefOf]);
  const overlay = { ...NEW_OVERLAY, hidden };
  const labels = layers?.labels ?? {};
  const boxLabels = Object.fromEntries((layers?.boxes ?? []).map(({ name }) => [name, labels]));
  return (
    <div className={styles.layered}>
      <div
        className={styles.layeredStage}
        data-pixelated={(size !== undefined && Math.max(size.width, size.height) <= TINY_PIXELS) || undefined}
      >
        <img
          className={styles.layeredImage}
          src={href}
          alt={item.caption ?? ''}
          onLoad={({ currentTarget: image }) => setSize({ width: image.naturalWidth, height: image.naturalHeight })}
        />
        {layers?.masks.map((layer) => (
          <MaskLayer key={layer.name} layer={layer} overlay={overlay} />
        ))}
        {size === undefined || layers === undefined || layers.boxes.length === 0 ? undefined : (
          <BoxLayer size={size} layers={layers.boxes} labels={boxLabels} overlay={overlay} zoom={1} />
        )}
      </div>
      {layers === undefined ? undefined : (
        <Legend
          layers={layers}
          hidden={hidden}
          onToggle={(key) => setHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key])}
        />
      )}
    </div>
  );
}

function Legend({
  layers: { masks, boxes, labels, broken },
  hidden,
  onToggle,
}: {
  readonly layers: PictureLayers;
  readonly hidden: readonly string[];
  readonly onToggle: (key: string) => void;
}): ReactElement | undefined {
  const groups = [
    ...masks.map(({ name, data }) => ({ kind: 'mask' as const, name, ids: [...data.counts.keys()] })),
    ...boxes.map(({ name, data }) => ({
      kind: 'box' as const,
      name,
      ids: [...new Set(data.boxes.map((box) => box.classId))].sort((a, b) => a - b),
    })),
  ];
  if (groups.length + broken.length === 0) return undefined;
  return (
    <div className={styles.layeredLegend}>
      {groups.map(({ kind, name, ids }) => (
        <div key={`${kind} ${name}`} role="group" aria-label={name} className={styles.layeredGroup}>
          <span className={styles.count}>{name}</span>
          {ids.map((id) => {
            const key = layerKey(kind, name, id);
            return (
              <button
                key={id}
                type="button"
                className={styles.layeredClass}
                aria-pressed={!hidden.includes(key)}
                onClick={() => onToggle(key)}
              >
                <span className={styles.swatch} style={{ background: classCss(id) }} aria-hidden />
                {className(labels, id)}
              </button>
            );
          })}
        </div>
      ))}
      {broken.length === 0 ? undefined : (
        <span className={styles.count}>{strings.brokenLayers(broken.join(', '))}</span>
      )}
    </div>
  );
}
