import type { ReactElement, ReactNode } from 'react';
import type { MachineGpu, MachineState } from '#shared/api';
import { formatBytes, formatNumber } from '#shared/units';
import { cx } from '#ui/widgets';
import styles from './machine.module.css';
import { strings } from './strings.ts';

type Values = MachineState['values'];

/** A share of 100 as a bar; of what can run out, colour and number say when it gets tight. */
export function Meter({
  label,
  percent,
  text,
  isScarce = true,
}: {
  readonly label: string;
  readonly percent: number | undefined;
  readonly text: string;
  /** False for use that is best when it is high. */
  readonly isScarce?: boolean;
}): ReactElement {
  const share = percent === undefined ? 0 : Math.min(100, Math.max(0, percent));
  return (
    <div className={styles.meter}>
      <div className={styles.meterHead}>
        <span className={styles.meterName} title={label}>
          {label}
        </span>
        <span className={styles.meterText}>{text}</span>
        <span className={styles.meterPercent}>{percentText(percent)}</span>
      </div>
      <div
        className={cx(
          styles.track,
          isScarce && share >= 95 && styles.full,
          isScarce && share >= 80 && share < 95 && styles.tight,
        )}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
      >
        <div className={styles.fill} style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

export function Card({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.cardHead}>
        <h2 className={styles.cardTitle}>{title}</h2>
        {note === undefined ? undefined : (
          <span className={styles.cardNote} title={note}>
            {note}
          </span>
        )}
      </header>
      {children}
    </section>
  );
}

function Fact({
  name,
  text,
  tip,
}: {
  readonly name: string;
  readonly text: string;
  readonly tip?: string;
}): ReactElement {
  return (
    <div className={styles.fact} title={tip}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

export function CpuCard({ state }: { readonly state: MachineState }): ReactElement {
  const { values, facts } = state;
  const cores = instances(values, 'cpu.core');
  const loads = ['1 min', '5 min', '15 min'].map((span) => values[`load:${span}`]);
  const limit = facts.limits?.cpuCores;
  return (
    <Card title={strings.cpu} note={facts.cpuModel}>
      <Meter
        label={facts.coreCount === undefined ? strings.use : strings.cores(facts.coreCount)}
        percent={values.cpu}
        text=""
        isScarce={false}
      />
      {cores.length === 0 ? undefined : (
        <div className={styles.cores} role="list">
          {cores.map(([core, percent]) => (
            <div
              key={core}
              role="listitem"
              className={styles.core}
              title={strings.core(core, percentText(percent))}
              aria-label={strings.core(core, percentText(percent))}
            >
              <div style={{ height: `${percent}%` }} />
            </div>
          ))}
        </div>
      )}
      {limit === undefined ? undefined : (
        <Meter label={strings.limits} percent={values['container.cpu']} text={strings.limitedCores(limit)} />
      )}
      {loads.some((load) => load === undefined) ? undefined : (
        <dl className={styles.facts}>
          <Fact
            name={strings.load}
            text={loads.map((load) => (load ?? 0).toFixed(2)).join(' · ')}
            tip={strings.loadTip}
          />
        </dl>
      )}
    </Card>
  );
}

export function MemoryCard({ state }: { readonly state: MachineState }): ReactElement {
  const { values, facts } = state;
  const limit = facts.limits?.memoryBytes;
  return (
    <Card title={strings.memory}>
      <Meter label={strings.memory} percent={values.memory} text={usedOf(values['memory.used'], facts.memoryBytes)} />
      {values.swap === undefined ? undefined : (
        <Meter label={strings.swap} percent={values.swap} text={usedOf(values['swap.used'], facts.swapBytes)} />
      )}
      {limit === undefined ? undefined : (
        <Meter label={strings.limits} percent={values['container.memory']} text={formatBytes(limit)} />
      )}
    </Card>
  );
}

export function DiskCard({ state }: { readonly state: MachineState }): ReactElement | undefined {
  const { values, facts } = state;
  const disks = facts.disks ?? [];
  const reads = sumOf(values, 'disk.read');
  const writes = sumOf(values, 'disk.write');
  if (disks.length === 0 && reads === undefined) return undefined;
  return (
    <Card title={strings.disks}>
      {disks.map(({ mount, sizeBytes }) => (
        <Meter
          key={mount}
          label={mount}
          percent={values[`disk:${mount}`]}
          text={usedOf(values[`disk.used:${mount}`], sizeBytes)}
        />
      ))}
      <dl className={styles.facts}>
        {reads === undefined ? undefined : <Fact name={strings.read} text={rateText(reads)} />}
        {writes === undefined ? undefined : <Fact name={strings.written} text={rateText(writes)} />}
      </dl>
    </Card>
  );
}

export function NetworkCard({ state }: { readonly state: MachineState }): ReactElement | undefined {
  const received = instances(state.values, 'network.received');
  if (received.length === 0) return undefined;
  return (
    <Card title={strings.network}>
      {received.map(([name, rate]) => (
        <dl key={name} className={styles.facts}>
          <Fact name={`${name} · ${strings.received}`} text={rateText(rate)} />
          <Fact name={strings.sent} text={rateText(state.values[`network.sent:${name}`] ?? 0)} />
        </dl>
      ))}
    </Card>
  );
}

export function TemperatureCard({ state }: { readonly state: MachineState }): ReactElement | undefined {
  const sensors = instances(state.values, 'temperature');
  if (sensors.length === 0) return undefined;
  return (
    <Card title={strings.temperatures}>
      <dl className={styles.facts}>
        {sensors.map(([sensor, degrees]) => (
          <Fact key={sensor} name={sensor} text={`${formatNumber(degrees, 3)} °C`} />
        ))}
      </dl>
    </Card>
  );
}

export function GpuCard({ gpu, values }: { readonly gpu: MachineGpu; readonly values: Values }): ReactElement {
  const { id, memoryBytes, powerLimitWatts: limit } = gpu;
  const at = (kind: string): number | undefined => values[`${kind}:${id}`];
  const power = at('gpu.power');
  const facts: readonly (readonly [string, string | undefined])[] = [
    [strings.power, power === undefined ? undefined : watts(power, limit)],
    [strings.temperature, withUnit(at('gpu.temperature'), '°C')],
    [strings.clock, withUnit(at('gpu.clock'), 'MHz')],
    [strings.memoryClock, withUnit(at('gpu.memory.clock'), 'MHz')],
    [strings.fan, withUnit(at('gpu.fan'), '%')],
    [strings.slices, gpu.slices?.join(', ')],
  ];
  const note = gpu.driver === undefined ? gpu.name : `${gpu.name} · ${strings.driver(gpu.driver)}`;
  return (
    <Card title={`${strings.gpu} ${id}`} note={note}>
      {at('gpu') === undefined ? undefined : <Meter label={strings.use} percent={at('gpu')} text="" isScarce={false} />}
      {at('gpu.memory.used') === undefined ? undefined : (
        <Meter label={strings.memory} percent={at('gpu.memory')} text={usedOf(at('gpu.memory.used'), memoryBytes)} />
      )}
      <dl className={styles.facts}>
        {facts.map(([name, text]) => (text === undefined ? undefined : <Fact key={name} name={name} text={text} />))}
      </dl>
      {gpu.note === undefined ? undefined : <p className={styles.note}>{gpu.note}</p>}
    </Card>
  );
}

/** Instances of a kind with their values, in the order people count. */
function instances(values: Values, kind: string): (readonly [name: string, value: number])[] {
  return Object.entries(values)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([key, value]) => [key.slice(kind.length + 1), value] as const)
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function sumOf(values: Values, kind: string): number | undefined {
  const all = instances(values, kind);
  return all.length === 0 ? undefined : all.reduce((sum, [, value]) => sum + value, 0);
}

function percentText(percent: number | undefined): string {
  return percent === undefined ? '–' : `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
}

function usedOf(used: number | undefined, total: number | undefined): string {
  if (used === undefined) return '';
  return total === undefined || total === 0 ? formatBytes(used) : strings.of(formatBytes(used), formatBytes(total));
}

function rateText(rate: number): string {
  return `${formatBytes(rate)}/s`;
}

function withUnit(value: number | undefined, unit: string): string | undefined {
  return value === undefined ? undefined : `${formatNumber(value, 4)} ${unit}`;
}

function watts(power: number, limit: number | undefined): string {
  const text = `${Math.round(power)} W`;
  return limit === undefined ? text : strings.of(text, `${Math.round(limit)} W`);
}
