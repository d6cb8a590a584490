import type { RunFilter, SortKey } from '#shared/api';
import { columnId, columnOfId, HIDDEN_FIELDS, type Column, type ColumnId } from './columns.ts';
import { parseFilter, printFilter } from './filter-text.ts';

/** A column that somebody touched; the order of these is the order of the table. */
export interface ColumnSetting {
  readonly id: ColumnId;
  readonly isHidden: boolean;
  /** Pixels; undefined = by its label. */
  readonly width?: number;
}

/** Everything a person sets on the runs table. */
export interface TableState {
  readonly search: { readonly text: string; readonly isRegex: boolean };
  readonly filter?: RunFilter | undefined;
  readonly sort: readonly SortKey[];
  readonly columns: readonly ColumnSetting[];
  /** Whether columns that nobody touched are shown, new ones included. */
  readonly isRestShown: boolean;
  readonly isCompact: boolean;
  /** Columns by whose values runs are taken together, outermost first; none = each run by itself. */
  readonly groupBy: readonly ColumnId[];
  /** Ids of groups that are not as they are by themselves: inner ones folded, outer ones with their runs. */
  readonly toggledGroups: readonly string[];
  /** Short id of the run that others are measured by; '' = none. */
  readonly baseline: string;
  /** What better means in a column, where a person has said it. */
  readonly directions: Readonly<Record<ColumnId, Direction>>;
}

/** The project's saved view that holds the table's state. */
export const TABLE_VIEW_ID = 'runs-table';

export type Direction = 'max' | 'min' | 'none';

export const DEFAULT_STATE: TableState = {
  search: { text: '', isRegex: false },
  sort: [],
  columns: [],
  isRestShown: true,
  isCompact: false,
  groupBy: [],
  toggledGroups: [],
  baseline: '',
  directions: {},
};

/** Runs are taken together by at most so many columns. */
export const MOST_GROUP_KEYS = 8;

/** Config and summary columns shown by themselves at most; any other can be brought in by hand. UI-16. */
export const MAX_AUTOMATIC_COLUMNS = 500;

export interface ShownColumns {
  readonly shown: readonly (Column & { readonly width: number })[];
  /** Config and summary columns left out only because there are too many. */
  readonly cutCount: number;
}

/** The columns of the table from left to right; the name is always the first. */
export function shownColumns(all: readonly Column[], state: TableState): ShownColumns {
  const known = new Map(all.map((column) => [column.id, column]));
  const touched = new Map(state.columns.map((setting) => [setting.id, setting]));
  const isShown = (column: Column): boolean => {
    const setting = touched.get(column.id);
    return setting === undefined ? state.isRestShown && isShownByItself(column) : !setting.isHidden;
  };
  const ordered = orderedColumns(all, state).filter(isShown);
  let automatic = 0;
  let cutCount = 0;
  const kept = ordered.filter((column) => {
    if (touched.has(column.id) || column.ref.kind === 'run') return true;
    automatic += 1;
    if (automatic <= MAX_AUTOMATIC_COLUMNS) return true;
    cutCount += 1;
    return false;
  });
  const name = known.get('run:displayName');
  const rest = kept.filter((column) => column.id !== 'run:displayName');
  const list = name === undefined ? rest : [name, ...rest];
  return {
    shown: list.map((column) => ({ ...column, width: touched.get(column.id)?.width ?? column.defaultWidth })),
    cutCount,
  };
}

/** All columns in the table's order, hidden ones included: touched columns keep their neighbours. */
export function orderedColumns(all: readonly Column[], state: TableState): readonly Column[] {
  const known = new Map(all.map((column) => [column.id, column]));
  if (!state.columns.some((setting) => known.has(setting.id))) return all;
  const order = state.columns.flatMap((setting) => known.get(setting.id) ?? []);
  const touched = new Set(order.map((column) => column.id));
  return [...order, ...all.filter((column) => !touched.has(column.id))];
}

function isShownByItself(column: Column): boolean {
  if (column.ref.kind === 'run') return !HIDDEN_FIELDS.has(column.ref.key);
  return column.ref.kind !== 'metric';
}

/** `config:lr,!run:notes,summary:acc@140`: keys percent-encoded, `!` = hidden, `@` = width. */
export function printColumns(columns: readonly ColumnSetting[]): string {
  return columns
    .map(({ id, isHidden, width }) => `${isHidden ? '!' : ''}${encodeId(id)}${width === undefined ? '' : `@${width}`}`)
    .join(',');
}

/** Reads what printColumns wrote; parts that are not columns are left out. */
export function parseColumns(text: string): ColumnSetting[] {
  const settings = text.split(',').flatMap((part): ColumnSetting[] => {
    const match = /^(!?)([^@]+)(?:@(\d{1,4}))?$/.exec(part);
    const id = match?.[2] === undefined ? undefined : decodeId(match[2]);
    if (id === undefined || columnOfId(id) === undefined) return [];
    const width = match?.[3] === undefined ? {} : { width: Number(match[3]) };
    return [{ id, isHidden: match?.[1] === '!', ...width }];
  });
  return [...new Map(settings.map((setting) => [setting.id, setting])).values()];
}

/** `-summary:acc,run:createdAt`: `-` = descending. */
export function printSort(sort: readonly SortKey[]): string {
  return sort.map(({ column, isDescending }) => `${isDescending ? '-' : ''}${encodeId(columnId(column))}`).join(',');
}

export function parseSort(text: string): SortKey[] {
  return text.split(',').flatMap((part): SortKey[] => {
    const isDescending = part.startsWith('-');
    const id = decodeId(isDescending ? part.slice(1) : part);
    const column = id === undefined ? undefined : columnOfId(id);
    return column === undefined ? [] : [{ column, isDescending }];
  });
}

/** `max@summary:acc,none@config:lr`. */
function printDirections(directions: TableState['directions']): string {
  return Object.entries(directions)
    .map(([id, direction]) => `${direction}@${encodeId(id)}`)
    .join(',');
}

function parseDirections(text: string): TableState['directions'] {
  const entries = text.split(',').flatMap((part): [ColumnId, Direction][] => {
    const match = /^(max|min|none)@(.+)$/.exec(part);
    const id = match?.[2] === undefined ? undefined : decodeId(match[2]);
    if (id === undefined || columnOfId(id) === undefined) return [];
    return [[id, match?.[1] === 'max' ? 'max' : match?.[1] === 'min' ? 'min' : 'none']];
  });
  return Object.fromEntries(entries);
}

function parseGroupBy(text: string): readonly ColumnId[] {
  const ids = text.split(',').flatMap((part): ColumnId[] => {
    const id = decodeId(part);
    return id === undefined || columnOfId(id) === undefined ? [] : [id];
  });
  return [...new Set(ids)].slice(0, MOST_GROUP_KEYS);
}

function parseToggled(text: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    // An address that was cut or edited by hand.
    return [];
  }
}

const PARAMS = ['q', 're', 'where', 'sort', 'cols', 'rest', 'dense', 'by', 'open', 'base', 'better'] as const;

/** True when the address says anything about the table; then it wins over the saved view. */
export function hasState(params: URLSearchParams): boolean {
  return PARAMS.some((name) => params.has(name));
}

/** The state as parameters of an address, without what is as it always is. */
export function printState(state: TableState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.search.text !== '') params.set('q', state.search.text);
  if (state.search.isRegex) params.set('re', '1');
  if (state.filter !== undefined) params.set('where', printFilter(state.filter));
  if (state.sort.length > 0) params.set('sort', printSort(state.sort));
  if (state.columns.length > 0) params.set('cols', printColumns(state.columns));
  if (!state.isRestShown) params.set('rest', '0');
  if (state.isCompact) params.set('dense', '1');
  if (state.groupBy.length > 0) params.set('by', state.groupBy.map(encodeId).join(','));
  if (state.toggledGroups.length > 0) params.set('open', JSON.stringify(state.toggledGroups));
  if (state.baseline !== '') params.set('base', state.baseline);
  const better = printDirections(state.directions);
  if (better !== '') params.set('better', better);
  return params;
}

/** Reads printState's parameters; what cannot be read is as it always is. */
export function parseState(params: URLSearchParams): TableState {
  const filter = parseFilter(params.get('where') ?? '');
  return {
    search: { text: params.get('q') ?? '', isRegex: params.get('re') === '1' },
    ...(filter.kind === 'filter' ? { filter: filter.filter } : {}),
    sort: parseSort(params.get('sort') ?? ''),
    columns: parseColumns(params.get('cols') ?? ''),
    isRestShown: params.get('rest') !== '0',
    isCompact: params.get('dense') === '1',
    groupBy: parseGroupBy(params.get('by') ?? ''),
    toggledGroups: parseToggled(params.get('open') ?? '[]'),
    baseline: params.get('base') ?? '',
    directions: parseDirections(params.get('better') ?? ''),
  };
}

/** Body of the saved view: the parameters, under a version. A search is of the moment and stays in the address. */
export function printBody(state: TableState): { readonly version: 1; readonly state: string } {
  return { version: 1, state: printState({ ...state, search: DEFAULT_STATE.search }).toString() };
}

/** Reads a saved view's body; undefined when it is not one of ours or from a later version. */
export function parseBody(body: unknown): TableState | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { version, state } = body as { version?: unknown; state?: unknown };
  return version === 1 && typeof state === 'string' ? parseState(new URLSearchParams(state)) : undefined;
}

function encodeId(id: ColumnId): string {
  const cut = id.indexOf(':');
  return `${id.slice(0, cut)}:${encodeURIComponent(id.slice(cut + 1))}`;
}

function decodeId(text: string): ColumnId | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // An address that was cut or edited by hand.
    return undefined;
  }
}
