import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import type { SweepCheck, SweepFault } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useCreateSweep, useSweepCheck } from '#ui/data';
import { Button, Dialog, ErrorNotice, TextArea } from '#ui/widgets';
import styles from './new-sweep.module.css';
import { strings } from './strings.ts';
import { sweepHref } from './sweep-href.ts';

/** What a new form begins with: small, complete, and every line of it is one that people change. */
const EXAMPLE = `program: train.py
method: bayes
metric:
  name: val_loss
  goal: minimize
parameters:
  lr:
    distribution: log_uniform_values
    min: 0.0001
    max: 0.1
  batch_size:
    values: [32, 64, 128]
  epochs:
    value: 10
run_cap: 30
`;

/** The form of a new sweep: its YAML, checked while it is written. */
export function NewSweepDialog({
  project,
  onClose,
}: {
  readonly project: ProjectPath;
  readonly onClose: () => void;
}): ReactElement {
  const [config, setConfig] = useState(EXAMPLE);
  const [, navigate] = useLocation();
  const asked = useDeferredValue(config);
  const check = useSweepCheck(project, asked);
  const create = useCreateSweep(project);
  const isCurrent = asked === config && !check.isPlaceholderData && check.data !== undefined;
  const isGood = isCurrent && check.data?.errors.length === 0 && config.trim() !== '';
  const submit = (): void =>
    create.mutate(config, { onSuccess: ({ summary }) => navigate(sweepHref(project, summary.name)) });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.newSweep}
      width="wide"
      actions={
        <>
          <Button onClick={onClose}>{strings.close}</Button>
          <Button kind="primary" disabled={!isGood || create.isPending} onClick={submit}>
            {strings.create}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextArea
          className={styles.yaml}
          label={strings.yaml}
          value={config}
          onValue={setConfig}
          rows={20}
          spellCheck={false}
        />
        <div className={styles.side} aria-live="polite">
          {check.data === undefined ? strings.checking : <CheckView check={check.data} />}
          {create.error === null ? undefined : (
            <ErrorNotice title={`${strings.createFailed}: ${asProblem(create.error).message}`} />
          )}
        </div>
      </div>
    </Dialog>
  );
}

function CheckView({ check }: { readonly check: SweepCheck }): ReactElement {
  return (
    <>
      {check.errors.length === 0 ? undefined : (
        <FaultList title={strings.faults(check.errors.length)} faults={check.errors} kind="error" />
      )}
      {check.warnings.length === 0 ? undefined : (
        <FaultList title={strings.warnings} faults={check.warnings} kind="warning" />
      )}
      {check.errors.length > 0 || check.method === undefined ? undefined : (
        <section>
          <h3 className={styles.title}>{strings.means}</h3>
          <p className={styles.plan}>
            {strings.methods[check.method] ?? check.method},{' '}
            {check.expectedCount === undefined ? strings.endless : strings.expected(check.expectedCount)}
          </p>
          <dl className={styles.parameters}>
            {check.parameters.map(({ key, text }) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function FaultList({
  title,
  faults,
  kind,
}: {
  readonly title: string;
  readonly faults: readonly SweepFault[];
  readonly kind: 'error' | 'warning';
}): ReactElement {
  const Icon = kind === 'error' ? CircleAlert : TriangleAlert;
  return (
    <section className={styles.faults} data-kind={kind}>
      <h3 className={styles.title}>
        <Icon size={14} aria-hidden />
        {title}
      </h3>
      <ul>
        {faults.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            <code>{field === '' ? strings.wholeText : field}</code> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
