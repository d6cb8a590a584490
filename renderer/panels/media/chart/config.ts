import { readQuery, type ChartQuery } from './query.ts';

/** Own settings of a custom chart; what is not set is as the script asked for. */
export interface ChartConfig {
  readonly version: 1;
  readonly title?: string | undefined;
  readonly preset?: string | undefined;
  /** JSON text of a specification; wins over the preset. */
  readonly spec?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly strings?: Readonly<Record<string, string>> | undefined;
  /** What the rows are; left out = the table that the script logged for the chart. */
  readonly query?: ChartQuery | undefined;
}

/** Reads saved settings field by field; what is damaged counts as not set. */
export function readChartConfig(saved: unknown): ChartConfig {
  if (!isFields(saved)) return { version: 1 };
  const query = readQuery(saved['query']);
  return {
    version: 1,
    ...textOf('title', saved['title']),
    ...textOf('preset', saved['preset']),
    ...textOf('spec', saved['spec']),
    ...textsOf('fields', saved['fields']),
    ...textsOf('strings', saved['strings']),
    ...(query === undefined ? {} : { query }),
  };
}

/** What is to be saved; undefined when nothing is set. */
export function sparseChartConfig(config: ChartConfig): ChartConfig | undefined {
  const set = Object.entries(config).filter(([name, value]) => name !== 'version' && value !== undefined);
  return set.length === 0 ? undefined : { version: 1, ...Object.fromEntries(set) };
}

function textOf<K extends string>(name: K, value: unknown): { readonly [name in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { readonly [name in K]?: string }) : {};
}

function textsOf<K extends string>(name: K, value: unknown): { readonly [name in K]?: Record<string, string> } {
  if (!isFields(value)) return {};
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return (texts.length === 0 ? {} : { [name]: Object.fromEntries(texts) }) as {
    readonly [name in K]?: Record<string, string>;
  };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
