import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunAlert } from '#shared/api';
import { exactTime } from '../../time.ts';
import { strings } from '../strings.ts';
import styles from './overview.module.css';

const ICONS = {
  info: <Info size={15} aria-hidden />,
  warn: <TriangleAlert size={15} aria-hidden />,
  error: <CircleAlert size={15} aria-hidden />,
};

/** What the script of a run wanted a person to see; nothing when it said nothing. */
export function AlertList({ alerts }: { readonly alerts: readonly RunAlert[] }): ReactElement | undefined {
  if (alerts.length === 0) return undefined;
  return (
    <section className={styles.card} aria-label={strings.alerts}>
      <header className={styles.cardHead}>
        <h2>{strings.alerts}</h2>
        <span className={styles.cardCount}>{alerts.length}</span>
      </header>
      <ul className={styles.alerts}>
        {alerts.map((alert) => (
          <li key={alert.id} className={styles.alert} data-level={alert.level}>
            <span className={styles.alertLevel} role="img" aria-label={strings.alertLevels[alert.level]}>
              {ICONS[alert.level]}
            </span>
            <div className={styles.alertWords}>
              <strong>{alert.title}</strong>
              {alert.text === '' ? undefined : <p>{alert.text}</p>}
            </div>
            <time className={styles.quiet} dateTime={new Date(alert.at).toISOString()}>
              {exactTime(alert.at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
