import type { RunPath } from '#shared/units';
import type { RunSync, SyncRemoteChange, SyncRuleCount, SyncRuleRequest, SyncState, SyncTest } from '#shared/api';
import type { Http } from './http.ts';
import type { SyncAct } from './sync-hooks.ts';

/** The host's routes about runs that go to other servers. */
export interface SyncApi {
  state(signal?: AbortSignal): Promise<SyncState>;
  ofRun(path: RunPath, signal?: AbortSignal): Promise<RunSync>;
  /** `id`: of a remote that is kept already; what is left out is its. */
  test(remote: SyncRemoteChange & { readonly id?: number }): Promise<SyncTest>;
  count(rule: SyncRuleRequest, signal?: AbortSignal): Promise<SyncRuleCount>;
  act(act: SyncAct): Promise<unknown>;
}

/** A server far away may take its time to answer. */
const TEST_TIMEOUT_MS = 40_000;

export function createSyncApi(http: Http): SyncApi {
  return {
    state: (signal) => http.json({ method: 'GET', path: '/api/sync', signal }),
    test: (body) => http.json({ method: 'POST', path: '/api/sync/test', body, timeoutMs: TEST_TIMEOUT_MS }),
    ofRun: ({ entity, project, run }, signal) =>
      http.json({ method: 'GET', path: `/api/sync/run?${new URLSearchParams({ entity, project, run })}`, signal }),
    count: (body, signal) => http.json({ method: 'POST', path: '/api/sync/rules/count', body, signal }),
    act: (act) => {
      switch (act.kind) {
        case 'add':
          return http.json({
            method: 'POST',
            path: '/api/sync/remotes',
            body: act.remote,
            timeoutMs: TEST_TIMEOUT_MS,
          });
        case 'change':
          return http.json({
            method: 'PUT',
            path: `/api/sync/remotes/${act.id}`,
            body: act.remote,
            timeoutMs: TEST_TIMEOUT_MS,
          });
        case 'addRule':
          return http.json({ method: 'POST', path: '/api/sync/rules', body: act.rule });
        case 'changeRule':
          return http.json({ method: 'PUT', path: `/api/sync/rules/${act.id}`, body: act.rule });
        case 'removeRule':
          return http.json({ method: 'DELETE', path: `/api/sync/rules/${act.id}` });
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
        case 'retryFailed':
          return http.json({ method: 'POST', path: '/api/sync/retry' });
        case 'retry': {
          const body = act.choice === undefined ? {} : { choice: act.choice };
          return http.json({ method: 'POST', path: `/api/sync/runs/${act.id}/retry`, body });
        }
        case 'pause': {
          const place = { all: '', remote: `remotes/${act.id}/`, run: `runs/${act.id}/` }[act.what];
          return http.json({ method: 'PUT', path: `/api/sync/${place}paused`, body: { isPaused: act.isPaused } });
        }
      }
    },
  };
}
