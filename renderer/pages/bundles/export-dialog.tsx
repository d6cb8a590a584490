import { useState, type ReactElement } from 'react';
import type { BundleForm, BundleRequest } from '#shared/api';
import { asProblem } from '#shared/errors';
import { bundleHref, useBundleAct, useBundles } from '#ui/data';
import { Button, cx, Dialog, SegmentedControl, TextField } from '#ui/widgets';
import styles from './bundles.module.css';
import { JobProgress } from './job-progress.tsx';
import { strings } from './strings.ts';

/** What is to be exported, with its words for the title. */
export type ExportWhat = Pick<BundleRequest, 'runs' | 'projects'> & { readonly title: string };

const FORMS: readonly { readonly value: BundleForm; readonly label: string }[] = [
  { value: 'zip', label: strings.forms.zip },
  { value: 'folder', label: strings.forms.folder },
];

/** Makes a bundle of runs or projects: asks for its form and place, shows how far it is, hands it over. */
export function ExportDialog({
  what,
  onClose,
}: {
  /** Undefined = closed. */
  readonly what: ExportWhat | undefined;
  readonly onClose: () => void;
}): ReactElement | undefined {
  // A new dialog for each wish: nothing of the last one is left in its fields.
  return what === undefined ? undefined : <OpenExport key={what.title} what={what} onClose={onClose} />;
}

function OpenExport({ what, onClose }: { readonly what: ExportWhat; readonly onClose: () => void }): ReactElement {
  const [form, setForm] = useState<BundleForm>('zip');
  const [path, setPath] = useState('');
  const act = useBundleAct();
  const jobs = useBundles();
  const id = act.data?.id;
  const job = jobs.data?.find((one) => one.id === id);
  const begin = (): void => {
    const { title: _, ...runs } = what;
    const place = path.trim() === '' ? {} : { path: path.trim() };
    act.mutate({ kind: 'export', wish: { ...runs, form, ...place } });
  };
  const isBegun = id !== undefined;
  const canBegin = form === 'zip' || path.trim() !== '';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.title(what.title)}
      actions={
        isBegun ? (
          <Button onClick={onClose}>{strings.close}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{strings.cancel}</Button>
            <Button kind="primary" disabled={!canBegin || act.isPending} onClick={begin}>
              {strings.make}
            </Button>
          </>
        )
      }
    >
      {isBegun ? (
        <Outcome job={job} id={id} />
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (canBegin) begin();
          }}
        >
          <SegmentedControl label={strings.form} items={FORMS} value={form} onValue={setForm} />
          <p className={styles.note}>{form === 'zip' ? strings.zipNote : strings.folderNote}</p>
          <TextField
            label={form === 'zip' ? strings.zipPath : strings.folderPath}
            note={form === 'zip' ? strings.zipPathNote : strings.folderPathNote}
            placeholder={form === 'zip' ? strings.zipPlaceholder : strings.folderPlaceholder}
            error={act.error === null ? undefined : asProblem(act.error).message}
            value={path}
            onValue={setPath}
            isMono
          />
        </form>
      )}
    </Dialog>
  );
}

function Outcome({
  job,
  id,
}: {
  readonly job: NonNullable<ReturnType<typeof useBundles>['data']>[number] | undefined;
  readonly id: number;
}): ReactElement {
  const act = useBundleAct();
  if (job === undefined || job.state === 'working') {
    return (
      <div className={styles.form}>
        <JobProgress job={job} />
        <div>
          <Button size="small" onClick={() => act.mutate({ kind: 'cancel', id })}>
            {strings.stop}
          </Button>
        </div>
      </div>
    );
  }
  if (job.state === 'failed') return <p className={cx(styles.fault)}>{job.reason}</p>;
  if (job.state === 'cancelled') return <p role="status">{strings.stopped}</p>;
  return (
    <div className={styles.form} role="status">
      <p>{strings.made(job.runCount, job.sizeBytes)}</p>
      {job.isKept ? (
        <a className={styles.link} href={bundleHref(job.id)} download={job.name}>
          {strings.download} {job.name}
        </a>
      ) : (
        <p className={styles.path}>{strings.madeAt(job.path ?? job.name)}</p>
      )}
    </div>
  );
}
