import { Problem } from '#shared/errors';

/**
 * An error thrown by SQLite as the Problem it means, or undefined when it is none of the expected kinds (a bug).
 * Problems themselves pass unchanged. `path` is the database named to the person.
 * This is the only place where SQLite's codes are read.
 */
export function sortSqliteError(error: unknown, path = 'of this data folder'): Problem | undefined {
  if (error instanceof Problem) return error;
  const code = sqliteCode(error);
  if (code === undefined) return undefined;
  const cause = { cause: error };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new Problem('store.busy', {}, cause);
  if (code === 'SQLITE_FULL') return new Problem('store.full', {}, cause);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return new Problem('store.read-only', { path }, cause);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    const reason = error instanceof Error ? error.message : code;
    return new Problem('store.corrupt', { path, reason, copy: 'the backups folder at the next start' }, cause);
  }
  // Passing for clients: cables and network folders come back, and what they hold is sent again then.
  if (code.startsWith('SQLITE_IOERR')) return new Problem('store.disk', { path, code }, cause);
  return undefined;
}

function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}
