import type { ApiValue, RunMetric } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { panelKindFor, type PanelSource } from '#ui/panels';
import { summarySource } from '../workspace/sources.ts';
import { strings } from './strings.ts';

/** One panel for each chartable key of one run's history. */
export function historySources(metrics: readonly RunMetric[]): PanelSource[] {
  return metrics
    .filter((metric) => !metric.isHidden && !isInnerKey(metric.name) && panelKindFor(metric.typeCounts) !== undefined)
    .map((metric) => ({
      id: `history/${metric.name}`,
      stream: 'history',
      key: metric.name,
      title: metric.name,
      typeCounts: metric.typeCounts,
      stepMetric: metric.stepMetric,
    }));
}

/** One panel for each medium that stands in the summary of a run alone. */
export function summarySources(
  summary: Readonly<Record<string, ApiValue>>,
  metrics: readonly RunMetric[],
): PanelSource[] {
  const logged = new Set(metrics.map((metric) => metric.name));
  return Object.entries(summary).flatMap(([key, value]) => (logged.has(key) ? [] : summarySource(key, [value])));
}

/** Keys of one run that may be an x axis. */
export function xKeysOf(metrics: readonly RunMetric[]): string[] {
  return metrics
    .filter((metric) => (metric.typeCounts['number'] ?? 0) > 0 && !isInnerKey(metric.name))
    .map((metric) => metric.name);
}

/** One panel for each system metric, over the time since the run began. */
export function systemSources(metrics: readonly RunMetric[]): PanelSource[] {
  return metrics
    .filter((metric) => !isInnerKey(metric.name) && panelKindFor(metric.typeCounts) !== undefined)
    .map((metric) => {
      const title = systemTitle(metric.name);
      return {
        id: `events/${metric.name}`,
        stream: 'events',
        key: metric.name,
        title,
        typeCounts: metric.typeCounts,
        stepMetric: '_runtime',
        // A share is read against the whole: 27.42 % of a disk is no cliff.
        yRange: title.includes('(%)') ? PERCENT : undefined,
      };
    });
}

const PERCENT = [0, 100] as const;

const SECTIONS: readonly (readonly [RegExp, (match: RegExpMatchArray) => string])[] = [
  [/^gpu\.process\.(\d+)\./, (match) => `GPU ${match[1]}`],
  [/^gpu\.(\d+)\./, (match) => `GPU ${match[1]}`],
  [/^gpu/, () => 'GPU'],
  [/^tpu/, () => 'TPU'],
  [/^(cpu|proc\.cpu)/, () => 'CPU'],
  [/^(memory|proc\.memory)/, () => 'Memory'],
  [/^disk/, () => 'Disk'],
  [/^network/, () => 'Network'],
];

/** The kind of hardware a system metric is about; each GPU is a section of its own. */
export function systemSection(name: string): string {
  const bare = bareName(name);
  for (const [pattern, nameOf] of SECTIONS) {
    const match = pattern.exec(bare);
    if (match !== null) return nameOf(match);
  }
  return 'Other';
}

const titles = strings.systemTitles;
/** Titles by the client's own names (wandb 0.31, core/internal/monitor), with units. */
const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^cpu$/, titles.cpu],
  [/^cpu\.(\d+)\.cpu_percent$/, titles.core],
  [/^cpu\.avg_temp$/, titles.cpuTemperature],
  [/^cpu\.powerWatts$/, titles.cpuPower],
  [/^proc\.cpu\.threads$/, titles.threads],
  [/^memory_percent$/, titles.memory],
  [/^proc\.memory\.availableMB$/, titles.memoryAvailable],
  [/^proc\.memory\.rssMB$/, titles.processMemory],
  [/^proc\.memory\.percent$/, titles.processMemoryShare],
  [/^disk\.(.+)\.usagePercent$/, titles.disk],
  [/^disk\.(.+)\.usageGB$/, titles.diskGb],
  [/^disk\.(?:(.+)\.)?in$/, titles.diskRead],
  [/^disk\.(?:(.+)\.)?out$/, titles.diskWritten],
  [/^network\.sent$/, titles.sent],
  [/^network\.recv$/, titles.received],
  [/^gpu\.(?:process\.)?(\d+)\.gpu$/, titles.gpu],
  [/^gpu\.(?:process\.)?(\d+)\.memory$/, titles.gpuMemoryAccess],
  [/^gpu\.(?:process\.)?(\d+)\.memoryAllocated$/, titles.gpuMemory],
  [/^gpu\.(?:process\.)?(\d+)\.memoryAllocatedBytes$/, titles.gpuMemoryBytes],
  [/^gpu\.(?:process\.)?(\d+)\.temp$/, titles.gpuTemperature],
  [/^gpu\.(?:process\.)?(\d+)\.powerWatts$/, titles.gpuPower],
  [/^gpu\.(?:process\.)?(\d+)\.powerPercent$/, titles.gpuPowerShare],
  [/^gpu\.(\d+)\.smClock$/, titles.smClock],
  [/^gpu\.(\d+)\.memoryClock$/, titles.memoryClock],
];

/** A system metric as people read it; unknown ones keep their name. */
export function systemTitle(name: string): string {
  const bare = bareName(name);
  for (const [pattern, title] of TITLES) {
    const match = pattern.exec(bare);
    if (match === null) continue;
    const what = title
      .replace('$1', match[1] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    return bare.startsWith('gpu.process.') ? strings.thisProcess(what) : what;
  }
  return bare;
}

function bareName(name: string): string {
  return name.startsWith('system.') || name.startsWith('system/') ? name.slice('system.'.length) : name;
}
