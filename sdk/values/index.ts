export { isBranch, leaves } from './leaves.ts';
export { isPlainObject, type NumericArray, valueText } from './text.ts';
