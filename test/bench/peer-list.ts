import type { Request } from 'playwright-core';
import { LONG_STEPS, SPIKE_KEY, runName, WIDE_RUNS, WIDE_STEPS, MANY_RUNS, type PeerCase } from './peer-data.ts';
import type { Drawn, Visit } from './peer-page.ts';

/** What `peers.py` prints about the data that it wrote. */
export interface Written {
  readonly points: number;
  readonly seconds: number;
  readonly run?: string;
  readonly experiment?: string;
}

export interface Peer {
  readonly name: string;
  /** The one place of the versions. */
  readonly packages: readonly string[];
  /** Arguments behind the environment's Python. */
  serve(data: string, port: number, which: PeerCase): readonly string[];
  env(data: string, port: number): Readonly<Record<string, string>>;
  /** Answers 200 and holds the text once the server has read all data. */
  ready(which: PeerCase): readonly { readonly path: string; readonly text: string }[];
  /** The page of a case; a string says why there is none. */
  page(which: PeerCase, written: Written): (Omit<Visit, 'url'> & { readonly path: string }) | string;
  /** What a reader of the line has to know. */
  readonly notes: Partial<Readonly<Record<PeerCase, string>>>;
}

/** High enough for ten charts of any peer; lists are measured in an ordinary window. */
export const CHARTS_HEIGHT = 2400;
export const LIST_HEIGHT = 900;
export const ROWS_SHOWN = 10;

const has = (request: Request, path: string, text: string): boolean =>
  request.url().includes(path) && (request.url() + (request.postData() ?? '')).includes(text);

const list = (rows: string): { readonly drawn: Drawn; readonly height: number } => ({
  drawn: { rows, count: ROWS_SHOWN },
  height: LIST_HEIGHT,
});

const tensorboard: Peer = {
  name: 'tensorboard',
  packages: ['tensorboard==2.21.0', 'tensorboardX==2.6.5'],
  serve: (data, port, which) => [
    '-m',
    'tensorboard.main',
    '--logdir',
    `${data}/${which}`,
    '--port',
    String(port),
    '--host',
    '127.0.0.1',
  ],
  env: () => ({}),
  ready(which) {
    const [lastRun, key, lastStep] = (
      {
        long: [0, SPIKE_KEY, LONG_STEPS],
        many: [MANY_RUNS - 1, 'metric/9', 10],
        wide: [WIDE_RUNS - 1, 'metric/0', WIDE_STEPS],
      } as const
    )[which];
    const of = (run: number): string =>
      `/data/plugin/scalars/scalars?run=${runName(run)}&tag=${encodeURIComponent(key)}`;
    return [0, lastRun].map((run) => ({ path: of(run), text: `, ${lastStep - 1}, ` }));
  },
  page(which) {
    if (which === 'many') return { path: '/', ...list('tb-data-table-content-row') };
    const key = which === 'long' ? SPIKE_KEY : 'metric/0';
    const drawn = { canvases: 'canvas.series-view, .series-view canvas', count: which === 'long' ? 10 : 1 };
    return { path: '/', height: CHARTS_HEIGHT, drawn, isRead: (one) => has(one, '/timeSeries', `"${key}"`) };
  },
  notes: {
    long: 'a random 1,000 points of each series',
    many: 'all 1,000 rows at once',
    wide: '1,000 of 10,000 points',
  },
};

const trackio: Peer = {
  name: 'trackio',
  packages: ['trackio==0.43.0'],
  serve: () => ['-m', 'trackio.cli', 'show', '--host', '127.0.0.1'],
  // It would open a browser of its own.
  env: (data, port) => ({ TRACKIO_DIR: data, GRADIO_SERVER_PORT: String(port), HF_HUB_OFFLINE: '1', BROWSER: 'true' }),
  ready: () => [{ path: '/', text: '<' }],
  page(which) {
    if (which === 'many') return { path: '/runs?project=many', ...list('tbody tr') };
    const drawn = { canvases: '.vega-embed canvas', count: which === 'long' ? 10 : 1 };
    const isRead = (one: Request): boolean => has(one, '/get_logs_batch', `"${which}"`);
    return { path: `/?project=${which}`, height: CHARTS_HEIGHT, drawn, isRead };
  },
  notes: { long: 'one request for all metrics', many: 'asks for each run before it shows any' },
};

const mlflow: Peer = {
  name: 'mlflow',
  packages: ['mlflow==3.17.2'],
  serve: (data, port) =>
    `-m mlflow server --backend-store-uri sqlite:///${data}/mlflow.db --port ${port} --host 127.0.0.1 --workers 2`.split(
      ' ',
    ),
  env: () => ({ MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' }),
  ready: () => [{ path: '/health', text: 'OK' }],
  page(which, { run = '', experiment = '' }) {
    if (which === 'wide') return 'its page of charts shows 10 runs, not 100';
    if (which === 'many') return { path: `/#/experiments/${experiment}/runs`, ...list('[role=gridcell]') };
    const drawn = { plots: '.js-plotly-plot', path: 'path.js-line', count: 10 };
    const isRead = (one: Request): boolean => has(one, '/get-history-bulk-interval', encodeURIComponent(SPIKE_KEY));
    return { path: `/#/experiments/${experiment}/runs/${run}/model-metrics`, height: CHARTS_HEIGHT, drawn, isRead };
  },
  notes: { long: 'every 300th point or so', many: 'the first 100 runs' },
};

export const PEERS: readonly Peer[] = [tensorboard, trackio, mlflow];

/** Said in the output, so that nobody takes them for measured. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  aim: 'aim 3.29.1 writes about 1,000 points a second through its client: these data would take more than half an hour',
  swanlab:
    'swanlab 0.10.3 writes fewer than 500 points a second and 1.5 s a run: these data would take more than an hour',
};
