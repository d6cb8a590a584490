import { readBoxes, readLabels, type BoxGroup, type ImageItem } from '#shared/media';
import { fetchJson, loadBoxes, loadMask, type MaskPixels } from './layers.ts';
import type { Layer } from './use-layers.ts';

/** Where the files of a picture of a table lie, by their path. */
export type Hrefs = (path: string) => string | undefined;

/** A picture as a table has it: its boxes stand in the cell itself, the names of its classes in a file of their own. */
export interface TablePicture {
  readonly item: ImageItem;
  readonly value: unknown;
  readonly hrefOf: Hrefs;
}

/** Masks and boxes of a picture of a table. */
export interface PictureLayers {
  readonly masks: readonly Layer<MaskPixels>[];
  readonly boxes: readonly Layer<BoxGroup>[];
  readonly labels: Readonly<Record<string, string>>;
  readonly broken: readonly string[];
}

/** Whether a picture has masks or boxes; boxes of tables stand in the cell itself. */
export function isLayered({ item, value }: Pick<TablePicture, 'item' | 'value'>): boolean {
  return item.masks.length > 0 || Object.keys(fieldsOf(fieldsOf(value)['boxes'])).length > 0;
}

/** The layers of a picture of this size; of masks only every n-th pixel, so that no side is longer than `mostPixels`. */
export async function readPictureLayers(
  { item, value, hrefOf }: TablePicture,
  { width, height }: { readonly width: number; readonly height: number },
  mostPixels = Infinity,
): Promise<PictureLayers> {
  const broken: string[] = [];
  const read = async <T>(name: string, file: string, load: (href: string) => Promise<T>): Promise<Layer<T>[]> => {
    const href = hrefOf(file);
    try {
      return href === undefined ? [] : [{ name, data: await load(href) }];
    } catch {
      broken.push(name);
      return [];
    }
  };
  const { boxes: inside, classes } = fieldsOf(value);
  const [masks, boxes, labels] = await Promise.all([
    Promise.all(item.masks.map(({ name, file }) => read(name, file, (href) => loadMask(href, mostPixels)))),
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
