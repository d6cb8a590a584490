import { DEFAULT_SHARED, readSettings, type SettingOverrides, type SharedSettings } from '../settings.ts';
import { strip } from '../strip.ts';
import { readEyes, type Eyes, ALL_OPEN } from './eyes.ts';

/** Columns and rows of the grid that a panel covers. */
export interface PanelSize {
  readonly columns: number;
  readonly rows: number;
}

/** Which runs one panel draws, and how they are taken together, where it differs from its board. */
export interface OwnRuns {
  /** A filter as text, on top of the board's. */
  readonly filter?: string | undefined;
  /** Columns that group its runs; empty = each run by itself, left out = as on the board. */
  readonly by?: readonly string[] | undefined;
}

/** What a person has set on one panel. An automatic panel has the id of its source, `history/loss`; others `p-…`. */
export interface PanelSpec {
  /** Kind of a panel made by hand; its id is in the registry. */
  readonly kind?: string | undefined;
  /** Keys shown, instead of the automatic one. */
  readonly keys?: readonly string[] | undefined;
  /** Every key that matches is shown; such keys have no automatic panel. */
  readonly pattern?: string | undefined;
  /** Own settings; the kind reads them. */
  readonly config?: unknown;
  readonly runs?: OwnRuns | undefined;
  readonly section?: string | undefined;
  readonly size?: PanelSize | undefined;
  /** An automatic panel that was taken off the board. */
  readonly isRemoved?: boolean | undefined;
  /** Manual mode: an automatic panel that was put on the board. */
  readonly isAdded?: boolean | undefined;
}

/** What a person has set on one section. The id of an automatic section is its name; others `s-…`. */
export interface SectionSpec {
  readonly name?: string | undefined;
  readonly isCollapsed?: boolean | undefined;
  /** Panels in order; panels that are not listed follow by name. */
  readonly order?: readonly string[] | undefined;
  /** Size of panels that have none of their own. */
  readonly size?: PanelSize | undefined;
  /** Panels in a row; left out: as on the board. */
  readonly columns?: number | undefined;
  readonly settings?: SettingOverrides | undefined;
}

/** Runs taken together by the values of some columns, `config:lr`, `run:group`; empty = each run by itself. */
export interface RunGrouping {
  readonly by: readonly string[];
  /** Runs with a closed eye do not count in their group. */
  readonly isHiddenLeftOut: boolean;
  /** Groups whose members are drawn one by one. */
  readonly expanded: readonly string[];
}

/** Everything a person has set on one board; saved as a view and carried in the address. */
export interface BoardBody {
  readonly version: 2;
  readonly mode: 'automatic' | 'manual';
  readonly shared: SharedSettings;
  readonly panels: Readonly<Record<string, PanelSpec>>;
  readonly sections: Readonly<Record<string, SectionSpec>>;
  /** Sections in order; empty = by the rule. Others follow. */
  readonly sectionOrder: readonly string[];
  readonly sectionBy: 'first' | 'last';
  /** 0: as many as fit. */
  readonly columns: number;
  readonly isCursorLinked: boolean;
  /** Charts over the same x are zoomed together. */
  readonly isZoomLinked: boolean;
  /** Runs drawn at most in each panel. */
  readonly runLimit: number;
  readonly eyes: Eyes;
  /** Filter of the runs, as text. */
  readonly filter: string;
  /** `-summary:acc,run:createdAt`; empty = newest first. */
  readonly sort: string;
  /** Ids of runs kept at the top, at most 6. */
  readonly pins: readonly string[];
  readonly baseline: string;
  readonly grouping: RunGrouping;
  /** Columns that stand in the list of runs, `summary:acc`, at most 3. */
  readonly listed: readonly string[];
}

/** Runs drawn before the panel says "first n of m". */
export const DEFAULT_RUN_LIMIT = 100;
export const MOST_PINS = 6;
export const MOST_LISTED = 3;
export const LARGEST_SIZE: PanelSize = { columns: 6, rows: 16 };

export const NEW_BOARD: BoardBody = {
  version: 2,
  mode: 'automatic',
  shared: DEFAULT_SHARED,
  panels: {},
  sections: {},
  sectionOrder: [],
  sectionBy: 'first',
  columns: 0,
  isCursorLinked: true,
  isZoomLinked: false,
  runLimit: DEFAULT_RUN_LIMIT,
  eyes: ALL_OPEN,
  filter: '',
  sort: '',
  pins: [],
  baseline: '',
  grouping: { by: [], isHiddenLeftOut: false, expanded: [] },
  listed: [],
};

type Saved = Readonly<Record<string, unknown>>;

/** Reads a saved board field by field; whatever is missing or damaged is as on a new board. Version 1 is lifted. */
export function readBoard(saved: unknown): BoardBody {
  if (!isRecord(saved)) return NEW_BOARD;
  const from = saved['version'] === 2 ? saved : liftVersion1(saved);
  return {
    version: 2,
    mode: from['mode'] === 'manual' ? 'manual' : 'automatic',
    shared: { ...DEFAULT_SHARED, ...readSettings(from['shared']) },
    panels: readEach(from['panels'], readPanel),
    sections: readEach(from['sections'], readSection),
    sectionOrder: readTexts(from['sectionOrder']),
    sectionBy: from['sectionBy'] === 'last' ? 'last' : 'first',
    columns: readInteger(from['columns'], 0, 6) ?? 0,
    isCursorLinked: from['isCursorLinked'] !== false,
    isZoomLinked: from['isZoomLinked'] === true,
    runLimit: readInteger(from['runLimit'], 1, 10_000) ?? DEFAULT_RUN_LIMIT,
    eyes: readEyes(from['eyes']),
    filter: readText(from['filter']) ?? '',
    sort: readText(from['sort']) ?? '',
    pins: readTexts(from['pins']).slice(0, MOST_PINS),
    baseline: readText(from['baseline']) ?? '',
    grouping: readGrouping(from['grouping']),
    listed: readTexts(from['listed']).slice(0, MOST_LISTED),
  };
}

/** In version 1 a panel was its own settings alone, and collapsed sections were a list. */
function liftVersion1(saved: Saved): Saved {
  const { panels, collapsed, ...rest } = saved;
  const configs = isRecord(panels) ? panels : {};
  return {
    ...rest,
    panels: Object.fromEntries(Object.entries(configs).map(([id, config]) => [id, { config }])),
    sections: Object.fromEntries(readTexts(collapsed).map((name) => [name, { isCollapsed: true }])),
  };
}

function readPanel(saved: Saved): PanelSpec {
  const keys = saved['keys'];
  return strip({
    kind: readText(saved['kind']),
    keys: Array.isArray(keys) ? readTexts(keys) : undefined,
    pattern: readText(saved['pattern']),
    config: saved['config'],
    runs: readOwnRuns(saved['runs']),
    section: readText(saved['section']),
    size: readSize(saved['size']),
    isRemoved: saved['isRemoved'] === true ? true : undefined,
    isAdded: saved['isAdded'] === true ? true : undefined,
  });
}

function readOwnRuns(saved: unknown): OwnRuns | undefined {
  if (!isRecord(saved)) return undefined;
  const { filter, by } = saved;
  const own = strip({
    filter: readText(filter) === '' ? undefined : readText(filter),
    by: Array.isArray(by) ? readTexts(by) : undefined,
  });
  return Object.keys(own).length === 0 ? undefined : own;
}

function readSection(saved: Saved): SectionSpec {
  const order = saved['order'];
  const settings = readSettings(saved['settings']);
  return strip({
    name: readText(saved['name']),
    isCollapsed: saved['isCollapsed'] === true ? true : undefined,
    order: Array.isArray(order) ? readTexts(order) : undefined,
    size: readSize(saved['size']),
    columns: readInteger(saved['columns'], 1, 6),
    settings: Object.keys(settings).length === 0 ? undefined : settings,
  });
}

function readSize(saved: unknown): PanelSize | undefined {
  if (!isRecord(saved)) return undefined;
  const columns = readInteger(saved['columns'], 1, LARGEST_SIZE.columns);
  const rows = readInteger(saved['rows'], 2, LARGEST_SIZE.rows);
  return columns === undefined || rows === undefined ? undefined : { columns, rows };
}

function readGrouping(saved: unknown): RunGrouping {
  if (!isRecord(saved)) return NEW_BOARD.grouping;
  return {
    by: readTexts(saved['by']),
    isHiddenLeftOut: saved['isHiddenLeftOut'] === true,
    expanded: readTexts(saved['expanded']),
  };
}

function readEach<T>(saved: unknown, read: (one: Saved) => T): Record<string, T> {
  if (!isRecord(saved)) return {};
  return Object.fromEntries(Object.entries(saved).flatMap(([id, one]) => (isRecord(one) ? [[id, read(one)]] : [])));
}

function readText(saved: unknown): string | undefined {
  return typeof saved === 'string' ? saved : undefined;
}

function readTexts(saved: unknown): readonly string[] {
  return Array.isArray(saved) ? saved.filter((one): one is string => typeof one === 'string') : [];
}

function readInteger(saved: unknown, min: number, max: number): number | undefined {
  return typeof saved === 'number' && Number.isInteger(saved) && saved >= min && saved <= max ? saved : undefined;
}

function isRecord(value: unknown): value is Saved {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
