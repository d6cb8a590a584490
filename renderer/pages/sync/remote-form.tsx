import { useState, type ReactElement } from 'react';
import type { SyncRemoteRequest } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useSyncAct, useTestRemote } from '#ui/data';
import { Button, Dialog, ErrorNotice, TextField } from '#ui/widgets';
import { strings } from './strings.ts';
import styles from './sync.module.css';

const EMPTY = { name: '', baseUrl: '', key: '', entity: '' };

/** Names a server that runs may be sent to; it is tried before anything is kept. */
export function RemoteForm({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [fields, setFields] = useState(EMPTY);
  const act = useSyncAct();
  const test = useTestRemote();
  const change = (field: keyof typeof EMPTY) => (value: string) => {
    setFields({ ...fields, [field]: value });
    act.reset();
    test.reset();
  };
  const { entity, ...rest } = fields;
  const remote: SyncRemoteRequest = { ...rest, ...(entity.trim() === '' ? {} : { entity: entity.trim() }) };
  const error = act.error ?? test.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const faulty = problem?.details.field;
  const errorOf = (field: string): string | undefined =>
    problem !== undefined && faulty === field ? String(problem.details.reason) : undefined;
  const isReady = [fields.name, fields.baseUrl, fields.key].every((text) => text.trim() !== '');
  const isBusy = act.isPending || test.isPending;
  const add = (): void => act.mutate({ kind: 'add', remote }, { onSuccess: onClose });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.addTitle}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button disabled={!isReady || isBusy} onClick={() => test.mutate(remote)}>
            {strings.test}
          </Button>
          <Button kind="primary" disabled={!isReady || isBusy} onClick={add}>
            {strings.add}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) add();
        }}
      >
        <TextField
          label={strings.name}
          placeholder={strings.namePlaceholder}
          value={fields.name}
          onValue={change('name')}
          error={errorOf('name')}
        />
        <TextField
          label={strings.baseUrl}
          placeholder={strings.baseUrlPlaceholder}
          value={fields.baseUrl}
          onValue={change('baseUrl')}
          error={errorOf('baseUrl')}
          isMono
        />
        <TextField
          label={strings.key}
          type="password"
          autoComplete="off"
          note={strings.keyNote}
          value={fields.key}
          onValue={change('key')}
          error={errorOf('key')}
          isMono
        />
        <TextField
          label={strings.entity}
          note={strings.entityNote}
          value={fields.entity}
          onValue={change('entity')}
          error={errorOf('entity')}
        />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden />
        {problem === undefined || (typeof faulty === 'string' && faulty in EMPTY) ? undefined : (
          <ErrorNotice title={problem.message} tip={problem.tip} />
        )}
        {test.data === undefined ? undefined : (
          <p className={styles.good} role="status">
            {strings.tested(test.data.username, remote.entity ?? test.data.entity)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
