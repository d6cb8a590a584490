import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { SweepDetail, SweepSummary } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatDuration, formatNumber, projectHref, type ProjectPath } from '#shared/units';
import { useNow, useSession, useSweep } from '#ui/data';
import { CopyButton, cx, ErrorNotice, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { BestChart } from './best-chart.tsx';
import { strings } from './strings.ts';
import { SweepActs } from './sweep-acts.tsx';
import { RunProgress, SweepStateMark } from './sweep-state.tsx';
import { AgentTable, ParameterTable, TrialTable } from './sweep-tables.tsx';
import styles from './sweeps.module.css';

const CLOCK_MS = 5000;

/** `/entity/project/sweeps/id` */
export function SweepPage({ project, name }: { readonly project: ProjectPath; readonly name: string }): ReactElement {
  const sweep = useSweep(project, name);
  if (sweep.data !== undefined) return <Loaded sweep={sweep.data} />;
  if (sweep.error === null) {
    return (
      <div className={cx(page.page, styles.wide)} aria-busy>
        <Skeleton width="16rem" height="1.5rem" />
      </div>
    );
  }
  const problem = asProblem(sweep.error);
  return (
    <div className={cx(page.page, styles.wide)}>
      <ErrorNotice
        title={`${strings.failedOne}: ${problem.message}`}
        tip={problem.toData().tip}
        onRetry={() => void sweep.refetch()}
      />
    </div>
  );
}

function Loaded({ sweep }: { readonly sweep: SweepDetail }): ReactElement {
  const now = useNow(CLOCK_MS, true);
  const { summary } = sweep;
  return (
    <div className={cx(page.page, styles.wide)}>
      <header className={styles.sweepHead}>
        <div className={styles.titles}>
          <h1 className={page.title}>{summary.displayName}</h1>
          <SweepStateMark state={summary.state} />
        </div>
        <div className={styles.acts}>
          <SweepActs sweep={summary} />
        </div>
        {summary.description === undefined ? undefined : <p className={styles.lead}>{summary.description}</p>}
      </header>
      <Facts summary={summary} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card title={strings.best} note={summary.metric?.name}>
            <BestChart sweep={sweep} />
          </Card>
          <Card
            title={strings.parameters}
            note={sweep.earlyStop === undefined ? undefined : strings.earlyStop(bandsText(sweep))}
          >
            <ParameterTable sweep={sweep} />
          </Card>
          <Card
            title={strings.runs}
            count={sweep.trials.length}
            act={
              <Link className={styles.link} href={runsHref(summary)}>
                {strings.openRuns}
              </Link>
            }
          >
            <TrialTable sweep={sweep} />
          </Card>
        </div>
        <div className={styles.column}>
          <Card title={strings.agents} count={sweep.agents.length === 0 ? undefined : sweep.agents.length}>
            <AgentTable sweep={sweep} now={now} />
            <StartAgent summary={summary} />
          </Card>
          <Card title={strings.config} act={<CopyButton text={sweep.config} />}>
            <pre className={styles.yaml} tabIndex={0}>
              {sweep.config}
            </pre>
          </Card>
        </div>
      </div>
    </div>
  );
}

function Facts({ summary }: { readonly summary: SweepSummary }): ReactElement {
  const words = strings.facts;
  const { metric, best } = summary;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [strings.columns.method, strings.methods[summary.method] ?? summary.method],
    [words.runs, <RunProgress key="runs" ended={summary.endedCount} all={summary.expectedCount} />],
    [words.best, best === undefined ? strings.none : formatNumber(best.value, 5)],
    [words.goal, metric === undefined ? strings.none : `${strings[metric.goal]} ${metric.name}`],
    [words.compute, formatDuration(summary.computeS * 1000)],
    [words.agents, summary.agentCount],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CardProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly count?: number | undefined;
  readonly act?: ReactNode;
  readonly children: ReactNode;
}

function Card({ title, note, count, act, children }: CardProps): ReactElement {
  return (
    <section className={styles.card}>
      <div className={styles.cardHead}>
        <h2>{title}</h2>
        {count === undefined ? undefined : <span className={page.quiet}>{count.toLocaleString('en-US')}</span>}
        {note === undefined ? undefined : <span className={styles.note}>{note}</span>}
        <span className={styles.spring} />
        {act}
      </div>
      {children}
    </section>
  );
}

/** The lines that start an agent, ready to copy. */
function StartAgent({ summary }: { readonly summary: SweepSummary }): ReactElement {
  const session = useSession().data;
  const { project, name } = summary;
  const path = `${project.entity}/${project.project}/${name}`;
  const quoted = /^[\w./-]+$/.test(path) ? path : `'${path}'`;
  const shell = `export WANDB_BASE_URL=${session?.address ?? location.origin}\nwandb agent ${quoted}`;
  return (
    <div className={styles.start}>
      <p className={styles.startText}>{strings.startText}</p>
      <div className={styles.code}>
        <code>{shell}</code>
        <CopyButton text={shell} label={strings.startAgent} />
      </div>
      <p className={styles.startText}>{strings.startPython}</p>
      <div className={styles.code}>
        <code>{`wandb.agent("${path}", function=train)`}</code>
        <CopyButton text={`wandb.agent("${path}", function=train)`} label={strings.startAgent} />
      </div>
    </div>
  );
}

/** The runs table with only this sweep's runs. */
function runsHref(summary: SweepSummary): string {
  return `${projectHref(summary.project)}/table?${new URLSearchParams({ where: `sweep = "${summary.name}"` }).toString()}`;
}

function bandsText(sweep: SweepDetail): string {
  return sweep.earlyStop?.bands.slice(0, 4).join(', ') ?? '';
}
