import { useState, type ReactElement } from 'react';
import type { ProjectSummary } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useNow, useProjects } from '#ui/data';
import { Button, ErrorNotice, SearchField, Skeleton } from '#ui/widgets';
import { Cable } from 'lucide-react';
import { Link } from 'wouter';
import { ConnectGuide } from '../connect/connect-guide.tsx';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import styles from './home.module.css';
import { ProjectList } from './project-list.tsx';
import { RunningStrip } from './running-strip.tsx';

const CLOCK_MS = 30_000;

/** `/`: projects by last activity and what runs now; on the first start how to connect a script. */
export function HomePage(): ReactElement {
  const projects = useProjects();
  if (projects.data === undefined) {
    return projects.error === null ? (
      <Loading />
    ) : (
      <Failed error={projects.error} onRetry={() => void projects.refetch()} />
    );
  }
  return projects.data.length === 0 ? <Welcome /> : <Projects projects={projects.data} />;
}

function Projects({ projects }: { readonly projects: readonly ProjectSummary[] }): ReactElement {
  const [text, setText] = useState('');
  const now = useNow(CLOCK_MS, true);
  const wanted = text.trim().toLowerCase();
  const found = projects.filter((one) => `${one.path.entity}/${one.path.project}`.toLowerCase().includes(wanted));
  return (
    <div className={page.page}>
      <RunningStrip projects={projects} />
      <div className={styles.head}>
        <h1 className={page.title}>{strings.projects}</h1>
        <span className={page.quiet}>{projects.length}</span>
        <span className={styles.spring} />
        <SearchField label={strings.findProject} value={text} onValue={setText} className={styles.search} />
        <Link href="/connect" asChild>
          <Button icon={<Cable size={14} aria-hidden />}>{strings.addProject}</Button>
        </Link>
      </div>
      {found.length === 0 ? (
        <p className={styles.none}>{strings.noProjectMatches(text)}</p>
      ) : (
        <ProjectList projects={found} now={now} />
      )}
    </div>
  );
}

function Welcome(): ReactElement {
  return (
    <div className={`${page.page} ${page.narrow}`}>
      <h1 className={page.title}>{strings.welcome}</h1>
      <p className={page.lead}>{strings.welcomeText}</p>
      <ConnectGuide isFirst />
    </div>
  );
}

function Loading(): ReactElement {
  return (
    <div className={page.page} aria-busy>
      <div className={styles.head}>
        <h1 className={page.title}>{strings.projects}</h1>
      </div>
      <div className={page.card}>
        {Array.from({ length: 6 }, (_, i) => (
          <div key={i} className={styles.loadingRow}>
            <Skeleton width={`${12 + ((i * 5) % 9)}rem`} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactElement {
  const problem = asProblem(error).toData();
  return (
    <div className={page.page}>
      <ErrorNotice title={problem.message} tip={problem.tip} onRetry={onRetry} />
    </div>
  );
}
