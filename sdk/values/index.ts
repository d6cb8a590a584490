export { isBranch, leaves } from './leaves.ts';
export { isOpaque, OPAQUE, type Opaque } from './opaque.ts';
export { isPlainObject, isTypedArray, type NumericArray, type TypedArray, valueText } from './text.ts';
