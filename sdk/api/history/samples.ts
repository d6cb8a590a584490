import { UsageError, type Wait } from '#sdk/base';
import { askRun, type HistoryKeys, objectIn, type RunSource } from '../record/node.ts';
import { exactRows, type Row, rowsOfTexts, type SystemRow } from './rows.ts';

/** Source: the Python client. */
const SAMPLES = 500;

const FULL = `query RunFullHistory($project: String!, $entity: String!, $name: String!, $samples: Int) {
  project(name: $project, entityName: $entity) { run(name: $name) { history(samples: $samples) } }
}`;
const EVENTS = `query RunFullHistory($project: String!, $entity: String!, $name: String!, $samples: Int) {
  project(name: $project, entityName: $entity) { run(name: $name) { events(samples: $samples) } }
}`;
const KEYED = `query RunSampledHistory($project: String!, $entity: String!, $name: String!, $specs: [JSONString!]!) {
  project(name: $project, entityName: $entity) { run(name: $name) { historyKeys sampledHistory(specs: $specs) } }
}`;

export interface HistoryOptions extends Wait {
  /** Only rows that have all of them, and only these values. */
  readonly keys?: readonly string[];
  /** A key that the rows must have too, as what they are drawn over; the step unless given. */
  readonly xAxis?: string;
  /** Most rows, 500 unless given. */
  readonly samples?: number;
}

/** @internal Rows of the history, spread over it; all of them where there are no more than `samples`. */
export async function sampleHistory(run: RunSource, options: HistoryOptions): Promise<Row[]> {
  const { keys = [], xAxis = '_step' } = options;
  const samples = samplesOf(options);
  if (keys.length === 0 && xAxis === '_step') {
    const answer = await askRun<{ history: string[] | null }>(run, FULL, { samples }, options);
    return rowsOfTexts(answer.history);
  }
  const specs = [JSON.stringify({ keys: [...new Set(['_step', xAxis, ...keys])], samples })];
  const { historyKeys, sampledHistory } = await askRun<{
    readonly historyKeys: HistoryKeys | null;
    readonly sampledHistory: readonly (readonly Row[])[] | null;
  }>(run, KEYED, { specs }, options);
  return exactRows(sampledHistory?.[0] ?? [], historyKeys);
}

/** @internal Samples of the machine, spread over the run. */
export async function sampleSystem(
  run: RunSource,
  options: Wait & { readonly samples?: number },
): Promise<SystemRow[]> {
  const answer = await askRun<{ events: string[] | null }>(run, EVENTS, { samples: samplesOf(options) }, options);
  return (answer.events ?? []).map((text) => objectIn(text));
}

function samplesOf({ samples = SAMPLES }: { readonly samples?: number }): number {
  if (Number.isSafeInteger(samples) && samples > 0) return samples;
  throw new UsageError('history.samples', `samples: ${samples} is no whole number from 1 on`);
}
