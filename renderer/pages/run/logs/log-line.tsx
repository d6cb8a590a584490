import { memo, useState, type CSSProperties, type ReactElement } from 'react';
import type { LogLine } from '#shared/api';
import { cx } from '#ui/widgets';
import { foldLine } from './fold.ts';
import styles from './logs.module.css';
import { toSpans, type LogSpan } from './spans.ts';
import { strings } from '../strings.ts';

export interface LogLineRowProps {
  readonly line: LogLine;
  readonly needle: string;
  readonly isCurrent: boolean;
  readonly hasTime: boolean;
  readonly isWrapped: boolean;
}

const pad = (n: number, digits = 2): string => String(n).padStart(digits, '0');

/** One console line: number, time, coloured text; a folded progress bar opens by its count. */
export const LogLineRow = memo(function LogLineRow({ line, needle, isCurrent, hasTime, isWrapped }: LogLineRowProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const folded = foldLine(line.text);
  return (
    <div
      className={styles.line}
      data-stream={line.stream}
      data-current={isCurrent ? '' : undefined}
      data-wrapped={isWrapped ? '' : undefined}
    >
      <span className={styles.number}>{line.number + 1}</span>
      {hasTime ? <span className={styles.time}>{line.at === undefined ? '' : clockOf(line.at)}</span> : undefined}
      {line.label === undefined ? undefined : <span className={styles.label}>{line.label}</span>}
      <span className={styles.text}>
        {isUnfolded
          ? folded.earlier.map((text, i) => (
              <span key={i} className={styles.earlier}>
                {text}
              </span>
            ))
          : undefined}
        {toSpans(folded.text, needle).map((span, i) => (
          <Span key={i} span={span} />
        ))}
        {folded.earlier.length === 0 ? undefined : (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isUnfolded}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            {isUnfolded ? strings.foldEarlier : strings.earlier(folded.earlier.length)}
          </button>
        )}
      </span>
    </div>
  );
});

function Span({ span }: { readonly span: LogSpan }): ReactElement {
  const isNamed = (color: string | undefined): color is string => color !== undefined && !color.startsWith('rgb');
  const style: CSSProperties = {
    ...(span.ink !== undefined && !isNamed(span.ink) ? { color: span.ink } : {}),
    ...(span.ground !== undefined && !isNamed(span.ground) ? { backgroundColor: span.ground } : {}),
  };
  const look = cx(
    isNamed(span.ink) && styles[`ink-${span.ink}`],
    isNamed(span.ground) && styles[`ground-${span.ground}`],
    span.isBold && styles.bold,
    span.isDim && styles.dim,
    span.isItalic && styles.italic,
    span.isUnderlined && styles.underlined,
  );
  if (span.isMatch) return <mark className={cx(styles.match, look)}>{span.text}</mark>;
  return (
    <span className={look} style={style}>
      {span.text}
    </span>
  );
}

function clockOf(at: number): string {
  const time = new Date(at);
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
}
