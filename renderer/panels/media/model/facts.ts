import type { Layer } from './model.ts';
import { strings } from './strings.ts';

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** What a block says of its layer beside the name: class, parameters, shape of what it gives out. */
export function factsOf({ type, children, parameterCount, outputShape }: Layer): string {
  return [
    type === '' ? strings.inside(children.length) : type,
    ...(parameterCount > 0 ? [COMPACT.format(parameterCount)] : []),
    ...(outputShape === undefined ? [] : [outputShape]),
  ].join(' · ');
}
