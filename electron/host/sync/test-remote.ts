import { ConnectionError } from '#sdk/base';
import { HostLink } from '#sdk/wire';
import type { SyncTest } from '#shared/api';
import { Problem } from '#shared/errors';
import { agentsOf, type Connection, wayFaultOf } from './connection.ts';

const VIEWER = 'query Viewer { viewer { username entity } }';

/**
 * Asks a server whose key this is. Errors: `sync.remote` with the field that is not right: `key` when the server knows
 * no such key, `ca` for a certificate that nobody vouches for, `proxyUrl` or `proxyUser`, else `baseUrl`.
 */
export async function testRemote(connection: Connection): Promise<SyncTest> {
  const agents = agentsOf(connection);
  const link = new HostLink(() => connection, agents === undefined ? {} : { agents });
  try {
    const { viewer } = await link.graphql<{ viewer: { username: string; entity: string | null } | null }>(VIEWER, {});
    if (viewer === null)
      throw new Problem('sync.remote', { field: 'key', reason: 'the server does not know this key' });
    return { username: viewer.username, entity: viewer.entity ?? viewer.username };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const { status, message } = error;
    const fault = wayFaultOf(error);
    if (fault !== undefined) throw new Problem('sync.remote', { ...fault }, { cause: error });
    if (status === 401 || status === 403) {
      throw new Problem('sync.remote', { field: 'key', reason: 'the server does not take this key' }, { cause: error });
    }
    if (connection.proxyUrl !== undefined && isOf(error.cause, connection.proxyUrl)) {
      const reason = `no proxy answers there (${message})`;
      throw new Problem('sync.remote', { field: 'proxyUrl', reason }, { cause: error });
    }
    const reason = status === undefined ? message : `this is no server that runs can be sent to (${message})`;
    throw new Problem('sync.remote', { field: 'baseUrl', reason }, { cause: error });
  } finally {
    agents?.http.destroy();
    agents?.https.destroy();
  }
}

/** True for a connection that could not be made to the host and port of an address. */
function isOf(error: unknown, url: string): boolean {
  const { hostname, port, protocol } = new URL(url);
  const asked = Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('port' in cause && Number(cause.port) === asked) return true;
    if ('hostname' in cause && cause.hostname === hostname) return true;
  }
  return false;
}
