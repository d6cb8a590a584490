import type { ChartConfig } from './config.ts';
import { strings } from './strings.ts';

/** What a chart made by hand is called: its own title, that of its specification, else what it is drawn from. */
export function titleOfChart({ title, strings: texts, query }: ChartConfig): string {
  const own = title ?? texts?.['title'];
  if (own !== undefined && own !== '') return own;
  if (query === undefined || query.from === 'runs') return strings.kind;
  const from = query.from === 'history' ? query.keys.join(', ') : query.table;
  return from === '' ? strings.kind : from;
}
