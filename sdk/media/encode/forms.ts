import type { BoxData, FileData, ImageData, MediaData, TableData } from '../payload.ts';
import { encodeGif } from './gif.ts';
import { encodePng } from './png.ts';
import { encodeWav } from './wav.ts';

/** A file that was put into the run's folder. */
export interface StoredFile {
  /** From `media/` on. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/**
 * Where media go: `put` writes bytes as `media/<folder>/<key>_<step>_<hash><ending>` and has them sent; `labels` keeps
 * the names of classes in the run's config. Source of all forms: the Python client, spec appendix A.
 */
export interface MediaSink {
  readonly put: (folder: string, ending: string, bytes: Uint8Array) => StoredFile;
  readonly labels: (kind: 'mask/class_labels' | 'bounding_box/class_labels', name: string, labels: object) => void;
}

type Form = Readonly<Record<string, unknown>>;

/** The stored form of one medium, or of several that were logged together under one key. */
export function storedForm(media: readonly MediaData[], isList: boolean, sink: MediaSink): Form | readonly Form[] {
  const [first] = media;
  if (!isList && first !== undefined) return formOf(first, sink);
  if (media.every((one) => one.kind === 'image')) return imagesForm(media, sink);
  const forms = media.map((one) => formOf(one, sink));
  const captions = captionsOf(media);
  const count = media.length;
  switch (first?.kind) {
    case 'audio':
    case 'sound':
      return { _type: 'audio', count, audio: forms, ...soundsOf(media), ...(captions === false ? {} : { captions }) };
    case 'video':
    case 'frames':
      return { _type: 'videos', count, videos: forms, captions };
    case 'html':
      return { _type: 'html', count, html: forms };
    case 'molecule':
      return { _type: 'molecule', count, filenames: forms.map((form) => form['path']), captions };
    case 'object3D': {
      const filenames = forms.map((form) => String(form['path']).replace(/^media\/object3D\//, ''));
      return { _type: 'object3D', count, filenames, objects: forms };
    }
    default:
      // Kinds that have no form of their own for several.
      return forms;
  }
}

/** One caption for each, empty where there is none; false without any. */
function captionsOf(media: readonly MediaData[]): readonly string[] | false {
  const captions = media.map((one) => ('caption' in one ? one.caption : undefined));
  return captions.every((one) => one === undefined) ? false : captions.map((one) => one ?? '');
}

/** Samples and seconds; of files nobody looks. */
function soundsOf(sounds: readonly MediaData[]): Form {
  const rates = sounds.map((one) => (one.kind === 'sound' ? one.sampleRate : null));
  const durations = sounds.map((one) =>
    one.kind === 'sound' ? (one.channels[0]?.length ?? 0) / one.sampleRate : null,
  );
  return { sampleRates: rates, durations };
}

const FOLDERS: Readonly<Record<FileData['kind'], string>> = {
  audio: 'audio',
  video: 'videos',
  html: 'html',
  molecule: 'molecule',
  object3D: 'object3D',
  plotly: 'plotly',
};

function formOf(data: MediaData, sink: MediaSink): Form {
  switch (data.kind) {
    case 'image':
      return imageForm(data, sink);
    case 'table':
      return tableForm(data, sink);
    case 'sound':
      return { ...captionOf(data), _type: 'audio-file', ...sink.put('audio', '.wav', encodeWav(data)) };
    case 'frames': {
      const { width, height } = data;
      return { ...captionOf(data), _type: 'video-file', ...sink.put('videos', '.gif', encodeGif(data)), width, height };
    }
    default:
      return {
        ...captionOf(data),
        _type: `${data.kind}-file`,
        ...sink.put(FOLDERS[data.kind], data.ending, data.bytes),
      };
  }
}

function captionOf(data: { readonly caption?: string }): Form {
  return data.caption === undefined ? {} : { caption: data.caption };
}

function putImage(data: ImageData, sink: MediaSink): StoredFile {
  const bytes = data.pixels === undefined ? (data.bytes ?? new Uint8Array()) : encodePng(data.pixels);
  return sink.put('images', `.${data.format}`, bytes);
}

function imageForm(data: ImageData, sink: MediaSink): Form {
  const { format, width, height } = data;
  const masks = masksOf(data, sink);
  const boxes = boxesOf(data, sink);
  return {
    ...captionOf(data),
    _type: 'image-file',
    ...putImage(data, sink),
    format,
    width,
    height,
    ...(masks === undefined ? {} : { masks }),
    ...(boxes === undefined ? {} : { boxes }),
  };
}

function masksOf({ masks }: ImageData, sink: MediaSink): Form | undefined {
  const entries = Object.entries(masks).map(([name, { pixels, labels }]) => {
    sink.labels('mask/class_labels', name, labels);
    return [name, { _type: 'mask', ...sink.put('images/mask', '.mask.png', encodePng(pixels)) }] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function boxesOf({ boxes }: ImageData, sink: MediaSink): Form | undefined {
  const entries = Object.entries(boxes).map(([name, group]) => {
    sink.labels('bounding_box/class_labels', name, group.labels);
    const text = JSON.stringify({ box_data: group.boxes satisfies readonly BoxData[], class_labels: group.labels });
    const file = sink.put('metadata/boxes2D', '.boxes2D.json', Buffer.from(text));
    return [name, { _type: 'boxes2D', ...file }] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function imagesForm(images: readonly ImageData[], sink: MediaSink): Form {
  const [first] = images;
  const filenames = images.map((image) => putImage(image, sink).path);
  const masks = images.map((image) => masksOf(image, sink) ?? null);
  const boxes = images.map((image) => boxesOf(image, sink) ?? null);
  const captions = images.map((image) => image.caption ?? null);
  return {
    _type: 'images/separated',
    width: first?.width ?? 0,
    height: first?.height ?? 0,
    format: first?.format ?? 'png',
    count: images.length,
    filenames,
    ...(captions.every((one) => one === null) ? {} : { captions: captions.map((one) => one ?? '') }),
    ...(masks.every((one) => one === null) ? {} : { all_masks: masks }),
    ...(boxes.every((one) => one === null) ? {} : { all_boxes: boxes }),
  };
}

/** What a table holds, as members of a JSON object. */
function tableMembers({ columns, rows }: TableData, sink: MediaSink): string {
  const lines = rows.map((row) => {
    const cells = row.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(formOf(cell, sink))));
    return `[${cells.join(',')}]`;
  });
  return `"columns":${JSON.stringify(columns)},"data":[${lines.join(',')}]`;
}

/**
 * A medium as an entry of an artifact: its JSON, and what stands before `.json` in the entry's name. The files that it
 * needs go to `sink`. Source: the Python client's `Artifact.add`.
 */
export function artifactForm(data: MediaData, sink: MediaSink): { readonly kind: string; readonly text: string } {
  if (data.kind === 'table') {
    const size = `"ncols":${data.columns.length},"nrows":${data.rows.length}`;
    return { kind: 'table', text: `{"_type":"table",${tableMembers(data, sink)},${size}}` };
  }
  const form = formOf(data, sink);
  return { kind: String(form['_type']), text: JSON.stringify(form) };
}

function tableForm(table: TableData, sink: MediaSink): Form {
  const { columns, rows } = table;
  const text = `{${tableMembers(table, sink)}}`;
  const file = sink.put('table', '.table.json', Buffer.from(text));
  return { _type: 'table-file', ncols: columns.length, nrows: rows.length, log_mode: 'IMMUTABLE', ...file };
}
