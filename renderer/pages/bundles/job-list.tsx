import { Download, Square, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { BundleJob } from '#shared/api';
import { bundleHref, useBundleAct, useBundles } from '#ui/data';
import { cx, IconButton } from '#ui/widgets';
import page from '../page.module.css';
import styles from './bundles.module.css';
import { JobProgress } from './job-progress.tsx';
import { strings } from './strings.ts';

/** Bundles that were made or read in since Taffrail started; nothing when there are none. */
export function BundleJobs(): ReactElement | undefined {
  const jobs = useBundles();
  if (jobs.data === undefined || jobs.data.length === 0) return undefined;
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{strings.listTitle}</h2>
      <ul className={cx(page.card, styles.list)}>
        {jobs.data.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function JobRow({ job }: { readonly job: BundleJob }): ReactElement {
  const act = useBundleAct();
  const isWorking = job.state === 'working';
  return (
    <li className={styles.item}>
      <div className={styles.row} title={job.path ?? job.name}>
        <div className={styles.words}>
          <p className={styles.name}>
            {strings.kinds[job.kind]}: {job.name}
          </p>
          {isWorking ? undefined : (
            <p className={cx(styles.line, job.state === 'failed' && styles.fault)}>{lineOf(job)}</p>
          )}
        </div>
        <span
          className={cx(
            styles.state,
            job.state === 'working' && styles.working,
            job.state === 'failed' && styles.failed,
          )}
        >
          {strings.states[job.state]}
        </span>
        {job.isKept && job.state === 'done' ? (
          <a className={styles.link} href={bundleHref(job.id)} download={job.name}>
            <Download size={14} aria-hidden /> {strings.download}
          </a>
        ) : undefined}
        {isWorking ? (
          <IconButton label={strings.stop} size="small" onClick={() => act.mutate({ kind: 'cancel', id: job.id })}>
            <Square size={13} aria-hidden />
          </IconButton>
        ) : (
          <IconButton label={strings.remove} size="small" onClick={() => act.mutate({ kind: 'remove', id: job.id })}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {isWorking ? <JobProgress job={job} /> : undefined}
      {job.faults.length === 0 ? undefined : (
        <details className={styles.notes} open>
          <summary>{strings.notes(job.faults.length)}</summary>
          <ul>
            {job.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function lineOf(job: BundleJob): string {
  if (job.state === 'failed') return job.reason;
  if (job.state === 'cancelled') return strings.stopped;
  return job.kind === 'export'
    ? strings.made(job.runCount, job.sizeBytes)
    : strings.imported(job.runCount, job.newRuns);
}
