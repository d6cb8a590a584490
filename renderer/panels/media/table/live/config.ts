import { keyChooser, type RunsTablePart } from '#shared/api';
import {
  isFields,
  listOf,
  NEW_TABLE,
  readTableConfig,
  sparseTableConfig,
  type TableConfig,
  wordOf,
} from '../config.ts';

export type RunDoc = 'config' | 'summary';
export const DOCS: readonly RunDoc[] = ['config', 'summary'];

/** What the rows of a query table are. */
export type StandsOn =
  | {
      readonly kind: 'runs';
      readonly parts: readonly RunsTablePart[];
      /** Words of which a key of config or summary holds one; '' = all keys. */
      readonly keys: string;
    }
  | {
      readonly kind: 'artifacts';
      /** '' = of every type, of every collection. */
      readonly type: string;
      readonly collection: string;
      /** Columns of the run that made a version. */
      readonly ofRun: readonly RunDoc[];
    };

/** Own settings of a query table; those of the table stand beside the others as they are saved. */
export interface QueryTableConfig {
  readonly version: 1;
  readonly title: string | undefined;
  readonly on: StandsOn;
  readonly table: TableConfig;
}

export const PARTS: readonly RunsTablePart[] = ['run', 'config', 'summary', 'media'];
/** Without media, for which rows are so high that few runs stand below each other. */
const USUAL_PARTS: readonly RunsTablePart[] = ['run', 'config', 'summary'];
export const ON_RUNS: StandsOn = { kind: 'runs', parts: USUAL_PARTS, keys: '' };
export const ON_ARTIFACTS: StandsOn = { kind: 'artifacts', type: '', collection: '', ofRun: [] };
const MOST_LETTERS = 1000;

/** Reads saved settings field by field; what is damaged is as on a new panel. */
export function readQueryTableConfig(saved: unknown): QueryTableConfig {
  const fields = isFields(saved) ? saved : {};
  const { title } = fields;
  return {
    version: 1,
    title: typeof title === 'string' && title !== '' ? title : undefined,
    on: readStandsOn(fields['on']),
    table: readTableConfig(saved),
  };
}

/**
 * Settings as they are saved: only what differs from a new panel, each by a name of its own, because a step of undo is what
 * is changed under the same names.
 */
export function sparseQueryTableConfig({ title, on, table }: QueryTableConfig): Record<string, unknown> {
  return {
    ...sparseTableConfig(table),
    version: 1,
    ...(JSON.stringify(on) === JSON.stringify(ON_RUNS) ? {} : { on }),
    ...(title === undefined ? {} : { title }),
  };
}

/**
 * The settings with other rows: of what the table was sorted, filtered and grouped by only columns stay that the new rows
 * have, because the host refuses a question about a column that is not there.
 */
export function standingOn(config: QueryTableConfig, on: StandsOn): QueryTableConfig {
  if (on.kind !== config.on.kind) return { ...config, on, table: NEW_TABLE };
  const { table } = config;
  const derived = new Set(table.derived.map(({ name }) => name));
  const isThere = ({ column }: { readonly column: string }): boolean => derived.has(column) || mayHave(on, column);
  return {
    ...config,
    on,
    table: {
      ...table,
      sort: table.sort.filter(isThere),
      where: table.where.filter(isThere),
      groupBy: table.groupBy === '' || isThere({ column: table.groupBy }) ? table.groupBy : '',
    },
  };
}

const ALWAYS: ReadonlySet<string> = new Set(['name', 'id']);

/** Whether rows may have a column of this name; of artifacts only the rows themselves can tell. */
function mayHave(on: StandsOn, column: string): boolean {
  const doc = DOCS.find((part) => column.startsWith(`${part}.`));
  if (on.kind === 'artifacts') return doc === undefined ? !column.startsWith('metadata.') : on.ofRun.includes(doc);
  if (doc === undefined) return ALWAYS.has(column) || on.parts.includes('run');
  return on.parts.includes(doc) && keyChooser(on.keys)(column.slice(doc.length + 1));
}

function readStandsOn(value: unknown): StandsOn {
  if (!isFields(value)) return ON_RUNS;
  if (value['kind'] === 'artifacts')
    return {
      kind: 'artifacts',
      type: wordOf(value['type']),
      collection: wordOf(value['collection']),
      ofRun: DOCS.filter((doc) => listOf(value['ofRun']).includes(doc)),
    };
  const listed = Array.isArray(value['parts']) ? listOf(value['parts']) : USUAL_PARTS;
  return {
    kind: 'runs',
    parts: PARTS.filter((part) => listed.includes(part)),
    keys: wordOf(value['keys']).slice(0, MOST_LETTERS),
  };
}
