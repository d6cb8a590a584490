import { expect, test } from 'vitest';
import { defaultDataDir } from '#shared/native';

test('the data directory follows the platform and can be named by the environment', () => {
  expect(defaultDataDir({}, 'linux', '/home/ada')).toBe('/home/ada/.local/share/taffrail');
  expect(defaultDataDir({ XDG_DATA_HOME: '/data/ada' }, 'linux', '/home/ada')).toBe('/data/ada/taffrail');
  expect(defaultDataDir({}, 'darwin', '/Users/ada')).toBe('/Users/ada/Library/Application Support/Taffrail');
  expect(defaultDataDir({ LOCALAPPDATA: 'D:\\Local' }, 'win32', 'C:\\Users\\ada')).toBe('D:\\Local\\Taffrail');
  expect(defaultDataDir({ TAFFRAIL_DATA: '/srv/runs' }, 'linux', '/home/ada')).toBe('/srv/runs');
});
