import type { ApiValue, RunDetail } from '#shared/api';
import { formatBytes, formatDuration, runHref } from '#shared/units';
import { exactTime, withLocalTimes } from '../../time.ts';

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
    { name: 'Run id', text: head.path.run, isCode: true },
    { name: 'Path', text: `${head.path.entity}/${head.path.project}/${head.path.run}`, isCode: true },
    {
      name: 'State',
      text: head.stateReason === '' ? head.state : `${head.state}, ${withLocalTimes(head.stateReason)}`,
    },
    { name: 'Started', text: exactTime(head.createdAt), copy: new Date(head.createdAt).toISOString() },
    { name: 'Ended', text: head.finishedAt === undefined ? '' : exactTime(head.finishedAt) },
    { name: 'Runtime', text: runtimeOf(detail) },
    { name: 'Tracked time', text: formatDuration(head.durationMs) },
    { name: 'Author', text: head.username },
    { name: 'Group', text: head.group ?? '' },
    { name: 'Job type', text: head.jobType ?? '' },
    { name: 'Sweep', text: head.sweep ?? '' },
    { name: 'Host', text: head.host ?? meta('host') },
    { name: 'Operating system', text: meta('os') },
    {
      name: 'Python',
      text: [detail.pythonVersion ?? meta('python'), meta('executable')].filter((one) => one !== '').join('  '),
    },
    { name: 'Command', text: commandOf(detail), isCode: true },
    { name: 'Git remote', text: detail.gitRemote ?? '', isCode: true },
    { name: 'Git commit', text: detail.gitCommit ?? '', isCode: true },
    ...(patches.length === 0
      ? []
      : [{ name: 'Not committed', text: patches.join(', '), isCode: true, href: `${runHref(head.path)}/code` }]),
    { name: 'Hardware', text: hardwareOf(metadata) },
    { name: 'Client', text: clientOf(detail) },
    {
      name: 'History',
      text: historyOf(detail),
    },
    { name: 'Size on disk', text: formatBytes(detail.sizeBytes) },
    { name: 'Exit code', text: detail.exitCode === undefined ? '' : String(detail.exitCode) },
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
  if (count === 0) return 'nothing logged';
  const rows = `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`;
  return `${rows}, last step ${head.lastStep.toLocaleString('en-US')}`;
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
      `${cpus} CPU ${cpus === 1 ? 'core' : 'cores'}${typeof threads === 'number' && threads !== cpus ? ` (${threads} threads)` : ''}`,
    );
  const memory = numberIn(metadata['memory'], 'total');
  if (memory !== undefined) parts.push(`${formatBytes(memory)} memory`);
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
