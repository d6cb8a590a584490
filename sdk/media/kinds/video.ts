import type { Wait } from '#sdk/base';
import { copyOf, endingOf, readWhole, refuse } from '../bytes.ts';
import { type Bytes, captioned, Given, Media } from '../media.ts';
import type { MediaData } from '../payload.ts';

const FORMATS = ['gif', 'mp4', 'webm', 'ogg'] as const;
export type VideoFormat = (typeof FORMATS)[number];

/** Pictures one after another; `order` says which index runs slowest (time, channel, height, width). */
export interface Frames {
  readonly data: Uint8Array;
  readonly frames: number;
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  /** `tchw` as in Python, unless given. */
  readonly order?: 'tchw' | 'thwc';
}

/** A moving picture. Frames become an animated GIF; encoded ones go through unchanged. */
export class Video extends Media {
  readonly kind = 'video';
  readonly #data: MediaData;

  /** `fps`: frames a second, 4 unless given. Errors: UsageError. */
  constructor(frames: Frames | Given, options: { readonly fps?: number; readonly caption?: string } = {}) {
    super();
    this.#data = frames instanceof Given ? frames.data : toFrames(frames, options);
  }

  /** Errors: UsageError for another format. */
  static fromBytes(bytes: Bytes, options: { readonly format: VideoFormat; readonly caption?: string }): Video {
    return encoded(copyOf(bytes), options.format, options.caption);
  }

  /** Errors: UsageError when the file cannot be read or has another format. */
  static async fromFile(path: string | URL, options: { readonly caption?: string } & Wait = {}): Promise<Video> {
    const ending = endingOf(path);
    checkFormat(ending);
    return encoded(await readWhole(path, options.signal), ending, options.caption);
  }

  toData(): MediaData {
    return this.#data;
  }
}

function encoded(bytes: Uint8Array, format: string, caption: string | undefined): Video {
  checkFormat(format);
  return new Video(new Given({ kind: 'video', bytes, ending: `.${format}`, ...captioned(caption) }));
}

function checkFormat(format: string): void {
  if (!FORMATS.includes(format as VideoFormat)) refuse(`video: format "${format}" is none of ${FORMATS.join(', ')}`);
}

function toFrames(
  { data, frames, channels, height, width, order = 'tchw' }: Frames,
  { fps = 4, caption }: { readonly fps?: number; readonly caption?: string },
): MediaData {
  for (const [name, value] of Object.entries({ frames, height, width })) {
    if (!Number.isInteger(value) || value < 1 || value > 65_535)
      refuse(`video: ${name} ${value} is not between 1 and 65535`);
  }
  if (channels !== 1 && channels !== 3) refuse(`video: channels ${String(channels)} is neither 1 nor 3`);
  if (!(fps > 0 && fps <= 100)) refuse(`video: fps ${fps} is not above 0 and at most 100`);
  const wanted = frames * channels * height * width;
  if (data.length !== wanted)
    refuse(`video: ${frames} × ${channels} × ${height} × ${width} needs ${wanted} values, not ${data.length}`);
  const plane = height * width;
  const colours = new Uint8Array(frames * plane * 3);
  for (let frame = 0; frame < frames; frame++) {
    for (let pixel = 0; pixel < plane; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = Math.min(channel, channels - 1);
        const at =
          order === 'tchw' ? (frame * channels + from) * plane + pixel : (frame * plane + pixel) * channels + from;
        colours[(frame * plane + pixel) * 3 + channel] = data[at] ?? 0;
      }
    }
  }
  return { kind: 'frames', data: colours, frames, width, height, fps, ...captioned(caption) };
}
