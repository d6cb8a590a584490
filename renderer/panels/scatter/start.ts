import type { ProjectKeys } from '#shared/api';
import { strip } from '../strip.ts';
import { suggestColumns } from '../columns/suggest.ts';
import type { ScatterConfig } from './config.ts';

/** A new scatter shows what came of what was varied. */
export function startScatter(keys: ProjectKeys): Partial<ScatterConfig> {
  const { input, output, better } = suggestColumns(keys);
  return strip({
    x: input,
    y: output,
    ...(better === 'min' ? { betterY: better } : {}),
    ...(input !== undefined && /(lr|learning_rate|weight_decay|wd)$/i.test(input) ? { isXLog: true } : {}),
  });
}
