import { Ban, CircleDashed, CircleCheck, LoaderCircle, Pause } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SweepState } from '#shared/api';
import styles from './sweeps.module.css';
import { strings } from './strings.ts';

const ICONS = { PENDING: CircleDashed, RUNNING: LoaderCircle, PAUSED: Pause, FINISHED: CircleCheck, CANCELED: Ban };

/** A sweep's state in shape, colour and word. */
export function SweepStateMark({ state }: { readonly state: SweepState }): ReactElement {
  const Icon = ICONS[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={14} aria-hidden />
      {strings.states[state]}
    </span>
  );
}

/** Ended runs of expected ones, with a bar when there is an end. */
export function RunProgress({
  ended,
  all,
}: {
  readonly ended: number;
  readonly all: number | undefined;
}): ReactElement {
  const text =
    all === undefined
      ? ended.toLocaleString('en-US')
      : `${ended.toLocaleString('en-US')} / ${all.toLocaleString('en-US')}`;
  return (
    <span className={styles.progress}>
      <span>{text}</span>
      {all === undefined ? undefined : (
        <span className={styles.track} aria-hidden>
          <span className={styles.fill} style={{ width: `${Math.min(100, (ended / Math.max(1, all)) * 100)}%` }} />
        </span>
      )}
    </span>
  );
}
