/** Samples of a sound: one list a channel, -1 to 1. */
export interface Sound {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * Reads a WAV file exactly, at any sample rate (browsers refuse rates below 3,000 Hz): whole numbers of 8, 16, 24 and
 * 32 bits, floats of 32 and 64. undefined for anything else. A file cut short gives the samples that are there.
 */
export function readWav(buffer: ArrayBuffer): Sound | undefined {
  const view = new DataView(buffer);
  if (buffer.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return undefined;
  let format: Format | undefined;
  for (let at = 12; at + 8 <= buffer.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(view, at) === 'fmt ' && size >= 16 && body + 16 <= buffer.byteLength) format = readFormat(view, body, size);
    if (tag(view, at) === 'data' && format !== undefined) {
      return readSamples(view, body, Math.min(size, buffer.byteLength - body), format);
    }
    // Chunks begin at even places.
    at = body + size + (size % 2);
  }
  return undefined;
}

interface Format {
  readonly kind: number;
  readonly channelCount: number;
  readonly sampleRate: number;
  readonly bits: number;
}

function readFormat(view: DataView, at: number, size: number): Format {
  const kind = view.getUint16(at, true);
  const isExtended = kind === EXTENSIBLE && size >= 26;
  return {
    kind: isExtended ? view.getUint16(at + 24, true) : kind,
    channelCount: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function readSamples(view: DataView, start: number, size: number, format: Format): Sound | undefined {
  const { channelCount, sampleRate, bits } = format;
  const read = readerOf(view, format);
  const width = bits / 8;
  if (read === undefined || channelCount === 0 || sampleRate === 0) return undefined;
  const count = Math.floor(size / (width * channelCount));
  const channels = Array.from({ length: channelCount }, () => new Float32Array(count));
  channels.forEach((samples, channel) => {
    for (let i = 0; i < count; i++) samples[i] = read(start + (i * channelCount + channel) * width);
  });
  return { sampleRate, channels };
}

function readerOf(view: DataView, { kind, bits }: Format): ((at: number) => number) | undefined {
  if (kind === FLOAT && bits === 32) return (at) => view.getFloat32(at, true);
  if (kind === FLOAT && bits === 64) return (at) => view.getFloat64(at, true);
  if (kind !== PCM) return undefined;
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 32_768;
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608;
    case 32:
      return (at) => view.getInt32(at, true) / 2_147_483_648;
    default:
      return undefined;
  }
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
