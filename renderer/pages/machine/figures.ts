import { describeMachineKey, type MachineUnit, type SeriesLine } from '#shared/api';
import type { ChartLine } from '#ui/charts';
import { strings } from './strings.ts';

/** One chart of the machine: lines of one unit. */
export interface MachineFigure {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  /** What values are divided by, so that the axis stays readable. */
  readonly divisor: number;
  /** Shares are drawn over 0 to 100. */
  readonly isShare: boolean;
}

/** Each core as a line says something for up to so many; beyond it the use of the whole does. */
const MOST_CORES = 32;

interface FigureKind {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly string[];
  readonly unit: MachineUnit;
  readonly most?: number;
}

const titles = strings.figures;
const FIGURES: readonly FigureKind[] = [
  { id: 'gpu', title: titles.gpu, kinds: ['gpu'], unit: '%' },
  { id: 'gpu-memory', title: titles.gpuMemory, kinds: ['gpu.memory'], unit: '%' },
  { id: 'gpu-memory-access', title: titles.gpuMemoryAccess, kinds: ['gpu.memory.access'], unit: '%' },
  { id: 'gpu-memory-used', title: titles.gpuMemoryUsed, kinds: ['gpu.memory.used'], unit: 'B' },
  { id: 'gpu-power', title: titles.gpuPower, kinds: ['gpu.power'], unit: 'W' },
  { id: 'gpu-temperature', title: titles.gpuTemperature, kinds: ['gpu.temperature'], unit: '°C' },
  { id: 'gpu-clock', title: titles.gpuClock, kinds: ['gpu.clock', 'gpu.memory.clock'], unit: 'MHz' },
  { id: 'cpu', title: titles.cpu, kinds: ['cpu', 'container.cpu'], unit: '%' },
  { id: 'cores', title: titles.cores, kinds: ['cpu.core'], unit: '%', most: MOST_CORES },
  { id: 'load', title: titles.load, kinds: ['load'], unit: '' },
  { id: 'memory', title: titles.memory, kinds: ['memory', 'swap', 'container.memory'], unit: '%' },
  { id: 'disk-traffic', title: titles.diskTraffic, kinds: ['disk.read', 'disk.write'], unit: 'B/s' },
  { id: 'disk', title: titles.disk, kinds: ['disk'], unit: '%' },
  { id: 'network', title: titles.network, kinds: ['network.received', 'network.sent'], unit: 'B/s' },
  { id: 'temperature', title: titles.temperature, kinds: ['temperature'], unit: '°C' },
];

const SCALES: Readonly<Record<MachineUnit, readonly [divisor: number, name: string]>> = {
  '%': [1, '%'],
  B: [1e9, 'GB'],
  'B/s': [1e6, 'MB/s'],
  '°C': [1, '°C'],
  W: [1, 'W'],
  MHz: [1, 'MHz'],
  '': [1, ''],
};

/** The charts that these keys make, GPUs first; keys that no chart knows are left out. */
export function figuresOf(keys: readonly string[]): MachineFigure[] {
  const sorted = [...keys].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  // Where the share is known, the bytes say the same once more.
  const hasShare = keys.some((key) => key.startsWith('gpu.memory:'));
  return FIGURES.flatMap(({ id, title, kinds, unit, most = Infinity }): MachineFigure[] => {
    if (id === 'gpu-memory-used' && hasShare) return [];
    const own = kinds.flatMap((kind) => sorted.filter((key) => key === kind || key.startsWith(`${kind}:`)));
    if (own.length === 0 || own.length > most) return [];
    const [divisor, name] = SCALES[unit];
    return [
      { id, title: name === '' ? title : strings.inUnit(title, name), keys: own, divisor, isShare: unit === '%' },
    ];
  });
}

/** The lines of one chart, `x` as it came minus `offset` (seconds). */
export function chartLines(figure: MachineFigure, lines: readonly SeriesLine[], offset: number): ChartLine[] {
  const byKey = new Map(lines.map((line) => [line.request, line]));
  return figure.keys.flatMap((key, index): ChartLine[] => {
    const line = byKey.get(key);
    if (line === undefined || line.mode !== 'buckets') return [];
    const scaled = (column: Float64Array): Float64Array =>
      figure.divisor === 1 ? column : column.map((value) => value / figure.divisor);
    const moved = (column: Float64Array): Float64Array =>
      offset === 0 ? column : column.map((value) => value - offset);
    return [
      {
        id: key,
        label: lineLabel(key),
        color: `var(--run-${index % 16})`,
        dash: index < 16 ? [] : [5, 3],
        x: moved(line.x),
        xLast: moved(line.xLast),
        y: scaled(line.mean),
        low: scaled(line.min),
        high: scaled(line.max),
        count: line.count,
        isOutOfOrder: false,
      },
    ];
  });
}

const SHORT: Readonly<Record<string, string>> = {
  'cpu.core': strings.coreOf,
  gpu: strings.gpu,
  'gpu.memory': strings.gpu,
  'gpu.memory.access': strings.gpu,
  'gpu.memory.used': strings.gpu,
  'gpu.power': strings.gpu,
  'gpu.temperature': strings.gpu,
  load: '',
  disk: '',
  temperature: '',
};

/** A key beside others of its chart. */
export function lineLabel(key: string): string {
  const info = describeMachineKey(key);
  if (info === undefined) return key;
  const short = SHORT[key.slice(0, Math.max(0, key.indexOf(':')))];
  return short === undefined ? info.title : `${short} ${info.instance}`.trim();
}
