import { columnId, type ColumnId, type ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';

/** Columns that a new panel may begin with: what was varied, and what came of it; undefined where nothing fits. */
export interface Suggestion {
  /** The config number that most runs have. */
  readonly input: ColumnId | undefined;
  /** The result that most runs have: an accuracy or score before a loss, before anything else. */
  readonly output: ColumnId | undefined;
  /** What better means for the output, as far as its name tells. */
  readonly better: 'min' | 'max' | undefined;
}

const HIGHER = /(^|[^a-z])(acc|accuracy|auc|auroc|f1|score|reward|return|precision|recall|map|iou|bleu|r2)([^a-z]|$)/i;
const LOWER = /(^|[^a-z])(loss|err|error|mse|mae|rmse|perplexity|ppl|wer|cer|fid|nll)([^a-z]|$)/i;

/** What better means for a key, as far as its name tells: an accuracy grows, a loss shrinks. */
export function betterOf(key: string): 'min' | 'max' | undefined {
  if (HIGHER.test(key)) return 'max';
  return LOWER.test(key) ? 'min' : undefined;
}

/** Looks through a project's keys for columns worth drawing. */
export function suggestColumns(keys: ProjectKeys): Suggestion {
  const inputs = keys.config.filter((key) => key.kinds.includes('number') && !isInnerKey(key.name));
  const outputs = keys.summary.filter((key) => key.kinds.includes('number') && !isInnerKey(key.name));
  const input = mostOf(inputs, ({ name }) => (/(^|[._])(lr|learning_rate)$/i.test(name) ? 1 : 0));
  const output = mostOf(outputs, ({ name }) => {
    const isHeldOut = /(^|[^a-z])(val|valid|validation|test|eval|dev)([^a-z]|$)/i.test(name) ? 1 : 0;
    return (HIGHER.test(name) ? 4 : LOWER.test(name) ? 2 : 0) + isHeldOut;
  });
  return {
    input: input === undefined ? undefined : columnId({ kind: 'config', key: input }),
    output: output === undefined ? undefined : columnId({ kind: 'summary', key: output }),
    better: output === undefined ? undefined : betterOf(output),
  };
}

interface Key {
  readonly name: string;
  readonly runCount: number;
}

/** The key that at least half as many runs have as the most frequent one, with the highest rank; ties by name. */
function mostOf<T extends Key>(keys: readonly T[], rankOf: (key: T) => number): string | undefined {
  const most = keys.reduce((count, key) => Math.max(count, key.runCount), 0);
  const [best] = keys
    .filter((key) => key.runCount * 2 >= most)
    .sort((a, b) => rankOf(b) - rankOf(a) || b.runCount - a.runCount || (a.name < b.name ? -1 : 1));
  return best?.name;
}
