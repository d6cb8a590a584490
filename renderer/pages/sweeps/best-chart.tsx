import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { SweepDetail } from '#shared/api';
import { formatNumber, runHref } from '#shared/units';
import { bestSoFar, scaleOf, type Step } from './best-so-far.ts';
import styles from './best-chart.module.css';
import { strings } from './strings.ts';

const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;

/** Each run's value as a dot, in the order of the trials, and the best until there as a stepped line. */
export function BestChart({ sweep }: { readonly sweep: SweepDetail }): ReactElement {
  const { metric } = sweep.summary;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [shown, setShown] = useState<Step | undefined>(undefined);
  const steps = metric === undefined ? [] : bestSoFar(sweep.trials, metric.goal);
  const record = steps.filter((step) => step.isRecord).at(-1);
  const told = shown ?? record;
  return (
    <div ref={box} className={styles.box}>
      {told === undefined ? (
        <p className={styles.none}>{metric === undefined ? strings.noMetric : strings.noValues(metric.name)}</p>
      ) : (
        <>
          <p className={styles.told}>
            <strong>{formatNumber(told.value, 5)}</strong>
            <span>{told.trial.displayName}</span>
            {told.trial.number > 0 ? <span>{strings.trial(told.trial.number)}</span> : undefined}
          </p>
          {width === 0 ? undefined : (
            <Drawing sweep={sweep} steps={steps} width={width} onShow={(step) => setShown(step)} />
          )}
        </>
      )}
    </div>
  );
}

interface DrawingProps {
  readonly sweep: SweepDetail;
  readonly steps: readonly Step[];
  readonly width: number;
  readonly onShow: (step: Step | undefined) => void;
}

function Drawing({ sweep, steps, width, onShow }: DrawingProps): ReactElement {
  const scale = scaleOf(steps.map((step) => step.value));
  const last = Math.max(1, steps.length - 1);
  const xOf = (i: number): number => LEFT + 8 + (i / last) * (width - LEFT - RIGHT - 16);
  const yOf = (value: number): number => TOP + (1 - scale.at(value)) * (HEIGHT - TOP - BOTTOM);
  const line = steps.map(({ best }, i) => (i === 0 ? `M${xOf(0)} ${yOf(best)}` : `H${xOf(i)}V${yOf(best)}`)).join('');
  const label = `${strings.best}: ${sweep.summary.metric?.name ?? ''}`;
  return (
    <svg className={styles.chart} width={width} height={HEIGHT} role="group" aria-label={label}>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={LEFT} x2={width - RIGHT} y1={yOf(tick)} y2={yOf(tick)} />
          <text className={styles.tick} x={LEFT - 8} y={yOf(tick)} dy="0.32em" textAnchor="end">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      <path className={styles.line} d={line} />
      {steps.map((step, i) => (
        <Link
          key={step.trial.run}
          href={runHref({ ...sweep.summary.project, run: step.trial.run })}
          onPointerEnter={() => onShow(step)}
          onPointerLeave={() => onShow(undefined)}
          onFocus={() => onShow(step)}
          onBlur={() => onShow(undefined)}
          aria-label={`${step.trial.displayName}: ${formatNumber(step.value, 5)}`}
        >
          <circle className={styles.reach} cx={xOf(i)} cy={yOf(step.value)} r={9} />
          <circle
            className={styles.dot}
            data-record={step.isRecord ? '' : undefined}
            data-open={step.trial.state === 'running' ? '' : undefined}
            cx={xOf(i)}
            cy={yOf(step.value)}
            r={step.isRecord ? 4.5 : 3.5}
          />
        </Link>
      ))}
      <text className={styles.tick} x={xOf(0)} y={HEIGHT - 6}>
        {steps[0] === undefined || steps[0].trial.number === 0 ? '' : strings.trial(steps[0].trial.number)}
      </text>
      {steps.length < 2 ? undefined : (
        <text className={styles.tick} x={xOf(last)} y={HEIGHT - 6} textAnchor="end">
          {strings.trial(steps.at(-1)?.trial.number ?? 0)}
        </text>
      )}
    </svg>
  );
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
