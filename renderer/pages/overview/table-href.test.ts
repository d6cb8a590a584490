import { expect, test } from 'vitest';
import { parseFilter } from '../runs/filter-text.ts';
import { tableHref } from './table-href.ts';

test('a link to runs with a value is the filter that the table reads, whatever is in the value', () => {
  const href = tableHref({ entity: 'a b', project: 'p' }, 'tags', 'say "hi" & go');
  const url = new URL(href, 'http://host');
  expect(url.pathname).toBe('/a%20b/p/table');
  expect(parseFilter(url.searchParams.get('where') ?? '')).toMatchObject({
    filter: { op: '=', column: { kind: 'run', key: 'tags' }, value: 'say "hi" & go' },
  });
});
