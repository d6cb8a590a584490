import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { Problem } from '#shared/errors';
import { createApi, type Api } from './api.ts';
import { systemClock, type Clock } from './clock.ts';
import { createHttp, type Http } from './http.ts';
import { applyChange, refreshEverything } from './invalidate.ts';
import { openLiveStream, type LiveStream } from './live.ts';
import { SeriesLoader } from './series-loader.ts';

/** Everything that talks to the host, made once per window. */
export interface DataClient {
  readonly api: Api;
  readonly http: Http;
  readonly clock: Clock;
  readonly queries: QueryClient;
  readonly series: SeriesLoader;
  /** Opens the live stream and ties it to the caches; the returned function closes it. */
  start(): () => void;
  live(): LiveStream | undefined;
  onLive(listener: () => void): () => void;
}

/** The host is on this machine or on one that is near: that the browser sees no network says nothing about it. */
const ALWAYS = 'always';

/** Builds the client of this window's own origin. */
export function createDataClient(clock: Clock = systemClock): DataClient {
  const http = createHttp((input, init) => fetch(input, init), clock, location.origin);
  const api = createApi(http);
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: ALWAYS,
        retry: (count, error) => count < 3 && isPassing(error),
        retryDelay: (attempt) => Math.min(300 * 2 ** attempt, 3000),
      },
      mutations: { retry: false, networkMode: ALWAYS },
    },
  });
  const series = new SeriesLoader({
    fetch: (project, requests, signal) => api.series(project, requests, signal),
    clock,
    isHidden: () => document.hidden,
  });
  let live: LiveStream | undefined;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  return {
    api,
    http,
    clock,
    queries,
    series,
    live: () => live,
    onLive: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      const stream = openLiveStream(() => new EventSource('/api/events'), clock);
      live = stream;
      stream.onChange((event) => {
        applyChange(queries, clock, event);
        series.onChange(event);
      });
      stream.onStatus((status, hasMissed) => {
        if (hasMissed) {
          refreshEverything(queries);
          series.refreshAll();
        }
        tell();
      });
      const onVisible = (): void => {
        if (!document.hidden) series.onShown();
      };
      document.addEventListener('visibilitychange', onVisible);
      tell();
      return () => {
        document.removeEventListener('visibilitychange', onVisible);
        stream.close();
        if (live === stream) live = undefined;
      };
    },
  };
}

const DataContext = createContext<DataClient | undefined>(undefined);

/** Gives the whole tree one data client; `client` is made once when left out. */
export function DataProvider({ client, children }: { client?: DataClient; children: ReactNode }) {
  const [data] = useState(() => client ?? createDataClient());
  useEffect(() => data.start(), [data]);
  return (
    <DataContext value={data}>
      <QueryClientProvider client={data.queries}>{children}</QueryClientProvider>
    </DataContext>
  );
}

/** The window's data client. Throws outside of a DataProvider, which is a bug. */
export function useData(): DataClient {
  const data = useContext(DataContext);
  if (data === undefined) throw new Error('useData outside of DataProvider');
  return data;
}

/** Troubles that may pass by themselves. A wrong address stays wrong. */
export function isPassing(error: unknown): boolean {
  return error instanceof Problem && error.status === 503;
}
