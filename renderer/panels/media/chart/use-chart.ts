import { useMemo } from 'react';
import type { ChartPreset, LoggedChart } from '#shared/api';
import { decodeTable } from '#shared/media';
import {
  storedHref,
  useChartPresets,
  useCharts,
  useMediaSteps,
  useMediaValues,
  useStoredJson,
  type MediaPick,
} from '#ui/data';
import { colorFor, resolveColor, useTheme, type Theme } from '#ui/widgets';
import type { PanelViewProps } from '../../registry.ts';
import type { DrawnRun } from '../../runs.ts';
import { useMediaStep, type MediaStep } from '../use-media-step.ts';
import type { ChartConfig } from './config.ts';
import { fillSpec, parseSpec, placeholdersOf, type Json } from './fill.ts';
import { presetById, type Preset } from './presets.ts';
import { joinTables, measureOf, readTable, type ChartData, type RunTable } from './rows.ts';
import { strings } from './strings.ts';

/** A chart ready to be drawn, or why it is not. */
export type ChartState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'nothing'; readonly title: string; readonly tip?: string }
  | { readonly kind: 'ready'; readonly spec: Json; readonly data: ChartData };

export interface Chart {
  readonly state: ChartState;
  readonly steps: Float64Array;
  readonly step: MediaStep;
  /** What a person may fill: columns there are, fields and texts of the specification, and what they hold. */
  readonly columns: readonly string[];
  readonly placeholders: { readonly fields: readonly string[]; readonly strings: readonly string[] };
  readonly fields: Readonly<Record<string, string>>;
  readonly strings: Readonly<Record<string, string>>;
  readonly preset: string;
  readonly presets: readonly ChartPreset[];
  /** With placeholders, as text to be edited. */
  readonly specText: string;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

const NO_STEPS = new Float64Array(0);
const NEWEST: MediaPick = { kind: 'step' };

/** Everything of a custom chart: who logged it, its tables at the chosen step, and its specification filled. */
export function useChart(props: PanelViewProps, key: string | undefined, config: ChartConfig): Chart {
  const { project, runs } = props;
  const names = useNames(runs);
  const charts = useCharts(project, names);
  const presets = useChartPresets();
  const logged = useMemo(() => chartsOf(charts.data, key), [charts.data, key]);
  const [first] = logged.values();
  const tableKey = config.tableKey ?? first?.tableKey ?? '';
  const preset = config.preset ?? first?.preset ?? '';
  const own = presets.data?.find((one) => `${one.entity}/${one.name}` === preset);
  const built = presetById(preset);
  const found = useTables(props, { names, tableKey, logged, own: config.fields });
  const { tables } = found;
  const seriesField = config.spec === undefined ? built?.seriesField : undefined;
  const data = useChartData(tables, seriesField);
  const fields = useMemo(() => ({ ...first?.fields, ...config.fields }), [first, config.fields]);
  const texts = useMemo(() => ({ ...first?.strings, ...config.strings }), [first, config.strings]);
  const text = config.spec ?? own?.spec;
  const template = useMemo(() => templateOf(text, built, data, fields), [text, built, data, fields]);
  const placeholders = useMemo(
    () => (template.spec === undefined ? { fields: [], strings: [] } : placeholdersOf(template.spec)),
    [template],
  );
  const spec = useMemo(
    () => (template.spec === undefined ? undefined : fillSpec(template.spec, { fields, strings: texts })),
    [template, fields, texts],
  );
  const isLoading =
    (charts.isPending && names.length > 0) || (presets.isPending && built === undefined) || found.isLoading;
  const needs = text === undefined ? built?.fields : undefined;
  const findings = { isLoading, hasRuns: names.length > 0, tableKey, preset, spec, data, tables, fields, needs };
  return {
    state: stateOf({ ...findings, fault: template.fault }),
    steps: found.steps,
    step: found.step,
    columns: data.columns,
    placeholders,
    fields,
    strings: texts,
    preset,
    presets: presets.data ?? [],
    specText: text ?? (template.spec === undefined ? '' : JSON.stringify(template.spec, undefined, 2)),
    error: charts.error ?? found.error,
    retry: () => void Promise.all([charts.refetch(), found.retry()]),
  };
}

interface WantedTables {
  readonly names: readonly string[];
  readonly tableKey: string;
  /** Who logged the chart. */
  readonly logged: ReadonlyMap<string, LoggedChart>;
  /** Fields that a person has chosen. */
  readonly own: ChartConfig['fields'];
}

/** The tables of all visible runs at the chosen step; an Error where one cannot be read, undefined where it is awaited. */
function useTables({ project, runs, isCursorLinked }: PanelViewProps, { names, tableKey, logged, own }: WantedTables) {
  const theme = useTheme();
  const withTable = tableKey === '' ? NO_NAMES : names;
  const stepsQuery = useMediaSteps(project, tableKey, withTable);
  const steps = stepsQuery.data?.all ?? NO_STEPS;
  const step = useMediaStep({ project, steps, isLinked: true, isCursorLinked });
  const pick = useMemo(
    (): MediaPick => (step.isNewest ? NEWEST : { kind: 'step', step: step.step ?? -1 }),
    [step.isNewest, step.step],
  );
  const values = useMediaValues(project, tableKey, withTable, pick);
  const places = useMemo(() => placesOf(values.data ?? [], runs), [values.data, runs]);
  const files = useStoredJson(useMemo(() => places.map((place) => place.href), [places]));
  const tables = useMemo(
    () =>
      places.map(({ run }, i): RunTable | Error | undefined => {
        const file = files[i];
        if (file?.value === undefined) return file?.error;
        const [first] = logged.values();
        const fields = { ...(logged.get(run.path.run) ?? first)?.fields, ...own };
        try {
          const table = readTable(file.value);
          return { run: run.path.run, label: run.label, color: inkOf(run.color, theme), table, fields };
        } catch (error) {
          return error instanceof Error ? error : new Error(String(error));
        }
      }),
    [places, files, logged, own, theme],
  );
  const isLoading =
    tableKey !== '' &&
    ((stepsQuery.isPending && names.length > 0) ||
      (values.isPending && steps.length > 0) ||
      files.some((file) => file.isPending));
  const error = stepsQuery.error ?? values.error ?? undefined;
  const retry = (): Promise<unknown> => Promise.all([stepsQuery.refetch(), values.refetch()]);
  return { tables, steps, step, isLoading, error, retry };
}

function useChartData(tables: readonly (RunTable | Error | undefined)[], seriesField: string | undefined): ChartData {
  const theme = useTheme();
  return useMemo(() => {
    const good = tables.filter((one): one is RunTable => one !== undefined && 'table' in one);
    return joinTables(good, seriesField, (i) => inkOf(colorFor(i), theme));
  }, [tables, seriesField, theme]);
}

/** What a colour is in a theme. */
function inkOf(color: string, _theme: Theme): string {
  return resolveColor(color);
}

interface Template {
  readonly spec?: Json;
  /** Why there is none; '' when nobody knows the preset. */
  readonly fault?: string;
}

/** The specification with its placeholders: a person's text, else that of a preset of ours for these data. */
function templateOf(
  text: string | undefined,
  built: Preset | undefined,
  data: ChartData,
  fields: Readonly<Record<string, string>>,
): Template {
  if (text === undefined && built === undefined) return { fault: '' };
  try {
    if (text !== undefined || built === undefined) return { spec: parseSpec(text ?? '') };
    return {
      spec: built.spec({
        rowCount: data.rows.length,
        runCount: data.runCount,
        series: data.series,
        measureOf: (field) => measureOf(data.rows, fields[field] ?? ''),
        isFilled: (field) => (fields[field] ?? '') !== '',
        columnOf: (field) => fields[field] ?? '',
      }),
    };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

const NO_NAMES: readonly string[] = [];

interface Findings {
  readonly isLoading: boolean;
  readonly hasRuns: boolean;
  readonly tableKey: string;
  readonly preset: string;
  readonly spec: Json | undefined;
  readonly fault: string | undefined;
  readonly data: ChartData;
  readonly tables: readonly (RunTable | Error | undefined)[];
  readonly fields: Readonly<Record<string, string>>;
  /** Fields of a preset of ours. */
  readonly needs: readonly string[] | undefined;
}

/** Optional fields of our presets. */
const OPTIONAL: ReadonlySet<string> = new Set(['stroke', 'class', 'lineKey']);

function stateOf(found: Findings): ChartState {
  const { isLoading, hasRuns, tableKey, preset, spec, fault, data, tables, fields, needs } = found;
  if (data.rows.length === 0 && isLoading) return { kind: 'loading' };
  if (!hasRuns || tableKey === '') return { kind: 'nothing', title: strings.noChart };
  if (data.runCount === 0) {
    const broken = tables.find((one) => one instanceof Error);
    if (broken !== undefined) return { kind: 'nothing', title: strings.brokenTable(broken.message) };
    return { kind: 'nothing', title: strings.noTable(tableKey), tip: strings.noTableTip };
  }
  if (spec === undefined) {
    if (fault !== undefined && fault !== '') return { kind: 'nothing', title: fault };
    return { kind: 'nothing', title: strings.unknownPreset(preset), tip: strings.unknownPresetTip };
  }
  const missing = (needs ?? []).filter((field) => (fields[field] ?? '') === '' && !OPTIONAL.has(field));
  if (missing.length > 0) return { kind: 'nothing', title: strings.missingFields(missing.join(', ')) };
  const unknown = Object.values(fields).filter((column) => column !== '' && !data.columns.includes(column));
  if (unknown.length > 0) return { kind: 'nothing', title: strings.missingColumns(unknown.join(', ')) };
  if (data.rows.length === 0) return { kind: 'nothing', title: strings.emptyTable };
  return { kind: 'ready', spec, data };
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

/** The tables of a step in the order of the runs; an address where the file is here. */
function placesOf(values: NonNullable<ReturnType<typeof useMediaValues>['data']>, runs: readonly DrawnRun[]) {
  const byRun = new Map(values.map((value) => [value.run, value]));
  return runs.flatMap((run): { readonly run: DrawnRun; readonly href: string | undefined }[] => {
    const value = byRun.get(run.path.run);
    const table = decodeTable(value?.value);
    if (value === undefined || table === undefined) return [];
    const file = value.files.find((one) => one.name === table.file);
    return [{ run, href: file === undefined ? undefined : storedHref(run.path, file) }];
  });
}

/** Short ids with an identity that lasts as long as they are the same. */
function useNames(runs: readonly DrawnRun[]): readonly string[] {
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  return useMemo(() => JSON.parse(joined) as string[], [joined]);
}
