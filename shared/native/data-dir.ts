/**
 * The data directory when none is named: TAFFRAIL_DATA, else the platform's place for a user's data. The host, the
 * window and the scripts must agree on it, or a window would open on another store than the one a script writes to.
 */
export function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  if (env.TAFFRAIL_DATA) return env.TAFFRAIL_DATA;
  if (platform === 'darwin') return `${home}/Library/Application Support/Taffrail`;
  if (platform === 'win32') return `${env.LOCALAPPDATA ?? `${home}\\AppData\\Local`}\\Taffrail`;
  return `${env.XDG_DATA_HOME ?? `${home}/.local/share`}/taffrail`;
}
