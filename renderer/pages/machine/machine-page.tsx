import { useMemo, useState, type ReactElement } from 'react';
import type { MachineState } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatBytes } from '#shared/units';
import { useMachine, useMachineSeries } from '#ui/data';
import { cx, EmptyState, ErrorNotice, SegmentedControl, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { FigureGrid } from './figure-grid.tsx';
import { figuresOf } from './figures.ts';
import { CpuCard, DiskCard, GpuCard, MemoryCard, NetworkCard, TemperatureCard } from './gauges.tsx';
import styles from './machine.module.css';
import { ProcessTable } from './process-table.tsx';
import { Sampling } from './sampling.tsx';
import { strings } from './strings.ts';

const HOUR_MS = 3_600_000;
const RANGES = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS, '30d': 720 * HOUR_MS } as const;
type RangeName = keyof typeof RANGES;
/** About one for each two pixels of a chart. */
const BUCKETS = 360;
const LEAST_SPAN_S = 60;

/** `/machine`: what the machine does now and did before, with or without a run. */
export function MachinePage(): ReactElement {
  const machine = useMachine();
  const state = machine.data;
  const problem = machine.error === null ? undefined : asProblem(machine.error).toData();
  return (
    <div className={cx(page.page, styles.page)}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={page.title}>{strings.title}</h1>
          {state === undefined ? (
            <Skeleton width="16rem" />
          ) : (
            <p className={page.lead}>
              <strong>{state.host}</strong> · {state.system}
            </p>
          )}
        </div>
        {state === undefined ? undefined : <Sampling settings={state.settings} />}
      </header>
      {problem === undefined ? undefined : (
        <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void machine.refetch()} />
      )}
      {state === undefined ? undefined : (
        <>
          <Gauges state={state} />
          <Processes state={state} />
          <History state={state} />
          <Missing state={state} />
        </>
      )}
    </div>
  );
}

function Gauges({ state }: { readonly state: MachineState }): ReactElement {
  if (state.sampledAt === undefined) return <p className={page.lead}>{strings.waiting}</p>;
  return (
    <section className={styles.cards} aria-label={strings.now}>
      {(state.facts.gpus ?? []).map((gpu) => (
        <GpuCard key={gpu.id} gpu={gpu} values={state.values} />
      ))}
      <CpuCard state={state} />
      <MemoryCard state={state} />
      <DiskCard state={state} />
      <NetworkCard state={state} />
      <TemperatureCard state={state} />
    </section>
  );
}

function Processes({ state }: { readonly state: MachineState }): ReactElement | undefined {
  if ((state.facts.gpus ?? []).length === 0) return undefined;
  const processes = state.facts.gpuProcesses ?? [];
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{strings.processes}</h2>
      {processes.length === 0 ? (
        <p className={page.quiet}>{strings.noProcesses}</p>
      ) : (
        <ProcessTable
          heads={[
            { text: strings.gpu },
            { text: strings.process },
            { text: strings.pid, isNumber: true },
            { text: strings.memory, isNumber: true },
          ]}
          rows={processes.map(({ gpu, pid, name, memoryBytes }) => ({
            id: `${gpu} ${pid}`,
            cells: [gpu, name, String(pid), memoryBytes === undefined ? '–' : formatBytes(memoryBytes)],
          }))}
        />
      )}
    </section>
  );
}

function History({ state }: { readonly state: MachineState }): ReactElement {
  const [range, setRange] = useState<RangeName>('1h');
  const names = Object.keys(state.values).sort().join('\n');
  const figures = useMemo(() => figuresOf(names === '' ? [] : names.split('\n')), [names]);
  const keys = useMemo(() => figures.flatMap((figure) => figure.keys), [figures]);
  const span = useMemo(() => ({ kind: 'last', spanMs: RANGES[range] }) as const, [range]);
  const series = useMachineSeries(keys, span, BUCKETS);
  const lines = series.data ?? [];
  // The end of the axis is that of the data, so that it moves when they do and not between.
  const end = lines.reduce((latest, line) => Math.max(latest, line.x.at(-1) ?? 0), 0);
  // What was before the first start is no empty chart.
  const start = lines.reduce((earliest, line) => Math.min(earliest, line.x[0] ?? Infinity), Infinity);
  const problem = series.error === null ? undefined : asProblem(series.error).toData();
  return (
    <section className={page.section}>
      <div className={styles.historyHead}>
        <h2>{strings.history}</h2>
        <SegmentedControl
          label={strings.range}
          value={range}
          onValue={setRange}
          items={(Object.keys(RANGES) as RangeName[]).map((value) => ({ value, label: strings.ranges[value] }))}
        />
      </div>
      {problem === undefined ? undefined : (
        <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void series.refetch()} />
      )}
      {series.data === undefined && problem === undefined ? (
        <Skeleton width="100%" height="14rem" />
      ) : lines.length === 0 ? (
        <EmptyState title={strings.noHistory}>{strings.noHistoryText}</EmptyState>
      ) : (
        <FigureGrid
          key={range}
          figures={figures}
          lines={lines}
          xKind="time"
          axis="machine"
          axisLabel={strings.axis}
          offset={0}
          range={[Math.min(end - LEAST_SPAN_S, Math.max(end - RANGES[range] / 1000, start)), end]}
        />
      )}
    </section>
  );
}

/** What is not there, and why. */
function Missing({ state }: { readonly state: MachineState }): ReactElement | undefined {
  const probes = state.probes.filter((probe) => probe.reason !== undefined);
  if (probes.length === 0) return undefined;
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{strings.missing}</h2>
      <ul className={cx(page.card, styles.missing)}>
        {probes.map(({ id, title, reason, state: condition }) => (
          <li key={id}>
            <span className={styles.missingName}>
              {title}
              {condition === 'failing' ? <span className={styles.failing}>{strings.failing}</span> : undefined}
            </span>
            <span className={styles.reason}>{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
