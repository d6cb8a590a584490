import type { ReactElement } from 'react';
import type { ProjectOverview } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useEditProject, useNow, useProjectOverview } from '#ui/data';
import { ErrorNotice, showToast, Skeleton } from '#ui/widgets';
import { Description } from '../artifacts/description.tsx';
import { RunningStrip } from '../home/running-strip.tsx';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import { Figures } from './figures.tsx';
import { NewestRuns } from './newest-runs.tsx';
import styles from './overview.module.css';
import { PeopleCard, SizeCard, StatesCard, TagsCard, TypesCard } from './side-cards.tsx';
import { strings } from './strings.ts';

const CLOCK_MS = 30_000;

/** `/entity/project/overview`: what a project is about, what there is in it, and what goes on. */
export function OverviewPage({ project }: { readonly project: ProjectPath }): ReactElement {
  const overview = useProjectOverview(project);
  if (overview.data !== undefined) return <Filled overview={overview.data} />;
  const problem = overview.error === null ? undefined : asProblem(overview.error);
  return (
    <div className={page.page} aria-busy={problem === undefined}>
      {problem === undefined ? (
        <Skeleton height="8rem" />
      ) : (
        <ErrorNotice
          title={`${strings.failed}: ${problem.message}`}
          tip={problem.toData().tip}
          onRetry={() => void overview.refetch()}
        />
      )}
    </div>
  );
}

function Filled({ overview }: { readonly overview: ProjectOverview }): ReactElement {
  const { summary, tags, users, artifactTypes, size } = overview;
  const { path } = summary;
  const now = useNow(CLOCK_MS, true);
  const { mutate: edit } = useEditProject(path);
  const save = (description: string): void =>
    edit(
      { description },
      {
        onError: (error) => showToast(strings.notSaved, { kind: 'error', text: asProblem(error).message }),
      },
    );
  return (
    <div className={`${page.page} ${styles.page}`}>
      <header className={styles.head}>
        <h1 className={page.title}>{path.project}</h1>
        <p className={styles.sub}>
          <span>{path.entity}</span>
          <span title={exactTime(summary.createdAt)}>{strings.created(timeAgo(summary.createdAt, now))}</span>
          <span title={exactTime(summary.lastActivityAt)}>{strings.active(timeAgo(summary.lastActivityAt, now))}</span>
        </p>
      </header>
      <Figures overview={overview} />
      <RunningStrip projects={[summary]} isOfOne />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Description text={summary.description} onSave={save} />
          <NewestRuns project={path} runCount={summary.runCount} />
        </div>
        <div className={styles.column}>
          <StatesCard summary={summary} />
          <SizeCard size={size} />
          <TypesCard project={path} types={artifactTypes} />
          <TagsCard project={path} tags={tags} />
          <PeopleCard project={path} users={users} />
        </div>
      </div>
    </div>
  );
}
