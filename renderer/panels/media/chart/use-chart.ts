import { useMemo } from 'react';
import { columnId, type ChartPreset, type LoggedChart } from '#shared/api';
import { useChartPresets, useCharts } from '#ui/data';
import { colorFor, useResolveColor } from '#ui/widgets';
import { columnLabel } from '../../columns/choices.ts';
import type { DrawnRun } from '../../runs.ts';
import type { MediaStep } from '../use-media-step.ts';
import type { ChartConfig } from './config.ts';
import { fillFields, unknownFields } from './fields.ts';
import { fillSpec, parseSpec, placeholdersOf, type Json } from './fill.ts';
import { presetById, type Preset } from './presets.ts';
import { isWhole, queryOfTable, refsOf, type ChartQuery } from './query.ts';
import { joinTables, measureOf, type ChartData, type RunTable } from './rows.ts';
import { withRunColors } from './run-colors.ts';
import { stateOf, type ChartState } from './state.ts';
import { strings } from './strings.ts';
import { useRows, type ChartBoard } from './use-rows.ts';

export interface Chart {
  readonly state: ChartState;
  /** What is wrong with what is drawn all the same. */
  readonly warnings: readonly string[];
  /** Of long histories only some rows are drawn. */
  readonly isSampled: boolean;
  readonly steps: Float64Array;
  readonly step: MediaStep;
  readonly query: ChartQuery;
  /** What a person may fill: columns there are, fields and texts of the specification, and what they hold. */
  readonly columns: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly placeholders: { readonly fields: readonly string[]; readonly strings: readonly string[] };
  readonly fields: Readonly<Record<string, string>>;
  readonly strings: Readonly<Record<string, string>>;
  readonly preset: string;
  readonly presets: readonly ChartPreset[];
  /** With placeholders, as text to be edited. */
  readonly specText: string;
  /** Why the specification cannot be read. */
  readonly fault: string | undefined;
  readonly data: ChartData;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/** Everything of a custom chart: who logged it under `key`, its rows, and its specification filled with them. */
export function useChart(board: ChartBoard, key: string | undefined, config: ChartConfig): Chart {
  const names = useNames(board.runs);
  const charts = useCharts(board.project, names);
  const presets = useChartPresets();
  const logged = useMemo(() => chartsOf(charts.data, key), [charts.data, key]);
  const [first] = logged.values();
  const query = useQueryOf(config, first);
  const preset = config.preset ?? first?.preset ?? '';
  const own = presets.data?.find((one) => `${one.entity}/${one.name}` === preset);
  const text = config.spec ?? own?.spec;
  const built = text === undefined ? presetById(preset) : undefined;
  const found = useRows(board, { names, query, logged, own: config.fields });
  const data = useChartData(found.tables, built?.seriesField);
  const read = useMemo(() => readText(text), [text]);
  const fields = useMemo(() => {
    const wanted = read.spec === undefined ? (built?.fields ?? []) : placeholdersOf(read.spec).fields;
    const chosen = { own: config.fields, logged: first?.fields, isAsLogged: config.query === undefined };
    return fillFields(wanted, data, built, chosen);
  }, [read, built, data, config.fields, config.query, first]);
  const texts = useMemo(() => ({ ...first?.strings, ...config.strings }), [first, config.strings]);
  const template = useMemo(() => read.spec ?? builtSpec(built, data, fields), [read, built, data, fields]);
  const labels = useMemo(() => labelsOf(query), [query]);
  const placeholders = useMemo(
    () =>
      template === undefined
        ? { fields: [], strings: [] }
        : { ...placeholdersOf(template), ...(built === undefined ? {} : { fields: built.fields }) },
    [template, built],
  );
  const spec = useMemo(() => {
    if (template === undefined) return undefined;
    const filled = fillSpec(template, { fields, strings: texts, labels });
    return built === undefined ? withRunColors(filled, data.runs) : filled;
  }, [template, fields, texts, labels, built, data.runs]);
  const warnings = useMemo(
    () => warningsOf({ spec, isOwn: built === undefined, placeholders: placeholders.fields, fields, data }),
    [spec, built, placeholders, fields, data],
  );
  const isLoading =
    (charts.isPending && names.length > 0 && key !== undefined) ||
    (presets.isPending && text === undefined && built === undefined) ||
    found.isLoading;
  const state = stateOf({
    isLoading,
    hasRuns: names.length > 0 || query.from === 'artifact',
    isAsked: first !== undefined || config.query !== undefined,
    isWhole: isWhole(query),
    query,
    preset,
    spec,
    fault: read.fault,
    data,
    tables: found.tables,
    fields,
    needs: built?.fields ?? placeholders.fields,
    isBuilt: built !== undefined,
  });
  return {
    state,
    warnings,
    isSampled: found.isSampled,
    steps: found.steps,
    step: found.step,
    query,
    columns: data.columns,
    labels,
    placeholders,
    fields,
    strings: texts,
    preset,
    presets: presets.data ?? [],
    specText: text ?? (template === undefined ? '' : JSON.stringify(template, undefined, 2)),
    fault: read.fault,
    data,
    error: (key === undefined ? undefined : charts.error) ?? found.error,
    retry: () => void Promise.all([charts.refetch(), found.retry()]),
  };
}

/** What the rows are, with an identity that lasts as long as it means the same. */
function useQueryOf({ query }: ChartConfig, logged: LoggedChart | undefined): ChartQuery {
  const joined = JSON.stringify(query ?? queryOfTable(logged?.tableKey ?? ''));
  return useMemo(() => JSON.parse(joined) as ChartQuery, [joined]);
}

function useChartData(tables: readonly (RunTable | Error | undefined)[], seriesField: string | undefined): ChartData {
  const resolve = useResolveColor();
  return useMemo(() => {
    const good = tables.filter((one): one is RunTable => one !== undefined && 'table' in one);
    return joinTables(good, seriesField, (i) => resolve(colorFor(i)));
  }, [tables, seriesField, resolve]);
}

function labelsOf(query: ChartQuery): Readonly<Record<string, string>> {
  return Object.fromEntries(refsOf(query).map((ref) => [columnId(ref), columnLabel(ref)]));
}

function readText(text: string | undefined): { readonly spec?: Json; readonly fault?: string } {
  if (text === undefined) return {};
  try {
    return { spec: parseSpec(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The specification of a preset of ours for these data, with its placeholders. */
function builtSpec(
  built: Preset | undefined,
  data: ChartData,
  fields: Readonly<Record<string, string>>,
): Json | undefined {
  return built?.spec({
    rowCount: data.rows.length,
    runCount: data.runCount,
    runs: data.runs,
    series: data.series,
    measureOf: (field) => measureOf(data.rows, fields[field] ?? ''),
    isFilled: (field) => (fields[field] ?? '') !== '',
    columnOf: (field) => fields[field] ?? '',
  });
}

interface Looked {
  readonly spec: Json | undefined;
  /** A person's specification, not one of ours. */
  readonly isOwn: boolean;
  readonly placeholders: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly data: ChartData;
}

/** What is missing of a person's own specification, which is drawn all the same. */
function warningsOf({ spec, isOwn, placeholders, fields, data }: Looked): readonly string[] {
  if (!isOwn || spec === undefined || data.rows.length === 0) return [];
  const empty = placeholders.filter((field) => (fields[field] ?? '') === '');
  const unknown = unknownFields(spec, data.columns);
  return [
    ...(empty.length > 0 ? [strings.missingFields(empty.join(', '))] : []),
    ...(unknown.length > 0 ? [strings.unknownFields(unknown.join(', '))] : []),
  ];
}

function chartsOf(
  charts: ReturnType<typeof useCharts>['data'],
  key: string | undefined,
): ReadonlyMap<string, LoggedChart> {
  const found = new Map<string, LoggedChart>();
  for (const { run, charts: ofRun } of charts ?? []) {
    const chart = ofRun.find((one) => one.key === key);
    if (chart !== undefined) found.set(run, chart);
  }
  return found;
}

/** Short ids with an identity that lasts as long as they are the same. */
function useNames(runs: readonly DrawnRun[]): readonly string[] {
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  return useMemo(() => JSON.parse(joined) as string[], [joined]);
}
