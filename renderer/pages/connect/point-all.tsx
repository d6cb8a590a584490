import { Check, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ConnectState } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useConnect, useConnection } from '#ui/data';
import { Button, cx, ErrorNotice, showToast, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import styles from './connect.module.css';

/** One act that points every script of this user here, with the files it writes and its undo. */
export function PointAll(): ReactElement {
  const connection = useConnection();
  const connect = useConnect();
  const state = connection.data;
  const error = connect.error ?? connection.error;
  const act = (which: 'connect' | 'disconnect'): void =>
    connect.mutate(which, { onSuccess: () => showToast(which === 'connect' ? strings.pointDone : strings.unpointed) });
  return (
    <section className={cx(page.card, styles.point)}>
      <div className={styles.pointHead}>
        <div className={styles.pointWords}>
          <h2>{strings.pointTitle}</h2>
          <p className={page.quiet}>{strings.pointText}</p>
        </div>
        <PointActs state={state} isBusy={connect.isPending} act={act} />
      </div>
      {error === null ? undefined : (
        <ErrorNotice title={asProblem(error).toData().message} tip={asProblem(error).toData().tip} />
      )}
      <dl className={styles.files}>
        <dt>{strings.pointFiles}</dt>
        <dd className={page.mono}>{state?.settingsFile ?? <Skeleton width="16rem" />}</dd>
        <dd className={page.mono}>{state?.netrcFile ?? <Skeleton width="10rem" />}</dd>
        <dd className={page.quiet}>{noteOf(state)}</dd>
      </dl>
    </section>
  );
}

interface PointActsProps {
  readonly state: ConnectState | undefined;
  readonly isBusy: boolean;
  readonly act: (which: 'connect' | 'disconnect') => void;
}

function PointActs({ state, isBusy, act }: PointActsProps): ReactElement {
  return (
    <div className={styles.pointActs}>
      {state?.isConnected === true ? (
        <span className={styles.pointed}>
          <Check size={15} aria-hidden />
          {strings.pointed}
        </span>
      ) : (
        <Button kind="primary" disabled={state === undefined || isBusy} onClick={() => act('connect')}>
          {strings.pointAct}
        </Button>
      )}
      {state?.canUndo === true ? (
        <Button icon={<Undo2 size={14} aria-hidden />} disabled={isBusy} onClick={() => act('disconnect')}>
          {strings.pointUndo}
        </Button>
      ) : undefined}
    </div>
  );
}

function noteOf(state: ConnectState | undefined): string {
  if (state !== undefined && !state.isConnected && state.currentBaseUrl !== undefined) {
    return `${strings.pointDoneElsewhere(state.currentBaseUrl)} ${strings.pointBackup}`;
  }
  return strings.pointBackup;
}
