import { medianOf, spreadOf, type CenterKind } from '#shared/metrics';

/** One number for several. */
export function centerOf(values: readonly number[], center: CenterKind): number {
  switch (center) {
    case 'median':
      return medianOf(values);
    case 'min':
      return values.reduce((a, b) => Math.min(a, b), Infinity);
    case 'max':
      return values.reduce((a, b) => Math.max(a, b), -Infinity);
    default:
      return spreadOf(values).mean;
  }
}
