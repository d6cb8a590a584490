/** Draws numbers in [0, 1). */
export type Rng = () => number;

/**
 * Random numbers that depend on the seeds alone: a sweep's seed and the number of the trial. The same trial asked for
 * again, also after a restart, is the same trial. Source: sfc32 by C. Doty-Humphrey, seeded by a splitmix32 chain.
 */
export function rngOf(...seeds: readonly number[]): Rng {
  let mixed = 0x9e3779b9;
  for (const seed of seeds) mixed = mix(mixed ^ mix(seed >>> 0) ^ mix(Math.floor(seed / 2 ** 32) + 0x51ed27));
  let [a, b, c, d] = [mix(mixed + 1), mix(mixed + 2), mix(mixed + 3), 1];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

function mix(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
