import { Cpu } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { GpuUse } from '#shared/api';
import { formatBytes, formatDuration, type RunPath } from '#shared/units';
import { useMachine, useMachineOfRun, useMachineSeries } from '#ui/data';
import { FigureGrid } from './figure-grid.tsx';
import { figuresOf } from './figures.ts';
import styles from './machine.module.css';
import { ProcessTable } from './process-table.tsx';
import { strings } from './strings.ts';

const BUCKETS = 360;
/** A run of seconds still gets a chart that can be read. */
const LEAST_SPAN_S = 10;

/** What this machine measured itself while a run went on, on the run's own time; nothing for runs of other machines. */
export function MachineBesideRun({
  path,
  isLive,
}: {
  readonly path: RunPath;
  readonly isLive: boolean;
}): ReactElement | undefined {
  const machine = useMachineOfRun(path, isLive).data;
  const host = useMachine().data?.host ?? '';
  const names = machine?.keys.join('\n') ?? '';
  const figures = useMemo(() => figuresOf(names === '' ? [] : names.split('\n')), [names]);
  const keys = useMemo(() => figures.flatMap((figure) => figure.keys), [figures]);
  const from = machine?.startedAt ?? 0;
  const to = machine?.endedAt ?? 0;
  const span = useMemo(() => ({ kind: 'between', from, to }) as const, [from, to]);
  const series = useMachineSeries(keys, span, BUCKETS, machine?.isHere === true);
  const lines = series.data ?? [];
  if (machine?.isHere !== true || (lines.length === 0 && machine.gpuUses.length === 0)) return undefined;
  const drawn = figures.filter((figure) => lines.some((line) => figure.keys.includes(line.request)));
  return (
    <section className={styles.beside} aria-label={strings.thisMachine}>
      <header className={styles.besideHead}>
        <h2>
          <Cpu size={15} aria-hidden />
          {strings.thisMachine}
        </h2>
        <p>{strings.besideNote(host)}</p>
      </header>
      <FigureGrid
        figures={drawn}
        lines={lines}
        xKind="duration"
        axis="_runtime"
        axisLabel={strings.runAxis}
        offset={from / 1000}
        range={[0, Math.max(LEAST_SPAN_S, (to - from) / 1000)]}
      />
      {machine.gpuUses.length === 0 ? undefined : <AlsoUsed uses={machine.gpuUses} startedAt={from} />}
    </section>
  );
}

function AlsoUsed({ uses, startedAt }: { readonly uses: readonly GpuUse[]; readonly startedAt: number }): ReactElement {
  const since = (at: number): string => formatDuration(Math.max(0, at - startedAt));
  return (
    <>
      <header className={styles.besideHead}>
        <h2>{strings.alsoUsed}</h2>
        <p>{strings.alsoUsedNote}</p>
      </header>
      <ProcessTable
        heads={[
          { text: strings.gpu },
          { text: strings.process },
          { text: strings.pid, isNumber: true },
          { text: strings.from, isNumber: true },
          { text: strings.until, isNumber: true },
          { text: strings.mostMemory, isNumber: true },
        ]}
        rows={uses.map((use) => ({
          id: `${use.gpu} ${use.pid} ${use.firstAt}`,
          cells: [
            use.gpu,
            use.name,
            String(use.pid),
            since(use.firstAt),
            since(use.lastAt),
            use.mostMemoryBytes === undefined ? '–' : formatBytes(use.mostMemoryBytes),
          ],
        }))}
      />
    </>
  );
}
