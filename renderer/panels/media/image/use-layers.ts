import { useEffect, useState } from 'react';
import type { BoxGroup, ImageItem, OverlayRef } from '#shared/media';
import { storedHref } from '#ui/data';
import type { MediaCell } from '../cells.ts';
import { loadBoxes, loadMask, type MaskPixels } from './layers.ts';

/** A group of a picture that is here and could be read. */
export interface Layer<T> {
  readonly name: string;
  readonly data: T;
}

export interface Layers {
  readonly masks: readonly Layer<MaskPixels>[];
  readonly boxes: readonly Layer<BoxGroup>[];
  /** Groups whose file is damaged. */
  readonly broken: readonly string[];
}

export const NO_LAYERS: Layers = { masks: [], boxes: [], broken: [] };

/** Masks and boxes of one picture; those not here yet are left out and come by themselves. */
export async function loadLayers(cell: MediaCell, item: ImageItem, width: number, height: number): Promise<Layers> {
  const broken: string[] = [];
  const read = async <T>(refs: readonly OverlayRef[], load: (href: string) => Promise<T>): Promise<Layer<T>[]> => {
    const loaded = await Promise.all(
      refs.map(async ({ name, file }): Promise<Layer<T>[]> => {
        const stored = cell.files.get(file);
        if (stored === undefined) return [];
        try {
          return [{ name, data: await load(storedHref(cell.run.path, stored)) }];
        } catch {
          // Damaged or gone: the picture is shown without it, and says so.
          broken.push(name);
          return [];
        }
      }),
    );
    return loaded.flat();
  };
  const [masks, boxes] = await Promise.all([
    read(item.masks, loadMask),
    read(item.boxes, (href) => loadBoxes(href, width, height)),
  ]);
  return { masks, boxes, broken };
}

/** The layers of a picture of known size; those of the picture before stay until the new ones are read. */
export function useLayers(
  cell: MediaCell,
  item: ImageItem,
  size: { readonly width: number; readonly height: number } | undefined,
): Layers {
  const [layers, setLayers] = useState(NO_LAYERS);
  const hasLayers = item.masks.length + item.boxes.length > 0;
  const { width = 0, height = 0 } = size ?? {};
  useEffect(() => {
    if (!hasLayers || width === 0) return undefined;
    let isWanted = true;
    void loadLayers(cell, item, width, height).then((loaded) => {
      if (isWanted) setLayers(loaded);
    });
    return () => {
      isWanted = false;
    };
  }, [cell, item, hasLayers, width, height]);
  return hasLayers ? layers : NO_LAYERS;
}
