import { Ellipsis } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { ProjectSummary } from '#shared/api';
import { formatBytes, projectHref } from '#shared/units';
import { IconButton, Menu, STATE_WORDS, StateIcon } from '#ui/widgets';
import { ExportDialog, type ExportWhat } from '../bundles/export-dialog.tsx';
import { strings as bundleStrings } from '../bundles/strings.ts';
import { STATE_ORDER } from '../state-order.ts';
import { strings } from '../strings.ts';
import { exactTime, timeAgo } from '../time.ts';
import styles from './home.module.css';

/** Projects as rows; each row is one link. */
export function ProjectList({
  projects,
  now,
}: {
  readonly projects: readonly ProjectSummary[];
  readonly now: number;
}): ReactElement {
  const [exported, setExported] = useState<ExportWhat | undefined>(undefined);
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
        <span role="columnheader">
          <span className="visually-hidden">{strings.acts}</span>
        </span>
      </div>
      {projects.map((project) => (
        <ProjectRow key={projectHref(project.path)} project={project} now={now} onExport={setExported} />
      ))}
      <ExportDialog what={exported} onClose={() => setExported(undefined)} />
    </div>
  );
}

function ProjectRow({
  project,
  now,
  onExport,
}: {
  readonly project: ProjectSummary;
  readonly now: number;
  readonly onExport: (what: ExportWhat) => void;
}): ReactElement {
  const { path } = project;
  const [, navigate] = useLocation();
  const title = bundleStrings.project(path.project, project.runCount);
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
      <span role="cell" className={styles.acts}>
        <Menu
          align="end"
          trigger={
            <IconButton label={strings.projectMenu(path.project)} size="small">
              <Ellipsis size={15} aria-hidden />
            </IconButton>
          }
          entries={[
            { kind: 'action', label: strings.openTable, run: () => navigate(`${projectHref(path)}/table`) },
            {
              kind: 'action',
              label: bundleStrings.menu,
              isDisabled: project.runCount === 0,
              run: () => onExport({ projects: [path], title }),
            },
          ]}
        />
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
