import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunHead, RunQuery } from '#shared/api';
import { formatDuration, projectHref, runHref, type ProjectPath } from '#shared/units';
import { useNow, useRunQuery } from '#ui/data';
import { ColorDot, colorFor, EmptyState, RunName, Skeleton, StateBadge } from '#ui/widgets';
import { ConnectLink } from '../connect/connect-link.tsx';
import { LockSign } from '../lock/lock-sign.tsx';
import { elapsed, exactTime, timeAgo, workedMs } from '../time.ts';
import { Card } from '../run/overview/card.tsx';
import styles from './overview.module.css';
import { strings } from './strings.ts';

const SHOWN = 10;
const NEWEST: RunQuery = {
  sort: [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }],
  limit: SHOWN,
};

/** The runs that were begun last; where there are none, how one comes here. */
export function NewestRuns({
  project,
  runCount,
}: {
  readonly project: ProjectPath;
  readonly runCount: number;
}): ReactElement {
  const rows = useRunQuery(project, NEWEST).data?.rows;
  const now = useNow(1000, rows?.some((row) => row.head.state === 'running') === true);
  const href = projectHref(project);
  if (runCount === 0) {
    return (
      <Card title={strings.newest}>
        <EmptyState title={strings.noRunsTitle} actions={<ConnectLink />}>
          {strings.noRunsText}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title={strings.newest}
      acts={
        <span className={styles.links}>
          <Link href={`${href}/workspace`} className={styles.more}>
            {strings.openWorkspace}
          </Link>
          <Link href={`${href}/table`} className={styles.more}>
            {strings.allRuns(runCount)}
          </Link>
        </span>
      }
    >
      <ul className={styles.runs}>
        {rows === undefined
          ? Array.from({ length: Math.min(SHOWN, runCount) }, (_, i) => (
              <li key={i} className={styles.run}>
                <Skeleton width="10rem" />
              </li>
            ))
          : rows.map(({ head }) => <NewRun key={head.path.run} head={head} now={now} />)}
      </ul>
    </Card>
  );
}

function NewRun({ head, now }: { readonly head: RunHead; readonly now: number }): ReactElement {
  return (
    <li className={styles.run}>
      <span className={styles.runName}>
        <ColorDot color={colorFor(head.ordinal, head.color)} />
        <Link
          href={runHref(head.path)}
          className={styles.runLink}
          title={head.displayName}
          aria-label={head.displayName}
        >
          <RunName name={head.displayName} isOneLine />
        </Link>
        <LockSign head={head} />
      </span>
      <StateBadge state={head.state} reason={head.stateReason} />
      <span className={styles.runFact}>
        {head.state === 'running' ? elapsed(workedMs(head, now)) : formatDuration(head.durationMs)}
      </span>
      <span className={styles.runFact} title={exactTime(head.createdAt)}>
        {timeAgo(head.createdAt, now)}
      </span>
    </li>
  );
}
