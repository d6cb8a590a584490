import { strings as panelStrings } from '../../strings.ts';
import { OPTIONAL } from './fields.ts';
import type { Json } from './fill.ts';
import type { ChartQuery } from './query.ts';
import { ADDED, type ChartData, type RunTable } from './rows.ts';
import { strings } from './strings.ts';

/** A chart ready to be drawn, its rows alone where its preset is not here, or why there is nothing to see. */
export type ChartState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'nothing'; readonly title: string; readonly tip?: string }
  | { readonly kind: 'rows'; readonly title: string; readonly data: ChartData }
  | { readonly kind: 'ready'; readonly spec: Json; readonly data: ChartData };

export interface Findings {
  readonly isLoading: boolean;
  readonly hasRuns: boolean;
  /** A script or a person said what the rows are. */
  readonly isAsked: boolean;
  /** The query names what it needs. */
  readonly isWhole: boolean;
  readonly query: ChartQuery;
  readonly preset: string;
  readonly spec: Json | undefined;
  /** Why the specification cannot be read. */
  readonly fault: string | undefined;
  readonly data: ChartData;
  readonly tables: readonly (RunTable | Error | undefined)[];
  readonly fields: Readonly<Record<string, string>>;
  /** Fields of the specification. */
  readonly needs: readonly string[];
  /** The specification is one of ours, which does not draw without its fields. */
  readonly isBuilt: boolean;
}

/** What can be shown of what was found. */
export function stateOf(found: Findings): ChartState {
  const { isLoading, hasRuns, isAsked, query, preset, spec, fault, data, tables, fields, needs } = found;
  if (data.rows.length === 0 && isLoading) return { kind: 'loading' };
  if (!hasRuns) return { kind: 'nothing', title: panelStrings.noRuns, tip: panelStrings.noRunsTip };
  if (!isAsked) return { kind: 'nothing', title: strings.noChart };
  if (!found.isWhole) return { kind: 'nothing', title: strings.noQuery[query.from] };
  if (data.runCount === 0) {
    const broken = tables.find((one) => one instanceof Error);
    if (broken !== undefined) return { kind: 'nothing', title: strings.brokenTable(broken.message) };
    if (query.from === 'history') return { kind: 'nothing', title: strings.noRows(query.keys.join(', ')) };
    return { kind: 'nothing', title: strings.noTable(query.table), tip: strings.noTableTip };
  }
  if (spec === undefined) {
    if (fault !== undefined) return { kind: 'nothing', title: fault };
    if (preset === '') return { kind: 'rows', title: strings.noPreset, data };
    return { kind: 'rows', title: strings.unknownPreset(preset), data };
  }
  const missing = needs.filter((field) => (fields[field] ?? '') === '' && !OPTIONAL.has(field));
  if (found.isBuilt && missing.length > 0)
    return { kind: 'nothing', title: strings.missingFields(missing.join(', ')), tip: strings.missingFieldsTip };
  const unknown = needs
    .map((field) => fields[field] ?? '')
    .filter((column) => column !== '' && column !== ADDED.name && !data.columns.includes(column));
  if (unknown.length > 0) return { kind: 'nothing', title: strings.missingColumns(unknown.join(', ')) };
  if (data.rows.length === 0) return { kind: 'nothing', title: strings.emptyTable };
  return { kind: 'ready', spec, data };
}
