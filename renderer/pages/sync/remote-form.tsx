import { useState, type ReactElement } from 'react';
import type { SyncRemote, SyncRemoteChange, SyncState } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useSyncAct, useTestRemote } from '#ui/data';
import { Button, Dialog, ErrorNotice, FileButton, Select, TextField } from '#ui/widgets';
import { readSpeed, speedOf, SPEED_UNITS, type SpeedUnit } from './speed.ts';
import { strings } from './strings.ts';
import styles from './sync.module.css';

interface Fields {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly entity: string;
  readonly maxBytesPerSecond: string;
  readonly unit: SpeedUnit;
  readonly network: string;
  readonly proxyUrl: string;
  readonly proxyUser: string;
  readonly proxyPassword: string;
  /** Undefined = as it was. */
  readonly ca: string | undefined;
}

type TextName = Exclude<keyof Fields, 'unit' | 'ca'>;

/** Names a server that runs may be sent to, or changes one; it is tried before anything is kept. */
export function RemoteForm({
  remote,
  keyStore,
  onClose,
}: {
  readonly remote?: SyncRemote;
  /** Where its key will be. */
  readonly keyStore: SyncState['keyStore'];
  readonly onClose: () => void;
}): ReactElement {
  const [fields, setFields] = useState(() => fieldsOf(remote));
  const act = useSyncAct();
  const test = useTestRemote();
  const put = (part: Partial<Fields>): void => {
    setFields({ ...fields, ...part });
    act.reset();
    test.reset();
  };
  const wanted = requestOf(fields);
  const error = act.error ?? test.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const faulty = problem?.details.field;
  const errorOf = (field: keyof Fields): string | undefined =>
    problem !== undefined && faulty === field ? String(problem.details.reason) : undefined;
  const text = (field: TextName) => ({
    label: strings.fields[field],
    value: fields[field],
    onValue: (value: string) => put({ [field]: value }),
    error: errorOf(field),
  });
  const needsKey = remote === undefined;
  const isReady = fields.name.trim() !== '' && fields.baseUrl.trim() !== '' && (!needsKey || fields.key.trim() !== '');
  const isBusy = act.isPending || test.isPending;
  const save = (): void => {
    const options = { onSuccess: onClose };
    if (remote === undefined) act.mutate({ kind: 'add', remote: { ...wanted, key: wanted.key ?? '' } }, options);
    else act.mutate({ kind: 'change', id: remote.id, remote: wanted }, options);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={remote === undefined ? strings.addTitle : strings.changeTitle(remote.name)}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button
            disabled={!isReady || isBusy}
            onClick={() => test.mutate({ ...wanted, ...(remote === undefined ? {} : { id: remote.id }) })}
          >
            {strings.test}
          </Button>
          <Button kind="primary" disabled={!isReady || isBusy} onClick={save}>
            {remote === undefined ? strings.add : strings.save}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) save();
        }}
      >
        <TextField {...text('name')} placeholder={strings.namePlaceholder} />
        <TextField {...text('baseUrl')} placeholder={strings.baseUrlPlaceholder} isMono />
        <TextField
          {...text('key')}
          type="password"
          autoComplete="off"
          note={needsKey ? strings.keyNotes[keyStore] : strings.keyStays}
          isMono
        />
        <TextField {...text('entity')} note={strings.entityNote} />
        <NetworkFields
          remote={remote}
          isFaulty={isNetwork(faulty)}
          fields={fields}
          put={put}
          text={text}
          caError={errorOf('ca')}
        />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden />
        {problem === undefined || (typeof faulty === 'string' && faulty in fields) ? undefined : (
          <ErrorNotice title={problem.message} tip={problem.tip} />
        )}
        {test.data === undefined ? undefined : (
          <p className={styles.good} role="status">
            {strings.tested(test.data.username, wanted.entity ?? test.data.entity)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface NetworkProps {
  readonly remote: SyncRemote | undefined;
  /** Something in it is wrong, so it must be seen. */
  readonly isFaulty: boolean;
  readonly fields: Fields;
  readonly put: (part: Partial<Fields>) => void;
  readonly text: (field: TextName) => {
    readonly label: string;
    readonly value: string;
    readonly onValue: (value: string) => void;
    readonly error: string | undefined;
  };
  readonly caError: string | undefined;
}

/** How fast, through what, and whom to trust: most people need none of it. */
function NetworkFields({ remote, isFaulty, fields, put, text, caError }: NetworkProps): ReactElement {
  const [isOpen, setOpen] = useState(() => hasNetwork(remote));
  return (
    <details className={styles.more} open={isOpen || isFaulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{strings.network}</summary>
      <div className={styles.form}>
        <div className={styles.pair}>
          <TextField {...text('maxBytesPerSecond')} inputMode="decimal" placeholder={strings.noLimit} />
          <Select<SpeedUnit>
            label={strings.unit}
            value={fields.unit}
            onValue={(unit) => put({ unit })}
            options={SPEED_UNITS.map((value) => ({ value, label: value }))}
          />
        </div>
        <TextField {...text('network')} placeholder={strings.networkAny} note={strings.networkNote} isMono />
        <TextField {...text('proxyUrl')} placeholder={strings.proxyPlaceholder} note={strings.proxyNote} isMono />
        {fields.proxyUrl.trim() === '' ? undefined : (
          <div className={styles.halves}>
            <TextField {...text('proxyUser')} />
            <TextField
              {...text('proxyPassword')}
              type="password"
              note={remote?.proxyUser === undefined ? undefined : strings.passwordStays}
            />
          </div>
        )}
        <Certificates remote={remote} ca={fields.ca} onCa={(ca) => put({ ca })} error={caError} />
      </div>
    </details>
  );
}

/** Certificates to trust for this remote, from a file. */
function Certificates({
  remote,
  ca,
  onCa,
  error,
}: {
  readonly remote: SyncRemote | undefined;
  readonly ca: string | undefined;
  readonly onCa: (ca: string) => void;
  readonly error: string | undefined;
}): ReactElement {
  const [fileName, setFileName] = useState('');
  const kept = remote?.trusted?.map(({ subject }) => subject).join('; ') ?? '';
  const shown = ca === undefined ? kept : ca === '' ? '' : fileName;
  return (
    <div className={styles.certificates}>
      <p className={styles.label}>{strings.ca}</p>
      <div className={styles.row}>
        <span className={styles.chosen}>{shown === '' ? strings.caNone : shown}</span>
        {shown === '' ? undefined : (
          <Button size="small" kind="ghost" onClick={() => onCa('')}>
            {strings.caClear}
          </Button>
        )}
        <FileButton
          size="small"
          label={strings.ca}
          accept=".pem,.crt,.cer"
          onFile={(chosen) => {
            setFileName(chosen.name);
            void chosen.text().then(onCa);
          }}
        >
          {strings.caChoose}
        </FileButton>
      </div>
      <p className={error === undefined ? styles.note : styles.fault} role={error === undefined ? undefined : 'alert'}>
        {error ?? strings.caNote}
      </p>
    </div>
  );
}

function fieldsOf(remote: SyncRemote | undefined): Fields {
  const speed = speedOf(remote?.maxBytesPerSecond);
  return {
    name: remote?.name ?? '',
    baseUrl: remote?.baseUrl ?? '',
    key: '',
    entity: remote?.entity ?? '',
    maxBytesPerSecond: speed.text,
    unit: speed.unit,
    network: remote?.network ?? '',
    proxyUrl: remote?.proxyUrl ?? '',
    proxyUser: remote?.proxyUser ?? '',
    proxyPassword: '',
    ca: undefined,
  };
}

function requestOf(fields: Fields): SyncRemoteChange {
  const { name, baseUrl, ca, unit } = fields;
  const given = (field: TextName): object => (fields[field].trim() === '' ? {} : { [field]: fields[field].trim() });
  const limit = readSpeed(fields.maxBytesPerSecond, unit);
  const proxy = fields.proxyUrl.trim() === '' ? {} : { ...given('proxyUser'), ...given('proxyPassword') };
  return {
    name,
    baseUrl,
    ...given('key'),
    ...given('entity'),
    ...given('network'),
    ...given('proxyUrl'),
    ...proxy,
    ...(limit === undefined ? {} : { maxBytesPerSecond: limit }),
    ...(ca === undefined ? {} : { ca }),
  };
}

function isNetwork(field: unknown): boolean {
  return ['maxBytesPerSecond', 'network', 'proxyUrl', 'proxyUser', 'proxyPassword', 'ca'].some(
    (name) => name === field,
  );
}

function hasNetwork(remote: SyncRemote | undefined): boolean {
  const { maxBytesPerSecond, network, proxyUrl, trusted } = remote ?? {};
  return maxBytesPerSecond !== undefined || network !== undefined || proxyUrl !== undefined || trusted !== undefined;
}
