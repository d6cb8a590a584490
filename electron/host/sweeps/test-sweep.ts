import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '#host/base';
import {
  appendLines,
  closeWritable,
  ensureStream,
  findRun,
  openWritable,
  runInTransaction,
  type RunRow,
  setRunState,
  upsertRun,
  type WriteContext,
} from '#host/store';
import type { UnixMs } from '#shared/units';
import { type AgentCommand, createAgent, heartbeat } from './agents.ts';
import { findSweep, type SweepRow } from './rows.ts';
import { createSweep, type SweepInput } from './upsert.ts';

/** A real store with sweeps on it; agents are played by the test. */
export interface SweepBench {
  /** Wall clock, ms; moved by assigning. */
  now: number;
  write<T>(work: (ctx: WriteContext) => T): T;
  sweep(config: string, input?: Omit<SweepInput, 'config'>): SweepRow;
  again(sweep: SweepRow): SweepRow;
  agent(sweep: SweepRow): number;
  beat(agent: number, ...running: readonly string[]): readonly AgentCommand[];
  /** The run as a client begins it. */
  start(name: string): void;
  /** Logs losses, one history line each, and the last one as the summary. */
  log(name: string, losses: readonly number[], key?: string): void;
  end(name: string, exitCode?: number): void;
  run(name: string): RunRow | undefined;
  /** Closes the store and opens it again, as a restart of the host does. */
  reopen(): void;
  close(): void;
}

const PROJECT = { entity: 'e', project: 'p' } as const;

export function openSweepBench(): SweepBench {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-sweeps-'));
  const clock = (): UnixMs => bench.now as UnixMs;
  const open = (): ReturnType<typeof openWritable> =>
    openWritable(dataPaths(root), () => Date.UTC(2026, 0, 1) as UnixMs);
  let db = open();
  const runAt = (name: string): RunRow | undefined => findRun(db, { ...PROJECT, run: name });
  const sure = (name: string): RunRow => {
    const run = runAt(name);
    if (run === undefined) throw new Error(`no run ${name}`);
    return run;
  };
  const upsert = (ctx: WriteContext, name: string, summary?: string): void =>
    void upsertRun(ctx, {
      path: { ...PROJECT, run: name },
      username: 'ada',
      ...(summary === undefined ? {} : { summary }),
    });
  const bench: SweepBench = {
    now: Date.UTC(2026, 0, 2),
    write: (work) => runInTransaction(db, clock, work).result,
    sweep: (config, input = {}) => bench.write((ctx) => createSweep(ctx, PROJECT, 'ada', { config, ...input }).sweep),
    again: (sweep) => findSweep(db, sweep.projectId, sweep.name) ?? sweep,
    agent: (sweep) => bench.write((ctx) => createAgent(ctx, bench.again(sweep), 'box').id),
    beat: (agent, ...running) => bench.write((ctx) => heartbeat(ctx, agent, new Set(running))),
    start: (name) => bench.write((ctx) => upsert(ctx, name)),
    log: (name, losses, key = 'loss') =>
      bench.write((ctx) => {
        const stream = ensureStream(ctx, sure(name), 'history');
        const lines = losses.map((loss, i) => JSON.stringify({ _step: stream.lineCount + i, [key]: loss }));
        appendLines(ctx, stream, stream.lineCount, lines);
        upsert(ctx, name, JSON.stringify({ [key]: losses.at(-1) }));
      }),
    end: (name, exitCode = 0) =>
      bench.write((ctx) => setRunState(ctx, sure(name), exitCode === 0 ? 'finished' : 'failed', '', { exitCode })),
    run: runAt,
    reopen() {
      closeWritable(db);
      db = open();
    },
    close() {
      closeWritable(db);
      rmSync(root, { recursive: true });
    },
  };
  return bench;
}

/** The run that a command hands out. */
export function runOfCommand(commands: readonly AgentCommand[]): {
  readonly id: string;
  readonly args: Record<string, { value: unknown }>;
} {
  const [command] = commands;
  if (command === undefined || command.type === 'stop' || command.type === 'exit') {
    throw new Error(`no run was handed out: ${JSON.stringify(commands)}`);
  }
  return { id: command.runId, args: JSON.parse(command.argsJson) as Record<string, { value: unknown }> };
}
