import { strings } from '../strings.ts';
import { readWav, type Sound } from './wav.ts';

const FETCH_MS = 60_000;

/** Downloads and decodes a sound; rejects when it is none that this browser knows. */
export async function loadSound(href: string): Promise<Sound> {
  const response = await fetch(href, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok) throw new Error(strings.status(response.status));
  const buffer = await response.arrayBuffer();
  const exact = readWav(buffer);
  if (exact !== undefined) return exact;
  // An offline context needs no permission to play and no device.
  const decoded = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(buffer);
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, i) => decoded.getChannelData(i));
  return { sampleRate: decoded.sampleRate, channels };
}

/** Least and greatest sample of each of `count` stretches of a sound, all channels together: min, max, min, max, … */
export function peaksOf({ channels }: Sound, count: number): Float32Array {
  const peaks = new Float32Array(count * 2);
  const length = channels[0]?.length ?? 0;
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * length) / count));
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const samples of channels) {
      for (let at = from; at < to && at < length; at++) {
        const value = samples[at] ?? 0;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    }
    peaks[i * 2] = min > max ? 0 : min;
    peaks[i * 2 + 1] = min > max ? 0 : max;
  }
  return peaks;
}

/** The clip that plays; another one stops it. */
let playing: HTMLMediaElement | undefined;

/** To be called when a clip begins to play. */
export function playAlone(element: HTMLMediaElement): void {
  if (playing !== undefined && playing !== element) playing.pause();
  playing = element;
}

/** Whether a clip did not begin because it was stopped first: nothing is wrong with it. */
export function isInterruption(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}
