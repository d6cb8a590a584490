import type { LogLine } from '#shared/api';
import type { RunPath } from '#shared/units';
import type { Api } from '#ui/data';

const LINES_PER_REQUEST = 5000;

/** All console lines of a run, or the last `most` of them, in order. */
export async function fetchAllLines(
  api: Api,
  path: RunPath,
  total: number,
  most = Infinity,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for (let from = Math.max(0, total - most); from < total; from += LINES_PER_REQUEST) {
    const page = await api.logs(path, from, Math.min(LINES_PER_REQUEST, total - from));
    lines.push(...page.lines);
  }
  return lines;
}
