import { useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import { asProblem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { useSync, useSyncAct } from '#ui/data';
import { Button, Dialog, ErrorNotice, Select, showToast } from '#ui/widgets';
import { strings } from './strings.ts';
import styles from './sync.module.css';

/** Asks where runs are to go. No runs = closed. */
export function SendDialog({
  runs,
  onClose,
}: {
  readonly runs: readonly RunPath[];
  readonly onClose: () => void;
}): ReactElement | undefined {
  return runs.length === 0 ? undefined : <OpenSend runs={runs} onClose={onClose} />;
}

function OpenSend({
  runs,
  onClose,
}: {
  readonly runs: readonly RunPath[];
  readonly onClose: () => void;
}): ReactElement {
  const [, navigate] = useLocation();
  const sync = useSync();
  const act = useSyncAct();
  const [chosen, setChosen] = useState<number>();
  const remotes = sync.data?.remotes ?? [];
  const remoteId = chosen ?? remotes[0]?.id;
  const error = act.error ?? sync.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const send = (): void => {
    if (remoteId === undefined) return;
    const onSuccess = (): void => {
      showToast(strings.sending(runs.length));
      onClose();
    };
    act.mutate({ kind: 'send', remoteId, runs }, { onSuccess });
  };
  const isEmpty = sync.data !== undefined && remotes.length === 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.sendTitle(runs.length)}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          {isEmpty ? (
            <Button kind="primary" onClick={() => navigate('/sync')}>
              {strings.goSync}
            </Button>
          ) : (
            <Button kind="primary" disabled={remoteId === undefined || act.isPending} onClick={send}>
              {strings.send}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        {isEmpty ? <p>{strings.noRemote}</p> : <p className={styles.note}>{strings.sendText}</p>}
        {remoteId === undefined ? undefined : (
          <Select
            label={strings.remote}
            value={remoteId}
            onValue={setChosen}
            options={remotes.map(({ id, name, baseUrl }) => ({ value: id, label: `${name} · ${baseUrl}` }))}
          />
        )}
        {problem === undefined ? undefined : <ErrorNotice title={problem.message} tip={problem.tip} />}
      </div>
    </Dialog>
  );
}
