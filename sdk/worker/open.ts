import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ResumeError, SDK_VERSION } from '#sdk/base';
import { environmentRecord as recordOfMetadata, LogAppender, protoTime } from '#sdk/journal';
import { environmentRecord, platformName } from '#sdk/system';
import { findResumePoint, type HostLink, isPassing, type ResumePoint, writeDeliveryState } from '#sdk/wire';
import { stringifyExtended } from '#shared/wire';
import type { Item, RunStart } from './messages.ts';
import { configItem } from './recorder.ts';

/** Source: the Python client. */
export const DEFAULT_PROJECT = 'uncategorized';

/** What a run begins with. */
export interface Opening {
  readonly log: LogAppender;
  readonly resumed: ResumePoint | undefined;
  /** When the run began, as its run times count: earlier than now for a run that goes on. */
  readonly startedAt: number;
  /** Puts what the script printed into the run's own copy. */
  output(text: string): void;
}

/**
 * Asks about a run that is to go on, makes the journal and writes what every run begins with.
 * Errors: ResumeError; ConnectionError when `must` or `never` cannot be decided; those of the file system.
 */
export async function openRun(start: RunStart, link: HostLink | undefined): Promise<Opening> {
  const { point: resumed, isOpen } = await askResume(start, link);
  const files = join(start.dir, 'files');
  mkdirSync(files, { recursive: true });
  const journal = join(start.dir, `run-${start.runId}.wandb`);
  const log = new LogAppender(journal);
  const startedAt = start.startedAt - (resumed?.runtime ?? 0) * 1000;
  log.add({ header: { versionInfo: { producer: `taffrail-${SDK_VERSION}`, minConsumer: '0.1.0' } } });
  log.add({ run: runRecord(start, resumed, startedAt, isOpen) });
  log.add({ environment: environmentOf(start) });
  if (resumed !== undefined && link !== undefined) {
    const { entity, project, lines } = resumed;
    const shift = { step: 0, seconds: 0 };
    writeDeliveryState(journal, { baseUrl: link.baseUrl, entity, project, lines, shift, position: 0 });
    const update = Object.entries(resumed.summary).map(([key, value]) => ({
      nestedKey: [key],
      valueJson: stringifyExtended(value),
    }));
    if (update.length > 0) log.add({ summary: { update } });
  }
  log.write();
  const outputLog = join(files, 'output.log');
  return { log, resumed, startedAt, output: (text) => appendFileSync(outputLog, text) };
}

/** `isOpen`: whether there is a run to go on with is decided when the journal is delivered. */
interface Asked {
  readonly point?: ResumePoint | undefined;
  readonly isOpen: boolean;
}

async function askResume(start: RunStart, link: HostLink | undefined): Promise<Asked> {
  const { resume, entity, project = DEFAULT_PROJECT, runId } = start;
  if (resume === undefined) return { isOpen: false };
  if (link === undefined) return { isOpen: resume !== 'never' };
  let point: ResumePoint | undefined;
  try {
    const signal = AbortSignal.timeout(start.answerMs);
    point = await findResumePoint(link, { entity, project, run: runId }, signal);
  } catch (error) {
    if (resume === 'allow' && (isPassing(error) || isTimeout(error))) return { isOpen: true };
    throw error;
  }
  if (resume === 'must' && point === undefined) {
    throw new ResumeError('resume.missing', `there is no run ${runId} in ${project} to go on with`);
  }
  if (resume === 'never' && point !== undefined) {
    throw new ResumeError('resume.exists', `the run ${runId} exists in ${project} already`);
  }
  return { point, isOpen: false };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** What is around this process, or was around a run that is carried over, as far as the script says it. */
function environmentOf(start: RunStart): Record<string, unknown> {
  if (start.environment === undefined) return environmentRecord(start);
  const startedAt = protoTime(start.startedAt);
  return { ...recordOfMetadata(start.environment), startedAt, writerId: start.writerId };
}

/** What the run record says of the machine and the code. */
function hostOf(start: RunStart): Record<string, unknown> {
  if (start.environment === undefined) return { host: hostname() };
  const { host, git } = recordOfMetadata(start.environment);
  return { ...(host === undefined ? {} : { host }), ...(git === undefined ? {} : { git }) };
}

function runRecord(
  start: RunStart,
  resumed: ResumePoint | undefined,
  startedAt: number,
  mustResume: boolean,
): Record<string, unknown> {
  const given = new Set(start.config.map(([path]) => path[0]));
  const earlier = Object.entries(resumed?.config ?? {})
    .filter(([key]) => !given.has(key))
    .map(([key, value]): Item => [[key], stringifyExtended(value)]);
  const text = (name: string, value: string | undefined): Record<string, string> =>
    value === undefined ? {} : { [name]: value };
  return {
    runId: start.runId,
    ...text('entity', resumed?.entity ?? start.entity),
    ...text('project', resumed?.project ?? start.project),
    config: { update: [...earlier, ...start.config].map(configItem) },
    ...text('group', start.group),
    ...text('jobType', start.jobType),
    ...text('displayName', start.displayName),
    ...text('notes', start.notes ?? resumed?.notes),
    tags: start.tags.length > 0 ? start.tags : (resumed?.tags ?? []),
    ...hostOf(start),
    startTime: protoTime(startedAt),
    ...(resumed === undefined
      ? {}
      : { resumed: true, startingStep: resumed.startingStep, runtime: Math.floor(resumed.runtime) }),
    ...(mustResume ? { mustResume: true } : {}),
    telemetry: { cliVersion: `taffrail ${SDK_VERSION}`, platform: platformName().toLowerCase() },
  };
}
