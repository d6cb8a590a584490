import { decodeTable } from './tables.ts';
import type {
  AudioItem,
  FrameItem,
  HistogramItem,
  ImageItem,
  MediaItem,
  OverlayRef,
  SpaceItem,
  VideoItem,
} from './items.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Types of values that `decodeMedia` understands, as they stand in `typeCounts`. Source: protocol 9.2. */
export const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'image-file',
  'images',
  'images/separated',
  'audio-file',
  'audio',
  'video-file',
  'videos',
  'html-file',
  'html',
  'plotly-file',
  'plotly',
  'bokeh-file',
  'bokeh',
  'object3D-file',
  'object3D',
  'molecule-file',
  'molecule',
]);

/**
 * The items of one logged value, in the order they were logged: single files and all forms of lists; a text is one
 * item. Members that are missing or of a wrong type are left out; a list keeps its places, so that item n is the n-th.
 * Gives undefined for values that are no media. Source: wandb 0.31, protocol 9.2.
 */
export function decodeMedia(value: unknown): readonly MediaItem[] | undefined {
  if (typeof value === 'string') return [{ kind: 'text', text: value }];
  if (!isFields(value)) return undefined;
  switch (value['_type']) {
    case 'image-file':
      return present(imageOf(value));
    case 'images/separated':
    case 'images':
      return imagesOf(value);
    case 'audio-file':
      return present(audioOf(value));
    case 'audio':
      return audioListOf(value);
    case 'video-file':
      return present(videoOf(value));
    case 'videos':
      return videosOf(value);
    case 'html-file':
    case 'plotly-file':
    case 'bokeh-file':
      return present(frameOf(value));
    case 'html':
    case 'plotly':
    case 'bokeh':
      return membersOf(value, String(value['_type'])).flatMap((one) => present(frameOf(one)));
    case 'object3D-file':
      return present(spaceOf('object3d', value));
    case 'object3D':
      return membersOf(value, 'objects').flatMap((one) => present(spaceOf('object3d', one)));
    case 'molecule-file':
      return present(spaceOf('molecule', value));
    case 'molecule':
      return moleculesOf(value);
    default:
      return undefined;
  }
}

/** A logged histogram; undefined when the value is none or its edges do not fit its counts. Source: protocol 9.2. */
export function decodeHistogram(value: unknown): HistogramItem | undefined {
  if (!isFields(value) || value['_type'] !== 'histogram') return undefined;
  const counts = numbersOf(value['values']);
  const edges = numbersOf(value['bins']);
  if (counts === undefined || edges === undefined) return undefined;
  return counts.length > 0 && edges.length === counts.length + 1 ? { kind: 'histogram', counts, edges } : undefined;
}

/** Every file that a logged value refers to, layers of pictures too. */
export function filesOf(value: unknown): readonly string[] {
  const table = decodeTable(value);
  if (table !== undefined) return [table.file];
  const files = new Set<string>();
  for (const item of decodeMedia(value) ?? []) {
    if (item.kind === 'text') continue;
    files.add(item.file);
    if (item.kind === 'image') for (const layer of [...item.masks, ...item.boxes]) files.add(layer.file);
  }
  return [...files];
}

function imageOf(value: Fields): ImageItem | undefined {
  const file = textOf(value['path']);
  if (file === undefined) return undefined;
  return {
    kind: 'image',
    file,
    ...captionOf(value['caption']),
    ...sizeOf(value),
    masks: layersOf(value['masks']),
    boxes: layersOf(value['boxes']),
  };
}

function imagesOf(value: Fields): readonly ImageItem[] {
  const masks = listOf(value['all_masks']);
  const boxes = listOf(value['all_boxes']);
  const captions = listOf(value['captions']);
  return listOf(value['filenames']).flatMap((name, i): ImageItem[] => {
    const file = textOf(name);
    if (file === undefined) return [];
    return [
      {
        kind: 'image',
        file,
        ...captionOf(captions[i]),
        // The client tells only the size of the first picture of a list.
        ...(i === 0 ? sizeOf(value) : {}),
        masks: layersOf(masks[i]),
        boxes: layersOf(boxes[i]),
      },
    ];
  });
}

/** By name: the client writes the groups of each step in another order, and what lies on top must not change with it. */
function layersOf(value: unknown): readonly OverlayRef[] {
  if (!isFields(value)) return [];
  const layers = Object.entries(value).flatMap(([name, layer]) => {
    const file = isFields(layer) ? textOf(layer['path']) : undefined;
    return file === undefined ? [] : [{ name, file }];
  });
  return layers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function audioOf(value: Fields): AudioItem | undefined {
  const file = textOf(value['path']);
  return file === undefined ? undefined : { kind: 'audio', file, ...captionOf(value['caption']) };
}

function audioListOf(value: Fields): readonly AudioItem[] {
  const rates = listOf(value['sampleRates']);
  const durations = listOf(value['durations']);
  const captions = listOf(value['captions']);
  return listOf(value['audio']).flatMap((one, i): AudioItem[] => {
    const clip = isFields(one) ? audioOf(one) : undefined;
    if (clip === undefined) return [];
    const rate = rates[i];
    const duration = durations[i];
    return [
      {
        ...clip,
        ...captionOf(captions[i]),
        ...(typeof rate === 'number' && rate > 0 ? { sampleRate: rate } : {}),
        ...(typeof duration === 'number' && duration >= 0 ? { durationSeconds: duration } : {}),
      },
    ];
  });
}

function videoOf(value: Fields): VideoItem | undefined {
  const file = textOf(value['path']);
  return file === undefined ? undefined : { kind: 'video', file, ...captionOf(value['caption']), ...sizeOf(value) };
}

function videosOf(value: Fields): readonly VideoItem[] {
  const captions = listOf(value['captions']);
  return listOf(value['videos']).flatMap((one, i): VideoItem[] => {
    const video = isFields(one) ? videoOf(one) : undefined;
    return video === undefined ? [] : [{ ...video, ...captionOf(captions[i]) }];
  });
}

function spaceOf(kind: SpaceItem['kind'], value: Fields): SpaceItem | undefined {
  const file = textOf(value['path']);
  return file === undefined ? undefined : { kind, file, ...captionOf(value['caption']) };
}

function moleculesOf(value: Fields): readonly SpaceItem[] {
  const captions = listOf(value['captions']);
  return listOf(value['filenames']).flatMap((name, i): SpaceItem[] => {
    const file = textOf(name);
    return file === undefined ? [] : [{ kind: 'molecule', file, ...captionOf(captions[i]) }];
  });
}

const FRAME_KINDS = { 'html-file': 'html', 'plotly-file': 'plotly', 'bokeh-file': 'bokeh' } as const;

function frameOf(value: Fields): FrameItem | undefined {
  const type = textOf(value['_type']) ?? '';
  const file = textOf(value['path']);
  if (file === undefined || !Object.hasOwn(FRAME_KINDS, type)) return undefined;
  return { kind: FRAME_KINDS[type as keyof typeof FRAME_KINDS], file, ...captionOf(value['caption']) };
}

function membersOf(value: Fields, name: string): readonly Fields[] {
  return listOf(value[name]).filter(isFields);
}

function captionOf(value: unknown): { readonly caption?: string } {
  return typeof value === 'string' && value !== '' ? { caption: value } : {};
}

function sizeOf(value: Fields): { readonly width?: number; readonly height?: number } {
  const { width, height } = value;
  const isSize = (one: unknown): one is number => typeof one === 'number' && one > 0 && Number.isFinite(one);
  return isSize(width) && isSize(height) ? { width, height } : {};
}

/** Numbers as the API writes them: NaN and the infinities come as words and count as nothing. */
function numbersOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((one) => (typeof one === 'number' && Number.isFinite(one) ? one : 0));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function present<T>(item: T | undefined): readonly T[] {
  return item === undefined ? [] : [item];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
