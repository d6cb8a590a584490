import { expect, test } from 'vitest';
import { typedNameOf } from './typed-name.ts';

const path = { entity: 'e', project: 'p', run: 'abcd1234' };

test('a run is confirmed by its name; by its id where the name cannot well be typed', () => {
  expect(typedNameOf({ displayName: 'sgd-digits', path })).toBe('sgd-digits');
  expect(typedNameOf({ displayName: 'very long '.repeat(9), path })).toBe('abcd1234');
  expect(typedNameOf({ displayName: 'ends in a space ', path })).toBe('abcd1234');
});
