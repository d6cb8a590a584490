import { Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { SyncRemote, SyncState } from '#shared/api';
import { formatBytes } from '#shared/units';
import { useSyncAct } from '#ui/data';
import { ConfirmDialog, cx, IconButton } from '#ui/widgets';
import page from '../page.module.css';
import { RemoteForm } from './remote-form.tsx';
import { strings } from './strings.ts';
import styles from './sync.module.css';

/** The servers that runs may be sent to. */
export function RemoteList({ remotes, keyStore }: Pick<SyncState, 'remotes' | 'keyStore'>): ReactElement {
  const act = useSyncAct();
  const [asked, setAsked] = useState<SyncRemote>();
  const [changed, setChanged] = useState<SyncRemote>();
  return (
    <section className={page.section} aria-label={strings.remotes}>
      <h2 className={page.sectionTitle}>{strings.remotes}</h2>
      <ul className={cx(page.card, styles.list)}>
        {remotes.map((remote) => (
          <RemoteRow key={remote.id} remote={remote} onChange={setChanged} onRemove={setAsked} />
        ))}
      </ul>
      {changed === undefined ? undefined : (
        <RemoteForm remote={changed} keyStore={keyStore} onClose={() => setChanged(undefined)} />
      )}
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={strings.removeTitle(asked?.name ?? '')}
        action={strings.remove}
        isDanger
        onConfirm={() => {
          if (asked !== undefined) act.mutate({ kind: 'removeRemote', id: asked.id });
        }}
      >
        {strings.removeText}
      </ConfirmDialog>
    </section>
  );
}

interface RowProps {
  readonly remote: SyncRemote;
  readonly onChange: (remote: SyncRemote) => void;
  readonly onRemove: (remote: SyncRemote) => void;
}

function RemoteRow({ remote, onChange, onRemove }: RowProps): ReactElement {
  const act = useSyncAct();
  const { id, name, baseUrl, entity, isPaused, keyPlace } = remote;
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <div className={styles.words}>
          <p className={styles.name}>{name}</p>
          <p className={cx(styles.line, page.mono)}>{entity === undefined ? baseUrl : `${baseUrl}/${entity}`}</p>
          <p className={cx(styles.line, keyPlace === 'locked' && styles.fault)}>{factsOf(remote).join(' · ')}</p>
        </div>
        {isPaused ? <span className={styles.state}>{strings.isPaused}</span> : undefined}
        <IconButton
          label={isPaused ? strings.resumeOne(name) : strings.pauseOne(name)}
          size="small"
          onClick={() => act.mutate({ kind: 'pause', what: 'remote', id, isPaused: !isPaused })}
        >
          {isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        </IconButton>
        <IconButton label={strings.changeRemote(name)} size="small" onClick={() => onChange(remote)}>
          <Pencil size={14} aria-hidden />
        </IconButton>
        <IconButton label={strings.removeRemote(name)} size="small" onClick={() => onRemove(remote)}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function factsOf({ maxBytesPerSecond, network, isAway, proxyUrl, trusted, keyPlace }: SyncRemote): string[] {
  return [
    strings.keyPlaces[keyPlace],
    ...(maxBytesPerSecond === undefined ? [] : [strings.limit(`${formatBytes(maxBytesPerSecond)}/s`)]),
    ...(network === undefined ? [] : [isAway === true ? strings.away(network) : strings.onlyOn(network)]),
    ...(proxyUrl === undefined ? [] : [strings.throughProxy(proxyUrl)]),
    ...(trusted === undefined ? [] : [strings.trusts(trusted.map(({ subject }) => subject).join('; '))]),
  ];
}
