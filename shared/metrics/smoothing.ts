/** Kinds of smoothing, as the API names them. */
export type SmoothingKind = 'none' | 'time-weighted-ema' | 'ema' | 'running' | 'gaussian';

export interface SmoothingRule {
  readonly kind: SmoothingKind;
  /** ema kinds: 0 to 0.999; running: width in points; gaussian: standard deviation in points; both 1 to 10,000. */
  readonly strength: number;
}

/** The visible x range counts as so many units for the time-weighted EMA, as on wandb's charts. */
const VIEWPORT_SCALE = 1000;
const MAX_WEIGHT = 0.999;
// Up to here the kernel is applied as it is; wider ones as four running averages, whose cost does not grow with width.
const EXACT_GAUSSIAN_UP_TO = 8;

/**
 * One smoothed value for each point. Only finite values take part; NaN and the infinities stay as they are where they
 * are. EMA kinds look back only; running average and gaussian look both ways and shrink at the ends.
 * Shapes: x[n], values[n] in drawn order; returns [n]. `xRange` is the width of the visible x range, in units of x.
 * Cost: linear in n for any strength; 1 M points take well under 100 ms.
 * Errors: throws on unequal lengths (a bug in the caller).
 * Source: wandb documentation, models/app/features/panels/line-plot/smoothing; ui.md A6.
 */
export function smooth(x: Float64Array, values: Float64Array, rule: SmoothingRule, xRange: number): Float64Array {
  if (x.length !== values.length) throw new Error(`${x.length} x for ${values.length} values`);
  switch (rule.kind) {
    case 'none':
      return values.slice();
    case 'time-weighted-ema':
      return timeWeightedEma(x, values, rule.strength, xRange);
    case 'ema':
      return ema(values, rule.strength);
    case 'running':
      return mended(values, (masked) => boxMeans(masked, Math.max(1, Math.round(rule.strength))));
    case 'gaussian':
      return mended(values, (masked) => gaussianSums(masked, Math.max(0.1, rule.strength)));
  }
}

function timeWeightedEma(x: Float64Array, values: Float64Array, strength: number, xRange: number): Float64Array {
  const weight = Math.min(Math.sqrt(clampStrength(strength)), MAX_WEIGHT);
  const logWeight = Math.log(weight);
  const scale = xRange > 0 ? VIEWPORT_SCALE / xRange : 0;
  const out = new Float64Array(values.length);
  let last = 0;
  let debias = 0;
  let before = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const at = x[i] ?? 0;
    if (!Number.isFinite(value) || !Number.isFinite(at)) {
      out[i] = value;
      continue;
    }
    const distance = Number.isNaN(before) ? 0 : Math.abs(at - before) * scale;
    const kept = distance === 0 ? 1 : Math.exp(logWeight * distance);
    last = last * kept + value;
    debias = debias * kept + 1;
    out[i] = last / debias;
    before = at;
  }
  return out;
}

function ema(values: Float64Array, strength: number): Float64Array {
  const weight = clampStrength(strength);
  const out = new Float64Array(values.length);
  let last = 0;
  let debias = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    last = last * weight + (1 - weight) * value;
    debias = debias * weight + (1 - weight);
    out[i] = last / debias;
  }
  return out;
}

function clampStrength(strength: number): number {
  return Math.min(Math.max(strength, 0), MAX_WEIGHT);
}

/** Weighted sums of the finite values over those of their presence: the ends and gaps weigh nothing. */
function mended(values: Float64Array, weigh: (masked: Float64Array) => Float64Array): Float64Array {
  const masked = new Float64Array(values.length);
  const present = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    masked[i] = value;
    present[i] = 1;
  }
  const out = weigh(masked);
  const weights = weigh(present);
  for (let i = 0; i < out.length; i++) out[i] = present[i] === 1 ? (out[i] ?? 0) / (weights[i] ?? 1) : (values[i] ?? 0);
  return out;
}

/**
 * Sums over a centred window of `width` points, divided by the width. Made of sums from block starts and to block ends, never by subtraction:
 * a spike of 1e300 leaves no rounding error behind it.
 */
function boxMeans(values: Float64Array, width: number): Float64Array {
  const before = Math.floor(width / 2);
  const padded = new Float64Array(Math.ceil((values.length + width) / width) * width);
  padded.set(values, before);
  const fromStart = new Float64Array(padded.length);
  const toEnd = new Float64Array(padded.length);
  for (let block = 0; block < padded.length; block += width) {
    let sum = 0;
    for (let i = block; i < block + width; i++) fromStart[i] = sum += padded[i] ?? 0;
    sum = 0;
    // Without the block's first value: a window that begins there takes the whole block from `fromStart`.
    for (let i = block + width - 1; i > block; i--) toEnd[i] = sum += padded[i] ?? 0;
  }
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = ((toEnd[i] ?? 0) + (fromStart[i + width - 1] ?? 0)) / width;
  return out;
}

function gaussianSums(values: Float64Array, sigma: number): Float64Array {
  if (sigma > EXACT_GAUSSIAN_UP_TO) {
    const width = oddWidth(Math.sqrt((12 * sigma * sigma) / 4 + 1));
    return [1, 2, 3, 4].reduce((sums) => boxMeans(sums, width), values);
  }
  const radius = Math.ceil(sigma * 4);
  const kernel = Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  return values.map((value, i) => {
    let sum = value * (kernel[0] ?? 1);
    for (let d = 1; d <= radius; d++) {
      sum += ((values[i - d] ?? 0) + (values[i + d] ?? 0)) * (kernel[d] ?? 0);
    }
    return sum;
  });
}

function oddWidth(width: number): number {
  return Math.max(1, Math.round((width - 1) / 2) * 2 + 1);
}
