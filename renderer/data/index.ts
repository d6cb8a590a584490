export { systemClock, type Clock } from './clock.ts';
export { createApi, fileHref, projectApiPath, runApiPath, type Api, type LogSearchInput } from './api.ts';
export { createHttp, type FetchLike, type Http, type HttpRequest } from './http.ts';
export { queryKeys } from './keys.ts';
export { openLiveStream, type LiveStatus, type LiveStream } from './live.ts';
export { createDataClient, DataProvider, useData, type DataClient } from './provider.tsx';
export { SeriesLoader, SeriesSubscription, REFRESH_EVERY_MS, type FetchSeries } from './series-loader.ts';
export type { SeriesState, SeriesWant } from './series-want.ts';
export * from './hooks.ts';
