import type { Json } from './fill.ts';
import { ADDED, type ColumnMeasure } from './rows.ts';
import { strings } from './strings.ts';

const { axisTitles, presetTitles } = strings;

/** What a preset of ours may depend on besides its fields. */
export interface PresetContext {
  readonly rowCount: number;
  readonly runCount: number;
  /** Names and colours of the runs in their order. */
  readonly runs: PresetContext['series'];
  readonly measureOf: (field: string) => ColumnMeasure;
  /** Names and colours of the lines. */
  readonly series: readonly { readonly name: string; readonly color: string }[];
  readonly isFilled: (field: string) => boolean;
  /** The column that a field has. */
  readonly columnOf: (field: string) => string;
}

/** A chart that scripts name by id. The client does not send its specification. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** The field that tells lines apart. */
  readonly seriesField?: string;
  readonly fields: readonly string[];
  readonly spec: (context: PresetContext) => Json;
}

const TITLE = { text: '${string:title}' };
/** Up to here each row also gets a mark of its own on a line. */
const FEW_ROWS = 60;
/** Lines of a run that dashes can tell apart. */
const MOST_DASHES = 6;
/** Bars beyond these many runs are too thin for round ends. */
const MOST_ROUND = 8;
/** Classes of a confusion matrix whose cells have room for a number. */
const MOST_NUMBERS = 20;

/**
 * Colour by run, where there are several, and dashes for the lines of each; of one run colour by line. The legend of
 * colours switches marks off and on.
 */
function byLine({ series, runs, runCount }: PresetContext, seriesField?: string): { encoding: Json; params: Json } {
  const isSplit = seriesField !== undefined && runCount > 1;
  // Runs may be called the same; they then share a colour.
  const parts = isSplit ? [...new Map(runs.map((run) => [run.name, run])).values()] : series;
  const field = isSplit ? '_name' : '_series';
  const isDashed = isSplit && series.length > 1 && series.length <= MOST_DASHES;
  const dashes = {
    field: '_series',
    type: 'nominal',
    sort: series.map((one) => one.name),
    legend: { title: `\${field:${seriesField}}` },
  } as const;
  return {
    params: [{ name: 'chosen', select: { type: 'point', fields: [field] }, bind: 'legend' }],
    encoding: {
      color: {
        field,
        type: 'nominal',
        sort: null,
        scale: { domain: parts.map((one) => one.name), range: parts.map((one) => one.color) },
        legend: parts.length > 1 ? { title: null } : null,
      },
      ...(isDashed ? { strokeDash: dashes } : {}),
      ...(parts.length > 1 ? { opacity: { condition: { param: 'chosen', value: 1 }, value: 0.06 } } : {}),
    },
  };
}

function axis(field: string, { measureOf }: PresetContext, more: { readonly [key: string]: Json } = {}): Json {
  const type = measureOf(field);
  const scale: { [key: string]: Json } = type === 'quantitative' ? { scale: { zero: false } } : { sort: null };
  return { field: `\${field:${field}}`, type, title: `\${field:${field}}`, ...scale, ...more };
}

function lineSpec(context: PresetContext, x: string, y: string, more: LineOptions = {}): Json {
  const { encoding, params } = byLine(context, more.seriesField);
  const lines: Json = {
    mark: {
      type: 'line',
      strokeWidth: 1.75,
      strokeJoin: 'round',
      clip: true,
      ...(context.rowCount <= FEW_ROWS ? { point: { size: 22 } } : {}),
      tooltip: { content: 'data' },
    },
    params,
    encoding: {
      x: axis(x, context, more.x),
      y: axis(y, context, more.y),
      order: { field: '_row', type: 'quantitative' },
      detail: [{ field: '_run' }, { field: '_series' }],
      ...(encoding as { readonly [key: string]: Json }),
    },
  };
  return { title: TITLE, data: { name: 'wandb' }, layer: [...(more.below ?? []), lines] };
}

interface LineOptions {
  readonly seriesField?: string;
  readonly x?: { readonly [key: string]: Json };
  readonly y?: { readonly [key: string]: Json };
  readonly below?: readonly Json[];
}

const SHARE: { readonly [key: string]: Json } = { scale: { domain: [0, 1], nice: false } };

function curveSpec(context: PresetContext): Json {
  const isRoc = context.columnOf('x') === 'fpr' && context.columnOf('y') === 'tpr';
  const diagonal: Json = {
    data: { values: [{ a: 0 }, { a: 1 }] },
    mark: { type: 'line', strokeDash: [4, 4], strokeWidth: 1, color: '#8a979d' },
    encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'a', type: 'quantitative' } },
  };
  return lineSpec(context, 'x', 'y', {
    seriesField: 'class',
    x: { ...SHARE, title: '${string:x-axis-title}' },
    y: { ...SHARE, title: '${string:y-axis-title}' },
    below: isRoc ? [diagonal] : [],
  });
}

function barSpec(context: PresetContext): Json {
  const { encoding } = byLine(context) as { encoding: { readonly [key: string]: Json } };
  const { opacity: _opacity, ...color } = encoding;
  // Bars that are called by their run have no others beside them.
  const hasOthers = context.runCount > 1 && context.columnOf('label') !== ADDED.name;
  return {
    title: TITLE,
    data: { name: 'wandb' },
    mark: {
      type: 'bar',
      tooltip: { content: 'data' },
      ...(context.runCount <= MOST_ROUND ? { cornerRadiusEnd: 2 } : {}),
    },
    encoding: {
      y: { field: '${field:label}', type: 'nominal', sort: null, title: '${field:label}' },
      x: { field: '${field:value}', type: 'quantitative', title: '${field:value}' },
      ...(hasOthers ? { yOffset: { field: '_name', sort: null } } : {}),
      ...color,
    },
  };
}

function histogramSpec(context: PresetContext): Json {
  const { encoding } = byLine(context) as { encoding: { readonly [key: string]: Json } };
  const { opacity: _opacity, ...color } = encoding;
  const isNumeric = context.measureOf('value') === 'quantitative';
  return {
    title: TITLE,
    data: { name: 'wandb' },
    mark: { type: 'bar', tooltip: true, ...(context.runCount > 1 ? { opacity: 0.6 } : {}) },
    encoding: {
      x: {
        field: '${field:value}',
        title: '${field:value}',
        ...(isNumeric ? { bin: { maxbins: 40 }, type: 'quantitative' } : { type: 'nominal', sort: '-y' }),
      },
      y: { aggregate: 'count', type: 'quantitative', title: axisTitles.count, stack: null },
      ...color,
    },
  };
}

function scatterSpec(context: PresetContext): Json {
  const { encoding, params } = byLine(context);
  return {
    title: TITLE,
    data: { name: 'wandb' },
    params,
    mark: { type: 'point', filled: true, size: 34, opacity: 0.75, tooltip: { content: 'data' } },
    encoding: {
      x: axis('x', context),
      y: axis('y', context),
      ...(encoding as { readonly [key: string]: Json }),
    },
  };
}

function confusionSpec({ runCount, rowCount, runs }: PresetContext): Json {
  const side = Math.sqrt(rowCount / Math.max(1, runCount));
  const names = { type: 'nominal', sort: null } as const;
  const layers: Json = [
    {
      mark: { type: 'rect', tooltip: { content: 'data' } },
      encoding: {
        color: {
          field: '${field:nPredictions}',
          type: 'quantitative',
          title: axisTitles.predictions,
          // The numbers stand in the cells while there is room for them.
          legend: side <= MOST_NUMBERS ? null : {},
          scale: { scheme: 'teals', domainMin: 0 },
        },
      },
    },
    ...(side <= MOST_NUMBERS
      ? [
          {
            mark: { type: 'text' },
            encoding: {
              text: { field: '${field:nPredictions}', type: 'quantitative' },
              color: {
                condition: { test: "datum['${field:nPredictions}'] > 0.55 * datum.most", value: 'white' },
                value: '#12303a',
              },
            },
          } satisfies Json,
        ]
      : []),
  ];
  const picture = {
    encoding: {
      x: { field: '${field:Predicted}', ...names, title: axisTitles.predicted },
      y: { field: '${field:Actual}', ...names, title: axisTitles.actual },
    },
    layer: layers,
  };
  const transform: Json = [
    { joinaggregate: [{ op: 'max', field: '${field:nPredictions}', as: 'most' }], groupby: ['_run'] },
  ];
  const shell = { title: TITLE, data: { name: 'wandb' }, transform };
  if (runCount <= 1) return { ...shell, ...picture };
  return {
    ...shell,
    facet: { field: '_name', type: 'nominal', sort: runs.map((run) => run.name), title: null },
    columns: 2,
    spec: picture,
  };
}

/** The charts behind `wandb.plot.*`. Source: protocol 10.1; wandb/plot in the client (0.31). */
export const PRESETS: readonly Preset[] = [
  {
    id: 'wandb/line/v0',
    title: presetTitles.line,
    seriesField: 'stroke',
    fields: ['x', 'y', 'stroke'],
    spec: (context) => lineSpec(context, 'x', 'y', context.isFilled('stroke') ? { seriesField: 'stroke' } : {}),
  },
  { id: 'wandb/scatter/v0', title: presetTitles.scatter, fields: ['x', 'y'], spec: scatterSpec },
  { id: 'wandb/bar/v0', title: presetTitles.bar, fields: ['label', 'value'], spec: barSpec },
  { id: 'wandb/histogram/v0', title: presetTitles.histogram, fields: ['value'], spec: histogramSpec },
  {
    id: 'wandb/lineseries/v0',
    title: presetTitles.lines,
    seriesField: 'lineKey',
    fields: ['step', 'lineVal', 'lineKey'],
    spec: (context) =>
      lineSpec(context, 'step', 'lineVal', {
        seriesField: 'lineKey',
        x: { title: '${string:xname}' },
        y: { title: null },
      }),
  },
  {
    id: 'wandb/area-under-curve/v0',
    title: presetTitles.curve,
    seriesField: 'class',
    fields: ['x', 'y', 'class'],
    spec: curveSpec,
  },
  {
    id: 'wandb/confusion_matrix/v1',
    title: presetTitles.confusion,
    fields: ['Actual', 'Predicted', 'nPredictions'],
    spec: confusionSpec,
  },
];

export function presetById(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
