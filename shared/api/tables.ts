import type { ApiValue } from './runs.ts';

/**
 * `POST /api/projects/:entity/:project/tables/rows`: a range of rows of logged tables, stacked on each other, sorted and
 * filtered in the host. The page never holds a whole table.
 */
export interface TableQuery {
  /** 1 to 100 tables; rows of the first come first. */
  readonly sources: readonly TableSource[];
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

export interface TableSource {
  /** Short id of the run. */
  readonly run: string;
  /** Name of the run's own file, as `decodeTable` of #shared/media gives it. */
  readonly file: string;
  /** Where the whole table with its media lies; used when it is here. */
  readonly artifactPath?: string;
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
}

export interface TableFile {
  readonly source: number;
  readonly path: string;
  readonly href: string;
  readonly sizeBytes: number;
}

/** `POST …/tables/export`: the kept rows, in order, as a file. Body: a TableQuery without range, and the form. */
export type TableForm = 'csv' | 'json' | 'parquet';
