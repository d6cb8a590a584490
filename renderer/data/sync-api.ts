import type { SyncRemoteRequest, SyncState, SyncTest } from '#shared/api';
import type { Http } from './http.ts';
import type { SyncAct } from './sync-hooks.ts';

/** The host's routes about runs that go to other servers. */
export interface SyncApi {
  state(signal?: AbortSignal): Promise<SyncState>;
  test(remote: SyncRemoteRequest): Promise<SyncTest>;
  act(act: SyncAct): Promise<unknown>;
}

/** A server far away may take its time to answer. */
const TEST_TIMEOUT_MS = 40_000;

export function createSyncApi(http: Http): SyncApi {
  return {
    state: (signal) => http.json({ method: 'GET', path: '/api/sync', signal }),
    test: (body) => http.json({ method: 'POST', path: '/api/sync/test', body, timeoutMs: TEST_TIMEOUT_MS }),
    act: (act) => {
      switch (act.kind) {
        case 'add':
          return http.json({
            method: 'POST',
            path: '/api/sync/remotes',
            body: act.remote,
            timeoutMs: TEST_TIMEOUT_MS,
          });
        case 'removeRemote':
          return http.json({ method: 'DELETE', path: `/api/sync/remotes/${act.id}` });
        case 'remove':
          return http.json({ method: 'DELETE', path: `/api/sync/runs/${act.id}` });
        case 'send':
          return http.json({
            method: 'POST',
            path: '/api/sync/runs',
            body: { remoteId: act.remoteId, runs: act.runs },
          });
        case 'retry': {
          const body = act.choice === undefined ? {} : { choice: act.choice };
          return http.json({ method: 'POST', path: `/api/sync/runs/${act.id}/retry`, body });
        }
        case 'pause':
          return http.json({ method: 'PUT', path: '/api/sync/paused', body: { isPaused: act.isPaused } });
      }
    },
  };
}
