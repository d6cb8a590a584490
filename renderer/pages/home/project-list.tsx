import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ProjectSummary } from '#shared/api';
import { formatBytes, projectHref } from '#shared/units';
import { STATE_WORDS, StateIcon, type StateName } from '#ui/widgets';
import { strings } from '../strings.ts';
import { exactTime, timeAgo } from '../time.ts';
import styles from './home.module.css';

/** Most telling first: what needs a look stands before what is done. */
const STATE_ORDER: readonly StateName[] = [
  'running',
  'failed',
  'crashed',
  'pending',
  'preempting',
  'preempted',
  'killed',
  'finished',
];

/** Projects as rows; each row is one link. */
export function ProjectList({
  projects,
  now,
}: {
  readonly projects: readonly ProjectSummary[];
  readonly now: number;
}): ReactElement {
  const words = strings.columns;
  return (
    <div className={styles.list} role="table" aria-label={strings.projects}>
      <div className={styles.listHead} role="row">
        <span role="columnheader">{words.project}</span>
        <span role="columnheader" className={styles.number}>
          {words.runs}
        </span>
        <span role="columnheader">{words.states}</span>
        <span role="columnheader">{words.activity}</span>
        <span role="columnheader" className={styles.number}>
          {words.size}
        </span>
      </div>
      {projects.map((project) => (
        <ProjectRow key={projectHref(project.path)} project={project} now={now} />
      ))}
    </div>
  );
}

function ProjectRow({ project, now }: { readonly project: ProjectSummary; readonly now: number }): ReactElement {
  const { path } = project;
  return (
    <div role="row" className={styles.row}>
      <span role="cell" className={styles.name}>
        <Link href={projectHref(path)} className={styles.rowLink}>
          {path.project}
        </Link>
        <span className={styles.entity}>{project.description === '' ? path.entity : project.description}</span>
      </span>
      <span role="cell" className={styles.number}>
        {project.runCount.toLocaleString('en-US')}
      </span>
      <span role="cell">
        <States project={project} />
      </span>
      <span role="cell" className={styles.quiet} title={exactTime(project.lastActivityAt)}>
        {timeAgo(project.lastActivityAt, now)}
      </span>
      <span role="cell" className={`${styles.number} ${styles.quiet}`}>
        {formatBytes(project.sizeBytes)}
      </span>
    </div>
  );
}

function States({ project }: { readonly project: ProjectSummary }): ReactElement {
  const present = STATE_ORDER.flatMap((state) => {
    const count = project.stateCounts[state] ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  return (
    <span className={styles.states}>
      {present.map(({ state, count }) => (
        <Link
          key={state}
          href={`${projectHref(project.path)}/table?${new URLSearchParams({ where: `state = "${state}"` }).toString()}`}
          className={styles.state}
          title={strings.showState(count, STATE_WORDS[state].toLowerCase())}
          aria-label={strings.showState(count, STATE_WORDS[state].toLowerCase())}
        >
          <StateIcon state={state} isDecorative />
          {count.toLocaleString('en-US')}
        </Link>
      ))}
    </span>
  );
}
