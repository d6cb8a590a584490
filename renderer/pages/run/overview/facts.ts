import type { ApiValue, RunDetail } from '#shared/api';
import { formatBytes, formatDuration, runHref } from '#shared/units';
import { exactTime, withLocalTimes } from '../../time.ts';
import { strings } from '../strings.ts';

const names = strings.facts;

/** One line about a run. */
export interface Fact {
  readonly name: string;
  readonly text: string;
  /** What is copied; the text when left out. */
  readonly copy?: string;
  readonly isCode?: boolean;
  /** A page that shows it. */
  readonly href?: string;
}

/**
 * What is known of a run's start, place and program; lines without a value are left out. `patches`: names of its files
 * that hold what was not committed.
 */
export function factsOf(detail: RunDetail, patches: readonly string[] = []): Fact[] {
  const { head, metadata } = detail;
  const meta = (name: string): string => plain(metadata[name]);
  const facts: Fact[] = [
    { name: names.id, text: head.path.run, isCode: true },
    { name: names.path, text: `${head.path.entity}/${head.path.project}/${head.path.run}`, isCode: true },
    {
      name: names.state,
      text: head.stateReason === '' ? head.state : `${head.state}, ${withLocalTimes(head.stateReason)}`,
    },
    { name: names.started, text: exactTime(head.createdAt), copy: new Date(head.createdAt).toISOString() },
    { name: names.ended, text: head.finishedAt === undefined ? '' : exactTime(head.finishedAt) },
    { name: names.runtime, text: runtimeOf(detail) },
    { name: names.tracked, text: formatDuration(head.durationMs) },
    { name: names.author, text: head.username },
    { name: names.group, text: head.group ?? '' },
    { name: names.jobType, text: head.jobType ?? '' },
    { name: names.sweep, text: head.sweep ?? '' },
    { name: names.host, text: head.host ?? meta('host') },
    { name: names.os, text: meta('os') },
    {
      name: names.python,
      text: [detail.pythonVersion ?? meta('python'), meta('executable')].filter((one) => one !== '').join('  '),
    },
    { name: names.command, text: commandOf(detail), isCode: true },
    { name: names.gitRemote, text: detail.gitRemote ?? '', isCode: true },
    { name: names.gitCommit, text: detail.gitCommit ?? '', isCode: true },
    ...(patches.length === 0
      ? []
      : [{ name: names.notCommitted, text: patches.join(', '), isCode: true, href: `${runHref(head.path)}/code` }]),
    { name: names.hardware, text: hardwareOf(metadata) },
    { name: names.client, text: clientOf(detail) },
    {
      name: names.history,
      text: historyOf(detail),
    },
    { name: names.size, text: formatBytes(detail.sizeBytes) },
    { name: names.exitCode, text: detail.exitCode === undefined ? '' : String(detail.exitCode) },
  ];
  return facts.filter((fact) => fact.text !== '');
}

/** From the start to the end, or to the last sign; breaks between resumes are part of it, unlike in the tracked time. */
function runtimeOf({ head }: RunDetail): string {
  const endedAt = head.finishedAt ?? head.heartbeatAt;
  return endedAt > head.createdAt ? formatDuration(endedAt - head.createdAt) : '';
}

/** The SDK says its own name, the Python client only its version. */
function clientOf({ clientVersion: version }: RunDetail): string {
  if (version === undefined) return '';
  return /^\d/.test(version) ? `wandb ${version}` : version;
}

function historyOf({ historyLineCount: count, head }: RunDetail): string {
  if (count === 0) return strings.nothingLogged;
  return strings.rowsLogged(count, head.lastStep);
}

function commandOf({ program, metadata }: RunDetail): string {
  const name = program ?? plain(metadata['program']);
  const args = metadata['args'];
  if (name === '') return '';
  return ['python', name, ...(Array.isArray(args) ? args.map(plain) : [])].join(' ');
}

function hardwareOf(metadata: RunDetail['metadata']): string {
  const parts: string[] = [];
  const cpus = metadata['cpu_count'];
  const threads = metadata['cpu_count_logical'];
  if (typeof cpus === 'number')
    parts.push(
      `${strings.cores(cpus)}${typeof threads === 'number' && threads !== cpus ? ` (${strings.threads(threads)})` : ''}`,
    );
  const memory = numberIn(metadata['memory'], 'total');
  if (memory !== undefined) parts.push(strings.memory(formatBytes(memory)));
  const gpu = plain(metadata['gpu']);
  const gpuCount = metadata['gpu_count'];
  if (gpu !== '') parts.push(typeof gpuCount === 'number' && gpuCount > 1 ? `${gpuCount} × ${gpu}` : gpu);
  return parts.join(', ');
}

/** The client writes byte counts as texts of digits. */
function numberIn(value: ApiValue | undefined, key: string): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const one = Number((value as Readonly<Record<string, ApiValue>>)[key]);
  return Number.isFinite(one) && one > 0 ? one : undefined;
}

function plain(value: ApiValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
