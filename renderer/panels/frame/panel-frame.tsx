import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { OwnRunsMark, PanelHandle } from './chrome.tsx';
import { useIsForFiles } from './panel-files.ts';
import styles from './panel-frame.module.css';
import { strings } from './strings.ts';

/** Buttons of a panel come at the latest after this long. */
const LONGEST_WAIT_MS = 2000;

export interface PanelFrameProps {
  readonly title: string;
  /** The title is a key: what stands before its last slash is toned down. */
  readonly isKey: boolean;
  /** The key, when the title is another. */
  readonly subtitle?: string | undefined;
  /** Small facts after the title: scale, smoothing, cut runs. */
  readonly notes?: ReactNode;
  /** Buttons; they keep their place and appear on hover or focus. */
  readonly actions: ReactNode;
  /** Buttons that stay visible, e.g. reset of a zoom. */
  readonly pinned?: ReactNode;
  readonly children: ReactNode;
}

/** The card around every panel: a head of fixed height, so that nothing moves when its buttons appear. */
export function PanelFrame({
  title,
  isKey,
  subtitle,
  notes,
  actions,
  pinned,
  children,
}: PanelFrameProps): ReactElement {
  const isIdle = useIsIdle();
  const isForFiles = useIsForFiles();
  const cut = isKey ? title.lastIndexOf('/') + 1 : 0;
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <PanelHandle title={title} />
        <h3 className={styles.title} title={subtitle === undefined ? title : `${title} (${subtitle})`}>
          <span className={styles.prefix}>{title.slice(0, cut)}</span>
          <span className={styles.last}>{title.slice(cut)}</span>
        </h3>
        <OwnRunsMark />
        {notes === undefined ? undefined : <div className={styles.notes}>{notes}</div>}
        <div className={styles.pinned}>{pinned}</div>
        <div className={styles.actions}>{isIdle || isForFiles ? actions : undefined}</div>
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}

/** False until the window has had a moment of rest: what is not seen at once must not hold up what is. */
function useIsIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const handle = requestIdleCallback(() => setIdle(true), { timeout: LONGEST_WAIT_MS });
    return () => cancelIdleCallback(handle);
  }, []);
  return isIdle;
}

/** The shape of a chart that is on its way. */
export function ChartSkeleton(): ReactElement {
  return (
    <div className={styles.skeleton} role="status" aria-label={strings.loading} aria-busy>
      <svg viewBox="0 0 300 120" preserveAspectRatio="none" aria-hidden>
        <path
          d="M0 18C30 60 50 74 90 82s70 2 110 10 70 6 100 8"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}

/** Why there is nothing to draw, and what to do. */
export function PanelMessage({
  title,
  tip,
  action,
}: {
  readonly title: string;
  readonly tip?: string | undefined;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div className={styles.message}>
      <p className={styles.messageTitle} data-message>
        {title}
      </p>
      {tip === undefined ? undefined : <p className={styles.tip}>{tip}</p>}
      {action}
    </div>
  );
}
