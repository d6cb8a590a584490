import { columnId, type ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { suggestColumns } from '../columns/suggest.ts';
import { sparseParallelConfig } from './config.ts';

/** So many parameters a new panel begins with. */
const FIRST_AXES = 5;

/** Begins with the parameters that most runs have, and what came of them at the right. */
export function startParallel(keys: ProjectKeys): object {
  const most = keys.config.reduce((count, key) => Math.max(count, key.runCount), 0);
  const inputs = keys.config
    .filter((key) => !isInnerKey(key.name) && key.runCount * 2 >= most && key.kinds.some((kind) => kind !== 'json'))
    // Numbers and switches say more along an axis than long texts, which are often names of files.
    .sort((a, b) => rankOf(b) - rankOf(a) || b.runCount - a.runCount)
    .slice(0, FIRST_AXES)
    .map((key) => columnId({ kind: 'config', key: key.name }));
  const { output } = suggestColumns(keys);
  const columns = [...inputs, ...(output === undefined ? [] : [output])];
  return sparseParallelConfig({
    axes: columns.map((column) => ({ column, isFlipped: false, isLog: /(^|[._:])(lr|learning_rate)$/i.test(column) })),
    colorBy: 'last',
  });
}

function rankOf(key: ProjectKeys['config'][number]): number {
  return key.kinds.includes('number') ? 2 : key.kinds.includes('bool') ? 1 : 0;
}
