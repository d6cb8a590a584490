import type { BundleJob, BundleLook, BundleRequest } from '#shared/api';
import type { Http } from './http.ts';

/** A bundle may be many gigabytes, and the answer comes when all of it is there. */
const UPLOAD_TIMEOUT_MS = 6 * 60 * 60 * 1000;
const LOOK_TIMEOUT_MS = 120_000;

/** The host's routes about bundles. */
export interface BundleApi {
  list(signal?: AbortSignal): Promise<readonly BundleJob[]>;
  make(wish: BundleRequest): Promise<{ readonly id: number }>;
  /** What a bundle on the host's machine says it holds. */
  look(path: string): Promise<BundleLook>;
  import(path: string): Promise<{ readonly id: number }>;
  upload(name: string, bytes: Blob): Promise<{ readonly id: number }>;
  cancel(id: number): Promise<unknown>;
  remove(id: number): Promise<unknown>;
}

export function createBundleApi(http: Http): BundleApi {
  return {
    list: (signal) => http.json({ method: 'GET', path: '/api/bundles', signal }),
    make: (body) => http.json({ method: 'POST', path: '/api/bundles', body }),
    look: (path) =>
      http.json({ method: 'POST', path: '/api/bundles/look', body: { path }, timeoutMs: LOOK_TIMEOUT_MS }),
    import: (path) => http.json({ method: 'POST', path: '/api/bundles/import', body: { path } }),
    upload: (name, bytes) => {
      const path = `/api/bundles/upload?${new URLSearchParams({ name }).toString()}`;
      return http.json({ method: 'PUT', path, bytes, timeoutMs: UPLOAD_TIMEOUT_MS });
    },
    cancel: (id) => http.json({ method: 'POST', path: `/api/bundles/${id}/cancel` }),
    remove: (id) => http.json({ method: 'DELETE', path: `/api/bundles/${id}` }),
  };
}
