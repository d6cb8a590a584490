import { TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { runHref, type ProjectPath } from '#shared/units';
import { highlight } from '#ui/charts';
import type { NumberFormat } from '../columns/axis-of.ts';
import type { ScalarConfig } from './config.ts';
import styles from './scalar.module.css';
import type { Delta, Scalar } from './series.ts';
import { strings } from './strings.ts';
import { asideOf, deltaWords } from './words.ts';

export interface ScalarCardProps {
  readonly project: ProjectPath;
  readonly scalar: Scalar;
  readonly format: NumberFormat;
  readonly center: ScalarConfig['center'];
}

/** One number: whose it is, what stands beside it, and how far it is from the baseline. A run's card leads to the run. */
export function ScalarCard({ project, scalar, format, center }: ScalarCardProps): ReactElement {
  const { id, label, color, isRun, isBaseline, value, words, delta } = scalar;
  const content = (
    <>
      <span className={styles.name}>
        <span className={styles.dot} style={{ background: color }} />
        <span className={styles.label}>{label}</span>
        {isBaseline ? <span className={styles.baseline}>{strings.baseline}</span> : undefined}
      </span>
      <span className={styles.number} title={value === undefined ? words : String(value)}>
        {words}
      </span>
      {delta === undefined ? undefined : <DeltaLine delta={delta} format={format} />}
      <span className={styles.aside}>
        {asideOf(scalar, format, center).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </span>
    </>
  );
  return (
    <div
      role="listitem"
      className={styles.item}
      onPointerEnter={() => highlight.getState().set(id)}
      onPointerLeave={() => highlight.getState().set(undefined)}
    >
      <Frame href={isRun ? runHref({ ...project, run: id }) : undefined}>{content}</Frame>
    </div>
  );
}

function Frame({ href, children }: { readonly href: string | undefined; readonly children: ReactNode }): ReactElement {
  if (href === undefined) return <div className={styles.card}>{children}</div>;
  return (
    <Link href={href} className={styles.card}>
      {children}
    </Link>
  );
}

/** The difference with an arrow for its sign, and in words and colour whether that is good. */
function DeltaLine({ delta, format }: { readonly delta: Delta; readonly format: NumberFormat }): ReactElement {
  const { difference, isBetter } = delta;
  const Icon = difference > 0 ? TrendingUp : TrendingDown;
  const verdict = isBetter === undefined ? undefined : isBetter ? strings.isBetter : strings.isWorse;
  return (
    <span className={styles.delta} data-verdict={verdict}>
      {difference === 0 ? undefined : <Icon size={13} aria-hidden />}
      {deltaWords(delta, format)}
      {verdict === undefined ? undefined : <span className={styles.verdict}>{verdict}</span>}
    </span>
  );
}
