/** A box around something in an image, as it is stored. */
export interface BoxData {
  readonly position:
    | { readonly minX: number; readonly maxX: number; readonly minY: number; readonly maxY: number }
    | { readonly middle: readonly [number, number]; readonly width: number; readonly height: number };
  readonly domain?: 'pixel' | undefined;
  readonly class_id: number;
  readonly box_caption?: string | undefined;
  readonly scores?: Readonly<Record<string, number>> | undefined;
}

/** Labels of classes by their numbers. */
export type Labels = Readonly<Record<number, string>>;

/** Raw pixels, 8 bits a channel, row by row. */
export interface PixelData {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

export interface ImageData {
  readonly kind: 'image';
  /** Pixels that are still to be encoded, or a file's bytes as they are. */
  readonly pixels?: PixelData;
  readonly bytes?: Uint8Array;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly caption?: string;
  readonly masks: Readonly<Record<string, { readonly pixels: PixelData; readonly labels: Labels }>>;
  readonly boxes: Readonly<Record<string, { readonly boxes: readonly BoxData[]; readonly labels: Labels }>>;
}

/** A file that goes through as it is. */
export interface FileData {
  readonly kind: 'audio' | 'video' | 'html' | 'molecule' | 'object3D' | 'plotly';
  readonly bytes: Uint8Array;
  /** With its dot. */
  readonly ending: string;
  readonly caption?: string;
}

export interface SoundData {
  readonly kind: 'sound';
  /** One list for each channel, -1 to 1. */
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
  readonly caption?: string;
}

export interface FramesData {
  readonly kind: 'frames';
  /** Frame by frame, row by row, red green blue. */
  readonly data: Uint8Array;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly caption?: string;
}

export interface TableData {
  readonly kind: 'table';
  readonly columns: readonly string[];
  /** Cells as extended JSON, or media. */
  readonly rows: readonly (readonly (string | MediaData)[])[];
}

/** What a medium is to the recording thread: plain data that crosses threads. */
export type MediaData = ImageData | FileData | SoundData | FramesData | TableData;

/** Bytes that a medium weighs in the queue, roughly. */
export function sizeOf(data: MediaData): number {
  switch (data.kind) {
    case 'image':
      return (data.pixels?.data.length ?? 0) + (data.bytes?.length ?? 0) + 512;
    case 'sound':
      return data.channels.reduce((sum, channel) => sum + channel.byteLength, 512);
    case 'frames':
      return data.data.length + 512;
    case 'table':
      return data.rows.reduce(
        (sum, row) => row.reduce((size, cell) => size + (typeof cell === 'string' ? cell.length : sizeOf(cell)), sum),
        512,
      );
    default:
      return data.bytes.length + 512;
  }
}
