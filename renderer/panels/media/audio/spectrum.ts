/** A spectrogram: `columns` × `rows` loudness in decibels below the loudest, column by column, low tones first. */
export interface Spectrogram {
  readonly columns: number;
  readonly rows: number;
  readonly decibels: Float32Array;
}

/** What is softer than this is drawn as silence. */
export const FLOOR_DECIBELS = -80;

/** Loudness of tones over time, Hann windows of `size` samples (a power of two), spread evenly over the sound. */
export function spectrogramOf(samples: Float32Array, mostColumns: number, size = 512): Spectrogram {
  const rows = size / 2;
  const columns = Math.max(1, Math.min(mostColumns, Math.ceil(samples.length / (size / 4))));
  const decibels = new Float32Array(columns * rows);
  const window = Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  const real = new Float32Array(size);
  const imaginary = new Float32Array(size);
  const stride = columns === 1 ? 0 : (samples.length - size) / (columns - 1);
  let loudest = Number.MIN_VALUE;
  for (let column = 0; column < columns; column++) {
    const start = Math.max(0, Math.round(column * stride));
    for (let i = 0; i < size; i++) real[i] = (samples[start + i] ?? 0) * (window[i] ?? 0);
    imaginary.fill(0);
    transform(real, imaginary);
    for (let row = 0; row < rows; row++) {
      const power = (real[row] ?? 0) ** 2 + (imaginary[row] ?? 0) ** 2;
      decibels[column * rows + row] = power;
      if (power > loudest) loudest = power;
    }
  }
  for (let i = 0; i < decibels.length; i++) {
    decibels[i] = Math.max(FLOOR_DECIBELS, 10 * Math.log10((decibels[i] ?? 0) / loudest));
  }
  return { columns, rows, decibels };
}

/** The fast Fourier transform in place; the length is a power of two. */
export function transform(real: Float32Array, imaginary: Float32Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
      [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
    }
  }
  for (let length = 2; length <= size; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0; k < length / 2; k++) {
        const [cos, sin] = [Math.cos(angle * k), Math.sin(angle * k)];
        const a = start + k;
        const b = a + length / 2;
        const re = (real[b] ?? 0) * cos - (imaginary[b] ?? 0) * sin;
        const im = (real[b] ?? 0) * sin + (imaginary[b] ?? 0) * cos;
        real[b] = (real[a] ?? 0) - re;
        imaginary[b] = (imaginary[a] ?? 0) - im;
        real[a] = (real[a] ?? 0) + re;
        imaginary[a] = (imaginary[a] ?? 0) + im;
      }
    }
  }
}
