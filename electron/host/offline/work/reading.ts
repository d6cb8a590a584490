import { Problem } from '#shared/errors';
import type { LogKind } from '#shared/api';
import { reasonOf } from '../disk/find.ts';
import { openEventLog } from '../events/event-log.ts';
import type { Shift } from '#sdk/journal';
import type { LogBatch, LogHead, OpenLog } from '#sdk/journal';
import { openWandbLog } from '#sdk/journal';

interface Named {
  readonly path: string;
  readonly kind: LogKind;
}

const open = new Map<number, OpenLog>();

/** What the reading thread does. Logs stay open between calls, so that a growing one is read on where it was left. */
export const readingHandlers = {
  /** What a log says of itself; undefined while it says nothing. Errors: `import.path`. */
  'log.head': (_: undefined, log: Named): LogHead | undefined => {
    const opened = openLog(log);
    try {
      return sorted(log.path, () => opened.head());
    } finally {
      opened.close();
    }
  },
  'log.open': (_: undefined, log: Named & { readonly id: number }): LogHead | undefined => {
    open.get(log.id)?.close();
    const opened = openLog(log);
    open.set(log.id, opened);
    return sorted(log.path, () => opened.head());
  },
  /** The next piece. Errors: `import.path` when the log cannot be read on. */
  'log.next': (_: undefined, args: { readonly id: number; readonly path: string; readonly shift: Shift }): LogBatch => {
    const log = open.get(args.id);
    if (log === undefined) throw new Error(`the log ${args.id} is not open`);
    return sorted(args.path, () => log.next(args.shift));
  },
  'log.close': (_: undefined, args: { readonly id: number }): void => {
    open.get(args.id)?.close();
    open.delete(args.id);
  },
} as const;

function openLog({ path, kind }: Named): OpenLog {
  return sorted(path, () => (kind === 'tensorboard' ? openEventLog(path) : openWandbLog(path)));
}

function sorted<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem('import.path', { path, reason: reasonOf(error) }, { cause: error });
  }
}
