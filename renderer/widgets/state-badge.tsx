import type { ReactElement, ReactNode } from 'react';
import { cx } from './classes.ts';
import styles from './state-badge.module.css';
import { strings } from './strings.ts';

export type StateName =
  | 'running'
  | 'finished'
  | 'failed'
  | 'crashed'
  | 'killed'
  | 'pending'
  | 'preempting'
  | 'preempted';

/** State words, one place for all pages. */
export const STATE_WORDS: Readonly<Record<StateName, string>> = strings.states;

const STROKE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.75,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

// Eight silhouettes that differ without colour: rotor, tick, cross, bolt, square, hollow ring, bars.
const SHAPES: Readonly<Record<StateName, ReactNode>> = {
  running: (
    <g {...STROKE} strokeWidth={2}>
      <path d="M8 2a6 6 0 0 1 6 6" />
      <path d="M8 14a6 6 0 0 1-6-6" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />
    </g>
  ),
  finished: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" opacity="0.16" />
      <path d="M4.8 8.3l2.2 2.2 4.3-4.7" {...STROKE} />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" opacity="0.16" />
      <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {...STROKE} />
    </>
  ),
  crashed: (
    <>
      <path d="M8 1.4L15 14H1z" fill="currentColor" opacity="0.18" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6v3.6M8 11.9v.1" {...STROKE} />
    </>
  ),
  killed: <rect x="3" y="3" width="10" height="10" rx="1.5" fill="currentColor" />,
  pending: <circle cx="8" cy="8" r="5.6" {...STROKE} strokeDasharray="2.4 2.6" />,
  preempting: <path d="M3.5 4v8l4.5-4zM9.5 4v8" {...STROKE} />,
  preempted: <path d="M5 3.5v9M11 3.5v9" {...STROKE} strokeWidth={2.6} />,
};

export interface StateIconProps {
  readonly state: StateName;
  /** Hides it from screen readers where the word stands beside it. */
  readonly isDecorative?: boolean;
}

/** A state as a shape with its colour; named for screen readers unless decorative. */
export function StateIcon({ state, isDecorative = false }: StateIconProps): ReactElement {
  return (
    <span
      className={cx(styles.icon, styles[state])}
      {...(isDecorative
        ? { 'aria-hidden': true }
        : { role: 'img', 'aria-label': STATE_WORDS[state], title: STATE_WORDS[state] })}
    >
      <svg viewBox="0 0 16 16">{SHAPES[state]}</svg>
    </span>
  );
}

/** A state as colour, shape and word; `reason` is shown on hover (`exit code 1`). */
export function StateBadge({ state, reason }: { readonly state: StateName; readonly reason?: string }): ReactElement {
  return (
    <span className={cx(styles.badge, styles[state])} title={reason === '' ? undefined : reason}>
      <StateIcon state={state} isDecorative />
      {STATE_WORDS[state]}
    </span>
  );
}
