import { type LoggerInterface, parse, type Loader, type Spec, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { loadPens } from '#ui/charts';
import { isObject, isVega, type Json } from './fill.ts';
import type { ChartRow } from './rows.ts';
import { strings } from './strings.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the page looks like, for what a specification leaves open. Colours are resolved. */
export interface ChartLook {
  readonly font: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly axis: string;
  readonly palette: readonly string[];
  /** Colour of marks that say none. */
  readonly mark: string;
}

export interface DrawnChart {
  /** `scale`: pixels of a PNG per pixel of its size. */
  readonly toImage: (kind: 'svg' | 'png' | 'pdf', ground: string, scale: number) => Promise<Blob>;
  readonly end: () => void;
}

export interface DrawOptions {
  readonly element: HTMLElement;
  /** With its placeholders filled. */
  readonly spec: Json;
  readonly rows: readonly ChartRow[];
  readonly size: Size;
  readonly look: ChartLook;
  readonly onTip: (tip: ChartTip | undefined) => void;
}

export interface ChartTip {
  readonly x: number;
  readonly y: number;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

const { faults } = strings;

/** Specifications are written by anyone: nothing is fetched for them, no picture, no link, no data. */
const nothingFromOutside: Loader = {
  load: () => Promise.reject(new Error(faults.noOutside)),
  sanitize: () => Promise.reject(new Error(faults.noAddress)),
  http: () => Promise.reject(new Error(faults.noFetch)),
  file: () => Promise.reject(new Error(faults.noFile)),
};

/**
 * Draws a Vega or Vega-Lite specification over rows, as large as asked for. Expressions are interpreted, never compiled,
 * as the page's policy demands. Errors: rejects with the words of Vega for a specification that it cannot read.
 */
export async function drawChart(options: DrawOptions): Promise<DrawnChart> {
  const { element, rows, size, look, onTip } = options;
  const problems: string[] = [];
  const sized = withData(options.spec, rows);
  const isOwnVega = isVega(sized);
  const spec = isOwnVega ? fitted(sized) : toVega(sized, size, look);
  const runtime = parse(spec, isOwnVega ? configOf(look, size) : undefined, { ast: true });
  const view = new View(runtime, {
    container: element,
    renderer: 'canvas',
    hover: true,
    loader: nothingFromOutside,
    expr: expressionInterpreter,
    logger: listenTo(problems),
    tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) => onTip(tipOf(event, value)),
  });
  if (isOwnVega) {
    const isFit = isFitting(spec.autosize);
    view.width(size.width - (isFit ? 0 : ROOM.width)).height(size.height - (isFit ? 0 : ROOM.height));
  }
  try {
    await view.runAsync();
  } catch (error) {
    view.finalize();
    throw error;
  }
  const [problem] = problems;
  if (problem !== undefined) {
    view.finalize();
    throw new Error(problem);
  }
  return {
    toImage: async (kind, ground, scale) => {
      view.background(ground);
      if (kind === 'svg') return new Blob([await view.toSVG()], { type: 'image/svg+xml' });
      if (kind === 'pdf') return toPdf(view);
      const canvas = await view.toCanvas(scale);
      return new Promise((resolve, reject) =>
        canvas.toBlob((blob) => (blob === null ? reject(new Error(faults.noPicture)) : resolve(blob)), 'image/png'),
      );
    },
    end: () => {
      view.finalize();
      element.replaceChildren();
    },
  };
}

/** Vectors and texts, by the same strokes that Vega makes on a canvas. */
async function toPdf(view: View): Promise<Blob> {
  const [, width = '', height = ''] = /<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(await view.toSVG()) ?? [];
  const colors = document.createElement('canvas').getContext('2d');
  if (colors === null || width === '') throw new Error(faults.noPicture);
  const { PdfCanvas, pageLetters } = await loadPens();
  const canvas = new PdfCanvas(Number(width), Number(height), colors, pageLetters());
  await view.toCanvas(1, { externalContext: canvas });
  return new Blob([await canvas.finish()], { type: 'application/pdf' });
}

/** Room for axes beside a picture that does not see to it by itself. */
const ROOM = { width: 60, height: 50 };

/** A Vega specification that says nothing of it fits its axes into the size it is given. */
function fitted(spec: Json): Spec {
  const own = isObject(spec) ? spec : {};
  return { autosize: { type: 'fit', contains: 'padding' }, ...own } as unknown as Spec;
}

function isFitting(autosize: Spec['autosize']): boolean {
  return autosize === 'fit' || (typeof autosize === 'object' && 'type' in autosize && autosize.type === 'fit');
}

/** What Vega complains of while it draws; that data could not be had is only a warning to it. */
function listenTo(problems: string[]): LoggerInterface {
  const note = (words: readonly unknown[]): void => {
    problems.push(words.map((word) => (word instanceof Error ? word.message : String(word))).join(' '));
  };
  const logger: LoggerInterface = {
    level: () => logger,
    error: (...words: readonly unknown[]) => (note(words), logger),
    warn: (...words: readonly unknown[]) => {
      if (/^(Loading|Data ingestion) failed/.test(String(words[0]))) note(words);
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

function toVega(spec: Json, size: Size, look: ChartLook): Spec {
  const own = isObject(spec) ? spec : {};
  const isParted = 'facet' in own || 'hconcat' in own || 'vconcat' in own || 'concat' in own || 'repeat' in own;
  const parts = isParted ? partSize(own, size) : { ...size, autosize: { type: 'fit', contains: 'padding' } };
  const whole = isParted
    ? { ...own, ...(isObject(own['spec']) ? { spec: { ...own['spec'], ...parts } } : {}) }
    : { ...own, ...parts };
  const config = { ...configOf(look, size), mark: { color: look.mark } };
  return compile({ ...whole, background: 'transparent' } as unknown as TopLevelSpec, { config }).spec;
}

/** A part of a picture of several, so that two lie beside each other. */
function partSize(spec: { readonly [key: string]: Json }, size: Size): Size {
  const columns = typeof spec['columns'] === 'number' ? spec['columns'] : 1;
  return { width: Math.max(60, (size.width - 90) / columns - 16), height: Math.max(60, size.height - 112) };
}

/** The rows in the place of every `{"name": "wandb"}`. */
function withData(spec: Json, rows: readonly ChartRow[]): Json {
  if (Array.isArray(spec)) return spec.map((one: Json) => withData(one, rows));
  if (!isObject(spec)) return spec;
  if (spec['name'] === 'wandb' && !('url' in spec) && !('values' in spec)) {
    // Vega writes into its rows.
    return { ...spec, values: rows.map((row) => ({ ...row })) as unknown as Json };
  }
  return Object.fromEntries(Object.entries(spec).map(([name, one]) => [name, withData(one, rows)]));
}

/** A legend may take about a fifth of the height: of fifty runs it names the first and says how many more there are. */
function legendRoom({ width, height }: Size): { readonly columns: number; readonly symbolLimit: number } {
  const columns = Math.max(1, Math.floor((width - 40) / LEGEND_ENTRY.width));
  const rows = Math.max(1, Math.floor((height * 0.2) / LEGEND_ENTRY.height));
  return { columns, symbolLimit: Math.max(2, columns * rows) };
}

/** What an entry of a legend takes, in pixels. */
const LEGEND_ENTRY = { width: 84, height: 14 };

function configOf({ font, text, quiet, grid, axis, palette }: ChartLook, size: Size) {
  return {
    background: 'transparent',
    font,
    padding: 4,
    range: { category: [...palette] },
    title: { color: text, font, fontSize: 12, fontWeight: 600 as const, anchor: 'start' as const, offset: 6 },
    style: { 'guide-label': { fill: quiet, font, fontSize: 10.5 }, 'guide-title': { fill: quiet, font, fontSize: 11 } },
    text: { fill: text, font },
    axis: {
      domainColor: axis,
      tickColor: grid,
      gridColor: grid,
      labelColor: quiet,
      titleColor: quiet,
      titleFontWeight: 500 as const,
      labelLimit: 150,
      labelOverlap: true,
    },
    legend: {
      orient: 'top' as const,
      direction: 'horizontal' as const,
      ...legendRoom(size),
      labelColor: quiet,
      titleColor: quiet,
      titleFontWeight: 500 as const,
      labelLimit: 120,
    },
    header: { labelColor: text, labelFont: font, labelFontSize: 11, labelFontWeight: 600 as const },
    view: { stroke: 'transparent' },
  };
}

function tipOf(event: MouseEvent, value: unknown): ChartTip | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const { clientX: x, clientY: y } = event;
  if (typeof value !== 'object') return { x, y, rows: [['', wordsOf(value)]] };
  const rows = Object.entries(value as Readonly<Record<string, unknown>>)
    .filter(([name]) => !name.startsWith('_') && name !== 'most')
    .slice(0, 24)
    .map(([name, one]) => [name, wordsOf(one)] as const);
  return rows.length === 0 ? undefined : { x, y, rows };
}

function wordsOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);
  return typeof value === 'string' ? value.slice(0, 200) : (JSON.stringify(value) ?? '');
}
