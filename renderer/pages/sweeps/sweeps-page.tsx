import { Plus, Radar } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { SweepSummary } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatDuration, formatNumber, projectHref, type ProjectPath } from '#shared/units';
import { useNow, useSweeps } from '#ui/data';
import { Button, cx, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import { NewSweepDialog } from './new-sweep.tsx';
import { strings } from './strings.ts';
import { sweepHref } from './sweep-href.ts';
import { RunProgress, SweepStateMark } from './sweep-state.tsx';
import styles from './sweeps.module.css';

const CLOCK_MS = 30_000;

/** `/entity/project/sweeps`: all sweeps of a project; `?new` opens the form. */
export function SweepsPage({ project }: { readonly project: ProjectPath }): ReactElement {
  const sweeps = useSweeps(project);
  const [, navigate] = useLocation();
  const isAsked = new URLSearchParams(useSearch()).has('new');
  const [isOpen, setOpen] = useState(false);
  const here = `${projectHref(project)}/sweeps`;
  const close = (): void => {
    setOpen(false);
    if (isAsked) navigate(here, { replace: true });
  };
  const add = (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setOpen(true)}>
      {strings.newSweep}
    </Button>
  );
  return (
    <div className={cx(page.page, styles.wide)}>
      <div className={styles.head}>
        <h1 className={page.title}>{strings.sweeps}</h1>
        {sweeps.data === undefined ? undefined : <span className={page.quiet}>{sweeps.data.length}</span>}
        <span className={styles.spring} />
        {sweeps.data?.length === 0 ? undefined : add}
      </div>
      <Body project={project} add={add} />
      {isOpen || isAsked ? <NewSweepDialog project={project} onClose={close} /> : undefined}
    </div>
  );
}

function Body({ project, add }: { readonly project: ProjectPath; readonly add: ReactElement }): ReactElement {
  const sweeps = useSweeps(project);
  const now = useNow(CLOCK_MS, true);
  if (sweeps.data === undefined) {
    if (sweeps.error === null) return <Skeleton height="8rem" />;
    const problem = asProblem(sweeps.error);
    return (
      <ErrorNotice
        title={`${strings.failed}: ${problem.message}`}
        tip={problem.toData().tip}
        onRetry={() => void sweeps.refetch()}
      />
    );
  }
  if (sweeps.data.length === 0) {
    return (
      <EmptyState title={strings.empty} icon={<Radar size={28} aria-hidden />} actions={add}>
        {strings.emptyText}
      </EmptyState>
    );
  }
  return <List sweeps={sweeps.data} now={now} />;
}

function List({ sweeps, now }: { readonly sweeps: readonly SweepSummary[]; readonly now: number }): ReactElement {
  const words = strings.columns;
  return (
    <div className={styles.list} role="table" aria-label={strings.sweeps}>
      <div className={styles.listHead} role="row">
        {[words.sweep, words.state, words.method, words.runs, words.best, words.compute, words.activity].map((word) => (
          <span key={word} role="columnheader">
            {word}
          </span>
        ))}
      </div>
      {sweeps.map((sweep) => (
        <Row key={sweep.name} sweep={sweep} now={now} />
      ))}
    </div>
  );
}

function Row({ sweep, now }: { readonly sweep: SweepSummary; readonly now: number }): ReactElement {
  const { best, metric } = sweep;
  return (
    <div role="row" className={styles.row}>
      <span role="cell" className={styles.name}>
        <Link href={sweepHref(sweep.project, sweep.name)} className={styles.rowLink}>
          {sweep.displayName}
        </Link>
        {sweep.displayName === sweep.name ? undefined : <span className={styles.id}>{sweep.name}</span>}
      </span>
      <span role="cell">
        <SweepStateMark state={sweep.state} />
      </span>
      <span role="cell">{strings.methods[sweep.method] ?? sweep.method}</span>
      <span role="cell">
        <RunProgress ended={sweep.endedCount} all={sweep.expectedCount} />
      </span>
      <span role="cell" className={styles.best} title={metric?.name}>
        {best === undefined ? strings.none : formatNumber(best.value)}
        {metric === undefined ? undefined : <span className={styles.id}>{metric.name}</span>}
      </span>
      <span role="cell" className={styles.figure}>
        {formatDuration(sweep.computeS * 1000)}
      </span>
      <span role="cell" className={page.quiet} title={exactTime(sweep.heartbeatAt)}>
        {timeAgo(sweep.heartbeatAt, now)}
      </span>
    </div>
  );
}
