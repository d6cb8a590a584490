import { useEffect, useState, type ReactElement } from 'react';
import { readBoxes, readLabels, type BoxGroup, type ImageItem } from '#shared/media';
import { NEW_OVERLAY } from '../config.ts';
import { strings } from '../strings.ts';
import styles from './image.module.css';
import { TINY_PIXELS } from './image-view.tsx';
import { BoxLayer, MaskLayer } from './layer-views.tsx';
import { fetchJson, loadBoxes, loadMask, type MaskPixels } from './layers.ts';
import { classCss, className, layerKey } from './overlay.ts';
import type { Layer } from './use-layers.ts';

/** Where the files of a picture of a table lie, by their path. */
export type Hrefs = (path: string) => string | undefined;

export interface LayeredImageProps {
  readonly item: ImageItem;
  /** The picture as the table has it: its boxes stand in the cell itself, the names of its classes in a file of their own. */
  readonly value: unknown;
  readonly href: string;
  readonly hrefOf: Hrefs;
}

interface Layers {
  readonly masks: readonly Layer<MaskPixels>[];
  readonly boxes: readonly Layer<BoxGroup>[];
  readonly labels: Readonly<Record<string, string>>;
  readonly broken: readonly string[];
}

type Size = { readonly width: number; readonly height: number };

/** A picture outside of media panels with its masks and boxes; a click on a class takes it away and brings it back. */
export function LayeredImage({ item, value, href, hrefOf }: LayeredImageProps): ReactElement {
  const [size, setSize] = useState<Size | undefined>(undefined);
  const [layers, setLayers] = useState<Layers | undefined>(undefined);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  useEffect(() => {
    if (size === undefined) return undefined;
    let isWanted = true;
    void readLayers(item, value, size, hrefOf).then((read) => {
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
  readonly layers: Layers;
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

async function readLayers(item: ImageItem, value: unknown, size: Size, hrefOf: Hrefs): Promise<Layers> {
  const broken: string[] = [];
  const read = async <T,>(name: string, file: string, load: (href: string) => Promise<T>): Promise<Layer<T>[]> => {
    const href = hrefOf(file);
    try {
      return href === undefined ? [] : [{ name, data: await load(href) }];
    } catch {
      broken.push(name);
      return [];
    }
  };
  const { width, height } = size;
  const { boxes: inside, classes } = fieldsOf(value);
  const [masks, boxes, labels] = await Promise.all([
    Promise.all(item.masks.map(({ name, file }) => read(name, file, loadMask))),
    Promise.all(item.boxes.map(({ name, file }) => read(name, file, (href) => loadBoxes(href, width, height)))),
    readClasses(fieldsOf(classes)['path'], hrefOf),
  ]);
  const inCell = Object.entries(fieldsOf(inside)).flatMap(([name, list]) =>
    Array.isArray(list) ? [{ name, data: readBoxes({ box_data: list, class_labels: labels }, width, height) }] : [],
  );
  return { masks: masks.flat(), boxes: [...boxes.flat(), ...inCell], labels, broken };
}

/** Names of classes by number from the file that tables share; none where it is missing or damaged. Source: wandb 0.31, Classes. */
async function readClasses(path: unknown, hrefOf: Hrefs): Promise<Readonly<Record<string, string>>> {
  const href = typeof path === 'string' ? hrefOf(path) : undefined;
  if (href === undefined) return {};
  try {
    const { class_set: classes } = fieldsOf(await fetchJson(href));
    const named = Array.isArray(classes) ? classes.map(fieldsOf) : [];
    return readLabels(Object.fromEntries(named.map(({ id, name }) => [String(id), name])));
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
