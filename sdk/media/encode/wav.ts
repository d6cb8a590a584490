import type { SoundData } from '../payload.ts';

/** A WAV file of 16-bit samples, channels interleaved. Source: the RIFF/WAVE specification. */
export function encodeWav({ channels, sampleRate }: Pick<SoundData, 'channels' | 'sampleRate'>): Uint8Array {
  const count = channels.length;
  const length = channels[0]?.length ?? 0;
  const size = length * count * 2;
  const wav = Buffer.alloc(44 + size);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + size, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(count, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * count * 2, 28);
  wav.writeUInt16LE(count * 2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(size, 40);
  for (let i = 0, at = 44; i < length; i++) {
    for (const channel of channels) {
      const value = Math.max(-1, Math.min(1, channel[i] ?? 0));
      wav.writeInt16LE(Math.round(Number.isNaN(value) ? 0 : value * 32_767), at);
      at += 2;
    }
  }
  return wav;
}
