import { expect, test } from 'vitest';
import { firstHeading, readMarkdownConfig, withoutFirstHeading } from './config.ts';

test('a panel is called after the first heading of its text', () => {
  expect(firstHeading('words\n## The **plan** of [it](https://x.org) ##\n# Later')).toBe('The plan of it');
  expect(firstHeading('```\n# no heading\n```\nwords')).toBeUndefined();
});

test('a heading at the very beginning stands in the title alone', () => {
  expect(withoutFirstHeading('# Plan\n\nwords\n# Later')).toBe('\nwords\n# Later');
  expect(withoutFirstHeading('words\n# Plan')).toBe('words\n# Plan');
});

test('damaged settings read as a new panel', () => {
  expect(readMarkdownConfig('x')).toEqual({ text: '' });
  expect(readMarkdownConfig({ text: 3, title: '' })).toEqual({ text: '' });
  expect(readMarkdownConfig({ text: 'a', title: 'b' })).toEqual({ text: 'a', title: 'b' });
});
