import { expect, test } from 'vitest';
import { readSeparated, readTableJson } from './table-text.ts';

test('a table of the client is read with NaN, media and ragged rows', () => {
  const text =
    '{"columns":["a","b"],"data":[[NaN,"NaN, too"],[1,{"_type":"image-file","path":"media/x.png"},true],[null]]}';
  expect(readTableJson(text)).toEqual({
    columns: ['a', 'b', ''],
    rows: [
      ['NaN', 'NaN, too', ''],
      ['1', 'media/x.png', 'true'],
      ['', '', ''],
    ],
  });
});

test('what is no table is none', () => {
  expect(readTableJson('{"a": 1}')).toBeUndefined();
  expect(readTableJson('[')).toBeUndefined();
});

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
