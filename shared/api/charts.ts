import type { ApiValue } from './runs.ts';

/**
 * `POST /api/projects/:entity/:project/charts`: the custom charts that runs have logged (`wandb.plot.*`,
 * `wandb.plot_table`, `wandb.visualize`). `runs` are short ids, at most 1,000; those that are gone are passed over.
 */
export interface ChartsQuery {
  readonly runs: readonly string[];
}

export interface ChartsAnswer {
  /** In the order asked for; runs without charts are left out. */
  readonly runs: readonly RunCharts[];
}

export interface RunCharts {
  readonly run: string;
  /** Sorted by key. */
  readonly charts: readonly LoggedChart[];
}

/** One chart as a script asked for it. Source: protocol 10.1 and 10.2. */
export interface LoggedChart {
  /** The key under which the script logged it. */
  readonly key: string;
  /** `wandb/line/v0` or `entity/name` of a preset of one's own. */
  readonly preset: string;
  /** Which column of the table fills which field of the specification. */
  readonly fields: Readonly<Record<string, string>>;
  /** Texts of the specification, such as titles. */
  readonly strings: Readonly<Record<string, string>>;
  /** History key of the table that holds its data. */
  readonly tableKey: string;
}

/**
 * A preset of one's own: a Vega or Vega-Lite specification. `GET /api/charts`; `PUT` and `DELETE
 * /api/charts/:entity/:name`.
 */
export interface ChartPreset {
  readonly entity: string;
  readonly name: string;
  readonly displayName: string;
  /** JSON text of an object, at most 1 MiB. */
  readonly spec: string;
  /** Milliseconds since 1970 UTC. */
  readonly updatedAt: number;
}

/** Body of `PUT /api/charts/:entity/:name`. */
export type ChartPresetBody = Pick<ChartPreset, 'displayName' | 'spec'>;

/**
 * `POST /api/projects/:entity/:project/history`: rows of the histories of runs that hold all of some keys, for charts
 * that need whole rows instead of lines. `runs` are short ids, at most 1,000; `keys` 1 to 50, exact names; `samples` 1 to
 * 10,000 rows of each run, evenly by place, the first and the last always among them.
 */
export interface HistoryQuery {
  readonly runs: readonly string[];
  readonly keys: readonly string[];
  readonly samples: number;
}

export interface HistoryAnswer {
  /** In the order asked for; runs without such rows are left out. */
  readonly runs: readonly RunHistory[];
}

export interface RunHistory {
  readonly run: string;
  /** One list for `_step` and then for each of `keys`, with one entry for each row, in order of steps. */
  readonly columns: readonly (readonly ApiValue[])[];
  /** As many rows as were asked for have come: there may be more between them. */
  readonly isSampled: boolean;
}
