import type { Wait } from '#sdk/base';
import { clientTime } from '#shared/wire';
import { goesOn, untilNextLook } from './history/live.ts';
import type { Connection } from './pages.ts';
import { askRun, type RunSource } from './record/node.ts';

const PAGE = 1000;
const NODE = 'edges { node { number timestamp level label line } } pageInfo { endCursor hasNextPage }';
const LINES = `query RunConsoleLogPage($entity: String!, $project: String!, $name: String!, $first: Int, $after: String) {
  project(name: $project, entityName: $entity) {
    run(name: $name) { state logLines(first: $first, after: $after, useImprovedPagination: true) { ${NODE} } }
  }
}`;
const TAIL = `query RunConsoleLogTail($entity: String!, $project: String!, $name: String!, $last: Int!) {
  project(name: $project, entityName: $entity) { run(name: $name) { state logLines(last: $last) { ${NODE} } } }
}`;

/** One line that a run printed. */
export interface ConsoleLine {
  /** From 0 on. */
  readonly line: number;
  /** `error` for what came from stderr. */
  readonly level: 'info' | 'error';
  readonly time: Date | undefined;
  readonly text: string;
}

export interface ConsoleOptions extends Wait {
  /** Only so many of the newest lines; all unless given. */
  readonly last?: number;
  /** Goes on with what comes until the run is over. */
  readonly follow?: boolean;
}

interface Answer {
  readonly state: string;
  readonly logLines: Connection<{
    readonly number: number;
    readonly timestamp: string | null;
    readonly level: string | null;
    readonly line: string;
  }> | null;
}

/** @internal What a run printed, oldest first. */
export async function* readConsole(run: RunSource, options: ConsoleOptions): AsyncGenerator<ConsoleLine> {
  const { last, follow = false } = options;
  let after: string | undefined;
  let told = -1;
  let answer = last === undefined ? undefined : await askRun<Answer>(run, TAIL, { last }, options);
  for (;;) {
    answer ??= await askRun<Answer>(run, LINES, { first: PAGE, after }, options);
    const { edges = [], pageInfo } = answer.logLines ?? {};
    for (const { node } of edges) {
      // A server without cursors begins again.
      if (node === null || node.number <= told) continue;
      const { number, timestamp, level, line } = node;
      told = number;
      yield { line: number, level: level === 'error' ? 'error' : 'info', time: timeOf(timestamp), text: line };
    }
    after = pageInfo?.endCursor ?? after;
    const hasMore = pageInfo?.hasNextPage === true && edges.length > 0;
    if (!hasMore && (!follow || !goesOn(answer.state))) return;
    if (!hasMore) await untilNextLook(run, options);
    answer = undefined;
  }
}

function timeOf(text: string | null): Date | undefined {
  if (text === null || text === '') return undefined;
  const time = new Date(clientTime(text));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
