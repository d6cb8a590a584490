import { ConnectionError } from '#sdk/base';
import { HostLink } from '#sdk/wire';
import type { SyncTest } from '#shared/api';
import { Problem } from '#shared/errors';

const VIEWER = 'query Viewer { viewer { username entity } }';

/**
 * Asks a server whose key this is. Errors: `sync.remote` with the field that is not right: `key` when the server knows
 * no such key, else `baseUrl`.
 */
export async function testRemote(baseUrl: string, apiKey: string): Promise<SyncTest> {
  const link = new HostLink(() => ({ baseUrl, apiKey }));
  try {
    const { viewer } = await link.graphql<{ viewer: { username: string; entity: string | null } | null }>(VIEWER, {});
    if (viewer === null)
      throw new Problem('sync.remote', { field: 'key', reason: 'the server does not know this key' });
    return { username: viewer.username, entity: viewer.entity ?? viewer.username };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const { status, message } = error;
    if (status === 401 || status === 403) {
      throw new Problem('sync.remote', { field: 'key', reason: 'the server does not take this key' }, { cause: error });
    }
    const reason = status === undefined ? message : `this is no server that runs can be sent to (${message})`;
    throw new Problem('sync.remote', { field: 'baseUrl', reason }, { cause: error });
  }
}
