import type { Message } from '#sdk/journal';

const bytes = (name: string) => ({ name, type: 'bytes' }) as const;
const text = (name: string) => ({ name, type: 'string' }) as const;
const one = (name: string, message: () => Message) => ({ name, type: 'message', message }) as const;

/** Packed numbers are taken as bytes and read by `tensor.ts`. Source: tensorflow/core/framework/tensor.proto. */
const TENSOR: Message = {
  1: { name: 'dtype', type: 'int32' },
  2: one('shape', () => ({
    2: { name: 'dim', type: 'message', message: () => ({ 1: { name: 'size', type: 'int64' } }), isRepeated: true },
  })),
  4: bytes('content'),
  5: bytes('floats'),
  6: bytes('doubles'),
  7: bytes('ints'),
  8: { name: 'strings', type: 'bytes', isRepeated: true },
  10: bytes('longs'),
  11: bytes('bools'),
};

const HISTOGRAM: Message = { 1: { name: 'min', type: 'double' }, 6: bytes('limits'), 7: bytes('counts') };

const IMAGE: Message = {
  1: { name: 'height', type: 'int32' },
  2: { name: 'width', type: 'int32' },
  4: bytes('encoded'),
};

const VALUE: Message = {
  1: text('tag'),
  2: { name: 'simple', type: 'float' },
  4: one('image', () => IMAGE),
  5: one('histogram', () => HISTOGRAM),
  8: one('tensor', () => TENSOR),
  9: one('metadata', () => ({ 1: one('plugin', () => ({ 1: text('name'), 2: bytes('content') })) })),
};

/** One event. Source: tensorflow/core/util/event.proto and framework/summary.proto. */
export const EVENT: Message = {
  1: { name: 'wallTime', type: 'double' },
  2: { name: 'step', type: 'int64' },
  5: one('summary', () => ({ 1: { name: 'value', type: 'message', message: () => VALUE, isRepeated: true } })),
};

/** What the hparams plugin keeps with its tag. Source: tensorboard/plugins/hparams/plugin_data.proto. */
export const HPARAMS: Message = {
  3: one('start', () => ({
    1: {
      name: 'values',
      type: 'map',
      value: () => ({
        1: { name: 'none', type: 'int32' },
        2: { name: 'number', type: 'double' },
        3: text('text'),
        4: { name: 'flag', type: 'bool' },
      }),
    },
  })),
};
