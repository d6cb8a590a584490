import { consoleLineCount, readConsoleLines, type RunRow } from '#host/store';
import type { LogLine } from '#shared/api';
import type { ResolverMap, Scope } from '../scope.ts';
import { connectionOf, type Connection, pageOf, type PageArgs } from '../wire.ts';

interface LogArgs extends PageArgs {
  readonly last?: number | null;
}

/** Lines on a page when the client does not say. */
const DEFAULT_PAGE = 1000;

export const consoleResolvers: ResolverMap = {
  Run: {
    logLineCount: (run: RunRow, _: unknown, scope) => consoleLineCount(scope.db, run.id),
    logLines: linesOf,
  },
  LogLine: {
    timestamp: (line: LogLine) => (line.at === undefined ? null : new Date(line.at).toISOString()),
    level: (line: LogLine) => (line.stream === 'stderr' ? 'error' : null),
    line: (line: LogLine) => line.text,
  },
};

function linesOf(run: RunRow, args: LogArgs, scope: Scope): Connection<LogLine> {
  if (typeof args.last === 'number') {
    // -0 would mean "from the beginning".
    const page = args.last > 0 ? readConsoleLines(scope.db, run.id, -args.last, args.last) : undefined;
    return connectionOf(page?.lines ?? [], page?.from ?? 0, false);
  }
  const { offset, limit } = pageOf(args, DEFAULT_PAGE);
  const page = readConsoleLines(scope.db, run.id, offset, limit);
  return connectionOf(page.lines, page.from, page.from + page.lines.length < page.total);
}
