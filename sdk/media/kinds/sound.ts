import type { Wait } from '#sdk/base';
import type { NumericArray } from '#sdk/values';
import { endingOf, readWhole, refuse } from '../bytes.ts';
import { captioned, Given, Media } from '../media.ts';
import type { MediaData } from '../payload.ts';

/** A sound. Samples become WAV (16 bit); files go through unchanged. */
export class Audio extends Media {
  readonly kind = 'audio';
  readonly #data: MediaData;

  /** `samples`: -1 to 1, one list, or one for each channel (1 to 8). `sampleRate`: samples a second. Errors: UsageError. */
  constructor(
    samples: NumericArray | readonly NumericArray[] | Given,
    options: { readonly sampleRate: number; readonly caption?: string },
  ) {
    super();
    this.#data = samples instanceof Given ? samples.data : toSound(samples, options);
  }

  /** Errors: UsageError when the file cannot be read. */
  static async fromFile(path: string | URL, options: { readonly caption?: string } & Wait = {}): Promise<Audio> {
    const { caption, signal } = options;
    const bytes = await readWhole(path, signal);
    const ending = endingOf(path);
    if (ending === '') refuse(`audio: ${String(path)} has no ending that tells its format`);
    return new Audio(new Given({ kind: 'audio', bytes, ending: `.${ending}`, ...captioned(caption) }), {
      sampleRate: 1,
    });
  }

  toData(): MediaData {
    return this.#data;
  }
}

function toSound(
  samples: NumericArray | readonly NumericArray[],
  { sampleRate, caption }: { readonly sampleRate: number; readonly caption?: string },
): MediaData {
  if (!Number.isFinite(sampleRate) || sampleRate < 1 || sampleRate > 2 ** 32 - 1)
    refuse(`audio: sampleRate ${sampleRate} is not between 1 and ${2 ** 32 - 1}`);
  const isMany = Array.isArray(samples) && samples.length > 0 && typeof samples[0] === 'object';
  const lists = (isMany ? samples : [samples]) as readonly NumericArray[];
  if (lists.length > 8) refuse(`audio: ${lists.length} channels are more than 8`);
  const channels = lists.map((list) => Float32Array.from(list as ArrayLike<number>));
  const length = channels[0]?.length ?? 0;
  const other = channels.find((channel) => channel.length !== length);
  if (other !== undefined) refuse(`audio: channels of ${length} and ${other.length} samples`);
  return { kind: 'sound', channels, sampleRate: Math.round(sampleRate), ...captioned(caption) };
}
