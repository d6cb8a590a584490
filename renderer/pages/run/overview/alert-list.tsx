import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunAlert } from '#shared/api';
import { exactTime } from '../../time.ts';
import { strings } from '../strings.ts';
import { Card } from './card.tsx';
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
    <Card title={strings.alerts} count={alerts.length}>
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
    </Card>
  );
}
