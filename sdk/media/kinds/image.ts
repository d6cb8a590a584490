import type { Wait } from '#sdk/base';
import type { NumericArray } from '#sdk/values';
import { collect, copyOf, readWhole, refuse } from '../bytes.ts';
import { type Bytes, Media, type Readable } from '../media.ts';
import type { BoxData, ImageData, Labels, PixelData } from '../payload.ts';
import { readImageHead } from './image-head.ts';

/** Pixels row by row, channel by channel. Bytes are 0 to 255; floats 0 to 1, or 0 to 255 (see `normalize`). */
export interface Pixels {
  readonly data: NumericArray;
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 colour, 4 with opacity; 1 unless given. */
  readonly channels?: 1 | 3 | 4;
}

/** A class number for each pixel, 0 to 255. */
export interface Mask {
  readonly data: NumericArray;
  readonly width: number;
  readonly height: number;
  readonly labels?: Labels;
}

export interface Box {
  readonly position: BoxData['position'];
  /** Parts of the image, 0 to 1, unless `pixel`. */
  readonly domain?: 'percentage' | 'pixel';
  readonly classId: number;
  readonly caption?: string;
  readonly scores?: Readonly<Record<string, number>>;
}

export interface BoxGroup {
  readonly boxes: readonly Box[];
  readonly labels?: Labels;
}

export interface ImageOptions {
  readonly caption?: string;
  /** Multiplies floats by 255; when all are within 0 and 1, unless given. */
  readonly normalize?: boolean;
  /** Keeps only how bright the pixels are. */
  readonly grayscale?: boolean;
  readonly masks?: Readonly<Record<string, Mask>>;
  readonly boxes?: Readonly<Record<string, BoxGroup>>;
}

const MOST_SIDE = 65_535;

/** A picture. Pixels become PNG; encoded pictures and files go through unchanged. */
export class Image extends Media {
  readonly kind = 'image';
  readonly #data: ImageData;

  /** Errors: UsageError `media.value` that says what does not fit. */
  constructor(source: Pixels | Bytes, options: ImageOptions = {}) {
    super();
    const { caption, masks = {}, boxes = {}, normalize, grayscale = false } = options;
    const isBytes = source instanceof Uint8Array || source instanceof ArrayBuffer;
    if (isBytes && grayscale) refuse('image: a picture that is encoded already goes through as it is, in its colours');
    const content = isBytes ? fromBytes(copyOf(source)) : fromPixels(source, normalize, grayscale);
    this.#data = {
      kind: 'image',
      ...content,
      ...(caption === undefined ? {} : { caption }),
      masks: Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, toMask(name, mask)])),
      boxes: Object.fromEntries(Object.entries(boxes).map(([name, group]) => [name, toBoxes(name, group)])),
    };
  }

  /** Errors: UsageError when the file cannot be read or is no picture. */
  static async fromFile(path: string | URL, options: ImageOptions & Wait = {}): Promise<Image> {
    return new Image(await readWhole(path, options.signal), options);
  }

  static async fromStream(stream: Readable, options: ImageOptions & Wait = {}): Promise<Image> {
    return new Image(await collect(stream, options.signal), options);
  }

  toData(): ImageData {
    return this.#data;
  }
}

function fromBytes(bytes: Uint8Array): Pick<ImageData, 'bytes' | 'format' | 'width' | 'height'> {
  const head = readImageHead(bytes);
  if (head === undefined) refuse('image: the bytes are no PNG, JPEG, GIF, WebP, BMP or SVG picture');
  return { bytes, ...head };
}

function fromPixels(
  { data, width, height, channels = 1 }: Pixels,
  normalize: boolean | undefined,
  grayscale: boolean,
): Pick<ImageData, 'pixels' | 'format' | 'width' | 'height'> {
  checkSize('image', data.length, width, height, channels);
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  const isScaled = !isBytes && (normalize ?? isWithinOne(data));
  const scaled = isBytes
    ? Uint8Array.from(data)
    : Uint8Array.from(data as ArrayLike<number>, (value) => clamp(isScaled ? value * 255 : value));
  const pixels: PixelData =
    grayscale && channels !== 1
      ? { data: brightness(scaled, channels), width, height, channels: 1 }
      : { data: scaled, width, height, channels };
  return { pixels, format: 'png', width, height };
}

/** As Pillow's mode `L` has it: ITU-R 601-2 in 16 bits. */
function brightness(data: Uint8Array, channels: 3 | 4): Uint8Array {
  return Uint8Array.from({ length: data.length / channels }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(i * channels, i * channels + 3);
    return (red * 19_595 + green * 38_470 + blue * 7471 + 0x80_00) >> 16;
  });
}

function checkSize(what: string, length: number, width: number, height: number, channels: number): void {
  for (const [name, side] of Object.entries({ width, height })) {
    if (!Number.isInteger(side) || side < 1 || side > MOST_SIDE)
      refuse(`${what}: ${name} ${side} is not between 1 and ${MOST_SIDE}`);
  }
  if (![1, 3, 4].includes(channels)) refuse(`${what}: channels ${channels} is none of 1, 3, 4`);
  const wanted = width * height * channels;
  if (length !== wanted) refuse(`${what}: ${width} × ${height} × ${channels} needs ${wanted} values, not ${length}`);
}

function isWithinOne(values: NumericArray): boolean {
  for (const value of values as Iterable<number>) if (!(value >= 0 && value <= 1)) return false;
  return true;
}

function clamp(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, Math.min(255, Math.trunc(value)));
}

function toMask(name: string, { data, width, height, labels }: Mask): ImageData['masks'][string] {
  checkSize(`mask ${name}`, data.length, width, height, 1);
  const bytes = Uint8Array.from(data as ArrayLike<number>, (value) => {
    if (!Number.isInteger(value) || value < 0 || value > 255)
      refuse(`mask ${name}: ${value} is no class (a whole number from 0 to 255)`);
    return value;
  });
  const known =
    labels ?? Object.fromEntries([...new Set(bytes)].sort((a, b) => a - b).map((id) => [id, `class_${id}`]));
  return { pixels: { data: bytes, width, height, channels: 1 }, labels: known };
}

function toBoxes(name: string, { boxes, labels }: BoxGroup): ImageData['boxes'][string] {
  const known = labels ?? Object.fromEntries(boxes.map(({ classId }) => [classId, `class_${classId}`]));
  return {
    labels: known,
    boxes: boxes.map(({ position, domain, classId, caption, scores }, i): BoxData => {
      if (!Number.isInteger(classId)) refuse(`boxes ${name}, box ${i}: classId ${classId} is no whole number`);
      return {
        position,
        ...(domain === 'pixel' ? { domain } : {}),
        class_id: classId,
        ...(caption === undefined ? {} : { box_caption: caption }),
        ...(scores === undefined ? {} : { scores }),
      };
    }),
  };
}
