import { useQueries } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ProjectSummary, RunHead, RunQuery } from '#shared/api';
import { runHref } from '#shared/units';
import { queryKeys, useData, useNow } from '#ui/data';
import { ColorDot, colorFor, Skeleton, StateIcon } from '#ui/widgets';
import { strings } from '../strings.ts';
import { elapsed, exactTime, workedMs } from '../time.ts';
import styles from './home.module.css';

/** More would push the projects off the screen; the rest is one click away in its project. */
const RUNS_SHOWN = 8;
const PROJECTS_ASKED = 8;

const RUNNING: RunQuery = {
  filter: { op: '=', column: { kind: 'run', key: 'state' }, value: 'running' },
  sort: [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }],
  limit: RUNS_SHOWN,
};

/** The runs that run now, over all projects; nothing at all when none does. */
export function RunningStrip({
  projects,
  isOfOne = false,
}: {
  readonly projects: readonly ProjectSummary[];
  /** On the page of the one project, which need not be named on each card. */
  readonly isOfOne?: boolean;
}): ReactElement | undefined {
  const { api } = useData();
  const busy = projects.filter((one) => (one.stateCounts.running ?? 0) > 0);
  const answers = useQueries({
    queries: busy.slice(0, PROJECTS_ASKED).map(({ path }) => ({
      queryKey: queryKeys.runs(path, RUNNING),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.queryRuns(path, RUNNING, signal),
    })),
  });
  const total = busy.reduce((sum, one) => sum + (one.stateCounts.running ?? 0), 0);
  const now = useNow(1000, total > 0);
  if (total === 0) return undefined;
  const heads = answers.flatMap((answer) => answer.data?.rows.map((row) => row.head) ?? []);
  const shown = [...heads].sort((a, b) => b.createdAt - a.createdAt).slice(0, RUNS_SHOWN);
  const isLoading = heads.length === 0 && answers.some((answer) => answer.isLoading);
  return (
    <section className={styles.running} aria-label={strings.running}>
      <h2 className={styles.runningTitle}>
        <StateIcon state="running" isDecorative />
        {strings.running}
        <span className={styles.quiet}>{total}</span>
      </h2>
      <ul className={styles.cards}>
        {isLoading
          ? Array.from({ length: Math.min(total, 4) }, (_, i) => (
              <li key={i} className={styles.runCard}>
                <Skeleton width="60%" />
                <Skeleton width="80%" />
              </li>
            ))
          : shown.map((head) => <RunCard key={runHref(head.path)} head={head} now={now} isOfOne={isOfOne} />)}
      </ul>
    </section>
  );
}

function RunCard({
  head,
  now,
  isOfOne,
}: {
  readonly head: RunHead;
  readonly now: number;
  readonly isOfOne: boolean;
}): ReactElement {
  return (
    <li>
      <Link href={runHref(head.path)} className={styles.runCard}>
        <span className={styles.runName}>
          <ColorDot color={colorFor(head.ordinal, head.color)} />
          <span className={styles.cut}>{head.displayName}</span>
        </span>
        <span className={styles.runFacts}>
          {isOfOne ? undefined : <span className={styles.cut}>{head.path.project}</span>}
          <span className={styles.fact}>{strings.step(Math.max(0, head.lastStep))}</span>
          <span className={styles.fact} title={exactTime(head.createdAt)}>
            {elapsed(workedMs(head, now))}
          </span>
        </span>
      </Link>
    </li>
  );
}
