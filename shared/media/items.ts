/** A file of a run, by its name relative to the run's files. */
export type FileName = string;

/** One picture; masks and boxes by the names that the script gave them. Sizes in pixels as the client says. */
export interface ImageItem {
  readonly kind: 'image';
  readonly file: FileName;
  readonly caption?: string;
  readonly width?: number;
  readonly height?: number;
  readonly masks: readonly OverlayRef[];
  readonly boxes: readonly OverlayRef[];
}

/** A layer over a picture: its group name and the file that holds it. */
export interface OverlayRef {
  readonly name: string;
  readonly file: FileName;
}

export interface AudioItem {
  readonly kind: 'audio';
  readonly file: FileName;
  readonly caption?: string;
  readonly sampleRate?: number;
  readonly durationSeconds?: number;
}

export interface VideoItem {
  readonly kind: 'video';
  readonly file: FileName;
  readonly caption?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A page or figure that runs scripts of its own and is therefore shown in a sandbox. */
export interface FrameItem {
  readonly kind: 'html' | 'plotly' | 'bokeh';
  readonly file: FileName;
  readonly caption?: string;
}

/** A thing in space: a point cloud, a scene or a model, by the ending of its file; or a molecule. */
export interface SpaceItem {
  readonly kind: 'object3d' | 'molecule';
  readonly file: FileName;
  readonly caption?: string;
}

export interface TextItem {
  readonly kind: 'text';
  readonly text: string;
}

/** Counts of n bins and their n + 1 edges, ascending. */
export interface HistogramItem {
  readonly kind: 'histogram';
  readonly counts: readonly number[];
  readonly edges: readonly number[];
}

/** One thing that a person looks at or listens to. */
export type MediaItem = ImageItem | AudioItem | VideoItem | FrameItem | SpaceItem | TextItem;
