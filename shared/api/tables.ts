import type { ApiValue, RunQuery } from './runs.ts';

/**
 * `POST /api/projects/:entity/:project/tables/rows`: a range of rows of tables (logged ones, or what the project itself
 * holds), stacked on each other, sorted and filtered in the host. The page never holds a whole table.
 */
export interface TableQuery {
  /** 1 to 100 tables; rows of the first come first. */
  readonly sources: readonly TableSource[];
  /** Rows beside each other instead of on top of each other; needs at least two sources. */
  readonly join?: TableJoin;
  /** Columns computed from others, in this order, each from the ones before; at most 30. */
  readonly derived?: readonly TableDerived[];
  /** First key first; at most 8. */
  readonly sort: readonly TableSort[];
  /** A row is kept when all hold; at most 50. */
  readonly where: readonly TableCondition[];
  /** Kept are rows with a cell that contains it, whatever the case. */
  readonly text?: string;
  /** Rows with the same value of this column are one group; the answer then has groups and no rows. */
  readonly groupBy?: string;
  /** Of the rows that are kept, in order: where the answer begins and how many it has at most (1 to 1,000). */
  readonly from: number;
  readonly count: number;
}

export type TableSource = LoggedTableSource | ArtifactTableSource | RunsTableSource | VersionsTableSource;

/**
 * A file of an artifact: `.table.json`, or what the client calls a partitioned or a joined table. A joined one is two
 * sources with a join of its own, so it stands alone in a question.
 */
export interface ArtifactTableSource {
  /** As in ArtifactVersion. */
  readonly artifact: string;
  readonly path: string;
}

export interface LoggedTableSource {
  /** Short id of the run. */
  readonly run: string;
  /** Name of the run's own file, as `decodeTable` of #shared/media gives it. */
  readonly file: string;
  /** Where the whole table with its media lies; used when it is here. */
  readonly artifactPath?: string;
}

/**
 * The runs of the project as they are now, one row each, in the order of `sort` (newest first when left out): `name`, the
 * fields of the run itself, `config.…` and `summary.…` with a column for each key of the project, whichever runs match,
 * and `id`. Times are ISO 8601 texts in UTC, tags and the like one text. Errors: `filter.invalid`.
 */
export interface RunsTableSource {
  readonly runs: Pick<RunQuery, 'filter' | 'search' | 'sort'> & {
    /** Short ids: of the runs that match only these, or all but these. */
    readonly only?: readonly string[];
    readonly without?: readonly string[];
    /** Which columns there are beside name and id; left out = all. */
    readonly parts?: readonly RunsTablePart[];
    /** Of config and summary only keys that contain one of these words, whatever the case; '' = all. */
    readonly keys?: string;
  };
}

/** `media`: of config and summary also keys under which there is nothing but media, histograms, tables and the like. */
export type RunsTablePart = 'run' | 'config' | 'summary' | 'media';

/**
 * The versions of the project's artifacts as they are now, newest first: `name` (`collection:v3`), type, collection,
 * version, aliases, tags, sizes, the run that made it, `metadata.…` with a column for each key.
 */
export interface VersionsTableSource {
  readonly artifacts: {
    readonly type?: string;
    readonly collection?: string;
    /** Columns of the run that made the version: `config.…`, `summary.…`. Left out = none. */
    readonly ofRun?: readonly ('config' | 'summary')[];
  };
}

/** Rows and columns of a table that the project itself makes: beyond them it is cut, and says so. */
export const MOST_LIVE_ROWS = 10_000;
export const MOST_LIVE_COLUMNS = 500;

/**
 * Rows of all sources that have the same cell in one column become one row. Of rows of a source with the same cell the
 * first meets the first, the second the second, and so on. Columns are then called `name@1`, `name@2`, … by source.
 */
export interface TableJoin {
  /** '' = the first column that can be a key. */
  readonly column: string;
  /** inner: only rows that all sources have. */
  readonly how: 'inner' | 'outer';
  /** Only rows in which a cell is unlike that of the first source. */
  readonly isDifferentOnly: boolean;
}

/** A column computed by an expression of `#shared/tables`. */
export interface TableDerived {
  readonly name: string;
  readonly formula: string;
}

export interface TableSort {
  readonly column: string;
  readonly isDescending: boolean;
}

export type TableOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'missing' | 'present';

export interface TableCondition {
  readonly column: string;
  readonly op: TableOperator;
  /** Left out for `missing` and `present`. Compared as a number in columns of numbers. */
  readonly value?: string;
}

/** What cells of a column are. `mixed`: of several types, or structures. */
export type TableColumnType = 'number' | 'text' | 'boolean' | 'media' | 'mixed';

export interface TableColumn {
  readonly name: string;
  readonly type: TableColumnType;
  /** Over all rows, kept or not. */
  readonly stats: ColumnStats;
  /** Of a join: which source the column is of, and what it is called there. */
  readonly source?: number;
  readonly base?: string;
  readonly isDerived?: true;
  /** Of columns of lists of numbers: how many numbers most of them hold. */
  readonly vector?: number;
}

export interface ColumnStats {
  readonly missing: number;
  /** Of columns of numbers; absent when none is finite. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Counts of equal parts from min to max. */
  readonly bins?: readonly number[];
  /** The most frequent values of a column of texts or booleans, at most 8. */
  readonly top?: readonly (readonly [value: string, count: number])[];
  /** Of texts and booleans: how many different ones; absent beyond 20,000. */
  readonly distinct?: number;
}

export interface TableRow {
  /** Place among all rows as they were logged, from 0. */
  readonly index: number;
  /** Index into `sources`. */
  readonly source: number;
  readonly cells: readonly ApiValue[];
  /** Of a join: indexes of the cells that are unlike that of the first source. */
  readonly differs?: readonly number[];
}

export interface TableGroup {
  /** Text of the common value; undefined: missing. */
  readonly value?: string;
  readonly count: number;
  /** For each column of numbers, its statistics within the group. */
  readonly stats: Readonly<Record<string, ColumnStats>>;
}

export interface TableAnswer {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Rows (or groups) that are kept. */
  readonly matchCount: number;
  readonly rows: readonly TableRow[];
  readonly groups?: readonly TableGroup[];
  /** Addresses of the files that cells of these rows refer to, by source and path. */
  readonly files: readonly TableFile[];
  /** Tables that could not be read, with the reason. */
  readonly faults: readonly { readonly source: number; readonly reason: string }[];
  /** A live table that takes long to read has changed since: ask again after so long. */
  readonly againInMs?: number;
  /** Tables that have more rows or columns than are read: how many of how many. */
  readonly cuts?: readonly TableCut[];
  /** Computed columns that cannot be computed; their cells are missing. */
  readonly derivedFaults?: readonly { readonly name: string; readonly reason: string }[];
  /** Of a join: the column that was used, and those that can be. */
  readonly joined?: { readonly column: string; readonly choices: readonly string[] };
}

export interface TableCut {
  readonly source: number;
  readonly rows?: readonly [shown: number, all: number];
  /** The ones that most rows have are shown. */
  readonly columns?: readonly [shown: number, all: number];
}

/** `POST …/tables/plot`: the kept rows as marks of a plot, few enough to be drawn whatever the number of rows. */
export interface TablePlotQuery extends Omit<TableQuery, 'from' | 'count' | 'groupBy'> {
  readonly plot: TablePlot;
}

export type TablePlotKind = 'scatter' | 'line' | 'bar' | 'histogram';
export type TableAggregate = 'count' | 'mean' | 'sum' | 'min' | 'max';

export interface TablePlot {
  readonly kind: TablePlotKind;
  readonly x: string;
  /** Needed by scatter and line, and by bars that do not count. */
  readonly y?: string;
  /** Column that tells series apart; '' = by source. Left out = all rows are one series. */
  readonly color?: string;
  /** Of bars. */
  readonly aggregate?: TableAggregate;
}

/** One mark: a point, a part of the plane, a bin, a bar, a point of a line. */
export interface TableMark {
  /** Index into `series`. */
  readonly series: number;
  readonly x: number | string;
  /** Where a bin or a part of the plane ends. */
  readonly x2?: number;
  readonly y: number;
  readonly y2?: number;
  /** Rows that it stands for. */
  readonly count: number;
  /** Of points coloured by a number: that number (the mean of several rows). */
  readonly value?: number;
}

export interface TablePlotAnswer {
  readonly marks: readonly TableMark[];
  /** parts: too many rows for points, so their number in each part of the plane. */
  readonly form: 'points' | 'parts' | 'bins' | 'bars' | 'lines';
  /** What the series are called: the value of the column, or the index of the source in words; '' = missing. */
  readonly series: readonly { readonly name: string; readonly source?: number }[];
  /** Rows that are drawn or counted. */
  readonly rowCount: number;
  /** Rows without a finite number where one is needed. */
  readonly leftOut: number;
  /** Of bars: values of x beyond those that are shown. */
  readonly moreBars: number;
  /** As in TableAnswer. */
  readonly againInMs?: number;
}

export interface TableFile {
  readonly source: number;
  readonly path: string;
  readonly href: string;
  readonly sizeBytes: number;
}

/** `POST …/tables/export`: the kept rows, in order, as a file. Body: a TableQuery without range, and the form. */
export type TableForm = 'csv' | 'json' | 'parquet';

/** Whether a key is one of those that words choose, as `keys` of a table of runs says it. */
export function keyChooser(words: string): (key: string) => boolean {
  const wanted = words
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return (key) => wanted.length === 0 || wanted.some((word) => key.toLowerCase().includes(word));
}
