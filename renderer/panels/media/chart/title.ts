import type { ChartConfig } from './config.ts';
import { tableName, type ArtifactPlace } from './artifact-place.ts';
import { strings } from './strings.ts';

/** What a chart made by hand is called: its own title, that of its specification, else what it is drawn from. */
export function titleOfChart({ title, strings: texts, query }: ChartConfig): string {
  const own = title ?? texts?.['title'];
  if (own !== undefined && own !== '') return own;
  if (query === undefined || query.from === 'runs') return strings.kind;
  if (query.from === 'artifact') return titleOfPlace(query.artifact);
  const from = query.from === 'history' ? query.keys.join(', ') : query.table;
  return from === '' ? strings.kind : from;
}

function titleOfPlace(place: ArtifactPlace | undefined): string {
  if (place === undefined || place.collection === '') return strings.kind;
  return place.file === '' ? place.collection : tableName(place.file.split('/').at(-1) ?? place.file);
}
