import type { Wait } from '#sdk/base';
import { RUN_STATE } from '../record/documents.ts';
import { askRun, type RunSource } from '../record/node.ts';
import type { Row } from './rows.ts';
import { scanHistory } from './scan.ts';

/** Between two looks at a run that goes on. */
const LOOK_MS = 1000;

export interface RunProgress {
  readonly state: string;
  readonly historyLineCount: number | null;
}

/** How far a run is. */
export function askProgress(run: RunSource, wait: Wait = {}): Promise<RunProgress> {
  return askRun<RunProgress>(run, RUN_STATE, {}, wait);
}

/** True while rows may still come. */
export function goesOn(state: string): boolean {
  return state === 'running' || state === 'pending';
}

/** Waits until it is time to look again. */
export async function untilNextLook({ requests }: RunSource, wait: Wait): Promise<void> {
  await requests.pause(LOOK_MS, wait.signal);
}

/** The rows behind the step `after` as they come, until the run is over. */
export async function* followHistory(
  run: RunSource,
  after: number,
  options: Wait & { readonly keys?: readonly string[] },
): AsyncGenerator<Row> {
  let minStep = after + 1;
  let count: number | null | undefined;
  for (;;) {
    // The state is asked first: of a run that was over then, nothing comes later.
    const progress = await askProgress(run, options);
    if (count === undefined || progress.historyLineCount !== count) {
      for await (const row of scanHistory(run, { ...options, minStep })) {
        minStep = row._step + 1;
        yield row;
      }
      count = progress.historyLineCount;
    }
    if (!goesOn(progress.state)) return;
    await untilNextLook(run, options);
  }
}
