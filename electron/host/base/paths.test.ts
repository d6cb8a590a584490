import { expect, test } from 'vitest';
import { dataPaths } from './paths.ts';

test('everything of a data directory lies inside it', () => {
  const paths = dataPaths('/srv/runs');
  for (const path of Object.values(paths)) expect(path.startsWith('/srv/runs')).toBe(true);
  expect(paths.lock).toBe('/srv/runs/host.lock');
});
