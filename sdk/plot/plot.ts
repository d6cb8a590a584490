import { UsageError } from '#sdk/base';
import { Table } from '#sdk/media';
import type { NumericArray } from '#sdk/values';
import { type CurveInput, precisionRecall, receiverOperating } from './curves.ts';
import { CustomChart } from './custom-chart.ts';

export interface ChartOptions {
  readonly title?: string;
  /** Puts the table into a section of its own. */
  readonly splitTable?: boolean;
}

export interface CurveOptions extends ChartOptions {
  /** Names of classes that are numbers. */
  readonly labels?: readonly string[];
  /** Only these classes. */
  readonly classes?: NumericArray | readonly string[];
}

type Words = Readonly<Record<string, string>>;
/** Columns of a chart's fields; null leaves one open. */
type Fields = Readonly<Record<string, string | null>>;

function chart(preset: string, table: Table, fields: Fields, options: ChartOptions, strings: Words = {}): CustomChart {
  for (const column of Object.values(fields)) {
    if (column !== null && !table.columns.includes(column))
      throw new UsageError('plot.column', `there is no column ${column}; there are ${table.columns.join(', ')}`);
  }
  return new CustomChart(preset, table, fields, {
    strings: { title: options.title ?? '', ...strings },
    isSplit: options.splitTable ?? false,
  });
}

/** Charts of the presets that come with every host. Errors of all: UsageError for a column that the table has not. */
export const plot = {
  /** A line over the rows of a table; `stroke` makes one for each of its values. */
  line<C extends string>(
    table: Table<C>,
    options: ChartOptions & { readonly x: NoInfer<C>; readonly y: NoInfer<C>; readonly stroke?: NoInfer<C> },
  ): CustomChart {
    const { x, y, stroke } = options;
    return chart('wandb/line/v0', table, { x, y, stroke: stroke ?? null }, options);
  },

  scatter<C extends string>(
    table: Table<C>,
    options: ChartOptions & { readonly x: NoInfer<C>; readonly y: NoInfer<C> },
  ): CustomChart {
    return chart('wandb/scatter/v0', table, { x: options.x, y: options.y }, options);
  },

  bar<C extends string>(
    table: Table<C>,
    options: ChartOptions & { readonly label: NoInfer<C>; readonly value: NoInfer<C> },
  ): CustomChart {
    return chart('wandb/bar/v0', table, { label: options.label, value: options.value }, options);
  },

  histogram<C extends string>(table: Table<C>, options: ChartOptions & { readonly value: NoInfer<C> }): CustomChart {
    return chart('wandb/histogram/v0', table, { value: options.value }, options);
  },

  /** Several lines; `xs` is one list for all, or one for each. Errors: UsageError when the lists do not fit. */
  lineSeries(
    options: ChartOptions & {
      readonly xs: NumericArray | readonly NumericArray[];
      readonly ys: readonly NumericArray[];
      readonly keys?: readonly string[];
      readonly xName?: string;
    },
  ): CustomChart {
    const { xs, ys, keys, xName = 'x' } = options;
    const isMany = Array.isArray(xs) && typeof xs[0] === 'object';
    const lists = isMany ? (xs as readonly NumericArray[]) : ys.map(() => xs as NumericArray);
    if (lists.length !== ys.length)
      throw new UsageError('plot.series', `${lists.length} lists of x for ${ys.length} lists of y`);
    if (keys !== undefined && keys.length !== ys.length)
      throw new UsageError('plot.series', `${keys.length} keys for ${ys.length} lists of y`);
    const data = ys.flatMap((list, i) =>
      Array.from(lists[i] as ArrayLike<number>, (x, j) => [x, keys?.[i] ?? `line_${i}`, list[j]]),
    );
    const table = new Table({ columns: ['step', 'lineKey', 'lineVal'], data });
    const fields = { step: 'step', lineKey: 'lineKey', lineVal: 'lineVal' };
    return chart('wandb/lineseries/v0', table, fields, options, { xname: xName });
  },

  /** Precision over recall for each class. */
  prCurve(
    truth: CurveInput['truth'],
    scores: CurveInput['scores'],
    options: CurveOptions & { readonly points?: number } = {},
  ): CustomChart {
    const { labels, classes, points = 21 } = options;
    const rows = precisionRecall({ truth, scores, labels, classes }, points);
    const table = new Table({
      columns: ['class', 'precision', 'recall'],
      data: rows.map(([label, recall, precision]) => [label, precision, recall]),
    });
    const fields = { x: 'recall', y: 'precision', class: 'class' };
    return chart(
      'wandb/area-under-curve/v0',
      table,
      fields,
      { title: 'Precision-Recall Curve', ...options },
      {
        'x-axis-title': 'Recall',
        'y-axis-title': 'Precision',
      },
    );
  },

  /** True over false positive rate for each class. */
  rocCurve(truth: CurveInput['truth'], scores: CurveInput['scores'], options: CurveOptions = {}): CustomChart {
    const { labels, classes } = options;
    const data = receiverOperating({ truth, scores, labels, classes });
    const table = new Table({ columns: ['class', 'fpr', 'tpr'], data });
    const fields = { x: 'fpr', y: 'tpr', class: 'class' };
    return chart(
      'wandb/area-under-curve/v0',
      table,
      fields,
      { title: 'ROC Curve', ...options },
      {
        'x-axis-title': 'False positive rate',
        'y-axis-title': 'True positive rate',
      },
    );
  },

  /** How often each class was taken for each; classes are numbers from 0 on. */
  confusionMatrix(
    options: ChartOptions & {
      readonly truth: NumericArray;
      readonly predicted: NumericArray;
      readonly labels?: readonly string[];
    },
  ): CustomChart {
    const { truth, predicted, labels } = options;
    if (truth.length !== predicted.length)
      throw new UsageError('plot.confusion', `${truth.length} true classes for ${predicted.length} predicted ones`);
    const most = [...truth, ...predicted].reduce((max, one) => Math.max(max, one), -1);
    const count = labels?.length ?? most + 1;
    if (most >= count) throw new UsageError('plot.confusion', `class ${most} has no label; there are ${count}`);
    const counts = new Uint32Array(count * count);
    for (let i = 0; i < truth.length; i++) {
      const at = (truth[i] ?? 0) * count + (predicted[i] ?? 0);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    const name = (one: number): string => labels?.[one] ?? `Class_${one + 1}`;
    const data = Array.from(counts, (value, at) => [name(Math.floor(at / count)), name(at % count), value]);
    const table = new Table({ columns: ['Actual', 'Predicted', 'nPredictions'], data });
    const fields = { Actual: 'Actual', Predicted: 'Predicted', nPredictions: 'nPredictions' };
    return chart('wandb/confusion_matrix/v1', table, fields, { title: 'Confusion Matrix Curve', ...options });
  },

  /** A preset of one's own (`entity/name`), or any other; `fields` are its fields with columns of the table. */
  table<C extends string>(
    preset: string,
    table: Table<C>,
    fields: Readonly<Record<string, NoInfer<C>>>,
    options: { readonly strings?: Words; readonly splitTable?: boolean } = {},
  ): CustomChart {
    return new CustomChart(preset, table, fields, {
      strings: options.strings ?? {},
      isSplit: options.splitTable ?? false,
    });
  },
};
