import { expect, test } from 'vitest';
import { readSeparated } from './table-text.ts';

test('separated values keep quotes, separators and line breaks inside of quotes', () => {
  expect(readSeparated('a,b\r\n"x, ""y""","1\n2"\n\n3\n', ',')).toEqual({
    columns: ['a', 'b'],
    rows: [
      ['x, "y"', '1\n2'],
      ['3', ''],
    ],
  });
  expect(readSeparated('', ',')).toEqual({ columns: [], rows: [] });
});
