import { Bell, CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunAlert } from '#shared/api';
import { runHref } from '#shared/units';
import { useAlerts, useMarkAlertsSeen, useNow } from '#ui/data';
import { exactTime, timeAgo } from '#ui/pages';
import { cx, EmptyState, Popover } from '#ui/widgets';
import styles from './alerts.module.css';
import frame from './frame.module.css';
import { strings } from './strings.ts';

const MOST_COUNTED = 99;
const TICK_MS = 30_000;

const ICONS = {
  info: <Info size={15} aria-hidden />,
  warn: <TriangleAlert size={15} aria-hidden />,
  error: <CircleAlert size={15} aria-hidden />,
};

/** The bell of the rail: how many alerts nobody has seen, and all of them on a click, which counts as seeing them. */
export function Alerts({ isWide }: { readonly isWide: boolean }): ReactElement {
  const answer = useAlerts().data;
  const markSeen = useMarkAlertsSeen();
  const [isOpen, setOpen] = useState(false);
  // What was new when the list was opened stays marked while it is looked at.
  const [newFrom, setNewFrom] = useState(0);
  const unseen = answer?.unseenCount ?? 0;
  const open = (next: boolean): void => {
    setOpen(next);
    const newest = answer?.alerts[0]?.id;
    if (!next || newest === undefined) return;
    setNewFrom(answer?.seenId ?? 0);
    if (unseen > 0) markSeen.mutate(newest);
  };
  const label = unseen === 0 ? strings.alerts : strings.alertsNew(unseen);
  return (
    <Popover
      label={strings.alerts}
      side="right"
      align="end"
      isOpen={isOpen}
      onOpen={open}
      className={styles.popup}
      trigger={
        <button type="button" className={cx(frame.railLink, styles.bell)} aria-label={label} title={label}>
          <span className={styles.icon}>
            <Bell size={17} aria-hidden />
            {unseen === 0 ? undefined : (
              <span className={styles.badge}>{unseen > MOST_COUNTED ? `${MOST_COUNTED}+` : unseen}</span>
            )}
          </span>
          {isWide ? <span className={frame.railName}>{strings.alerts}</span> : undefined}
        </button>
      }
    >
      <h2 className={styles.title}>{strings.alerts}</h2>
      <AlertItems alerts={answer?.alerts ?? []} newFrom={newFrom} onFollow={() => setOpen(false)} />
    </Popover>
  );
}

function AlertItems({
  alerts,
  newFrom,
  onFollow,
}: {
  readonly alerts: readonly RunAlert[];
  readonly newFrom: number;
  readonly onFollow: () => void;
}): ReactElement {
  const now = useNow(TICK_MS, true);
  if (alerts.length === 0) return <EmptyState title={strings.noAlerts}>{strings.noAlertsText}</EmptyState>;
  return (
    <ul className={styles.list}>
      {alerts.map((alert) => (
        <li key={alert.id}>
          <Link
            href={`${runHref(alert.run)}/overview`}
            className={styles.item}
            data-level={alert.level}
            data-new={alert.id > newFrom ? '' : undefined}
            onClick={onFollow}
          >
            <span className={styles.level} role="img" aria-label={strings.alertLevels[alert.level]}>
              {ICONS[alert.level]}
            </span>
            <span className={styles.words}>
              <strong className={styles.name}>{alert.title}</strong>
              {alert.text === '' ? undefined : <span className={styles.text}>{alert.text}</span>}
              <span className={styles.place}>
                {alert.run.project} / {alert.runName}
              </span>
            </span>
            <time className={styles.time} dateTime={new Date(alert.at).toISOString()} title={exactTime(alert.at)}>
              {timeAgo(alert.at, now)}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
}
