import { ExternalLink, Pause, Play, RotateCw, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { SyncItem, SyncRemote } from '#shared/api';
import { runHref } from '#shared/units';
import { useNow, useSyncAct } from '#ui/data';
import { Button, ConfirmDialog, cx, IconButton } from '#ui/widgets';
import { exactTime, timeAgo } from '../time.ts';
import { strings } from './strings.ts';
import styles from './sync.module.css';

/** How often “synced a minute ago” is said anew. */
const CLOCK_MS = 15_000;

/** A run that goes to a remote: how far it is, and what a person can do about it. */
export function ItemRow({
  item,
  remote,
}: {
  readonly item: SyncItem;
  readonly remote: SyncRemote | undefined;
}): ReactElement {
  const act = useSyncAct();
  const now = useNow(CLOCK_MS, item.syncedAt !== undefined);
  const { id, state, displayName, path, isPaused, note } = item;
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <div className={styles.words}>
          <p className={styles.name}>
            <Link href={runHref(path)}>{displayName}</Link>{' '}
            <span className={styles.place}>
              {path.project} {strings.to(remote?.name ?? '')}
              {item.ruleId === undefined ? '' : ` · ${strings.byRule}`}
            </span>
          </p>
          <p className={cx(styles.line, (state === 'failed' || state === 'conflict') && styles.fault)}>
            {lineOf(item, remote, now)}
          </p>
          {note === undefined ? undefined : <p className={styles.warning}>{note}</p>}
        </div>
        <span className={cx(styles.state, !isPaused && styles[state])}>
          {isPaused ? strings.isPaused : strings.states[state]}
        </span>
        {item.href === undefined ? undefined : (
          <a className={styles.link} href={item.href} target="_blank" rel="noreferrer">
            <ExternalLink size={13} aria-hidden /> {strings.open}
          </a>
        )}
        {state === 'failed' || state === 'synced' ? (
          <IconButton
            label={state === 'failed' ? strings.retry : strings.again}
            size="small"
            onClick={() => act.mutate({ kind: 'retry', id })}
          >
            <RotateCw size={14} aria-hidden />
          </IconButton>
        ) : undefined}
        {state === 'waiting' || state === 'pushing' || isPaused ? (
          <IconButton
            label={isPaused ? strings.resumeOne(displayName) : strings.pauseOne(displayName)}
            size="small"
            onClick={() => act.mutate({ kind: 'pause', what: 'run', id, isPaused: !isPaused })}
          >
            {isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          </IconButton>
        ) : undefined}
        <IconButton label={strings.forget(displayName)} size="small" onClick={() => act.mutate({ kind: 'remove', id })}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      {state === 'pushing' ? (
        <progress
          className={styles.progress}
          aria-label={strings.states.pushing}
          value={item.sentBytes}
          max={Math.max(1, item.totalBytes)}
        />
      ) : undefined}
      {state === 'conflict' ? <Choices item={item} /> : undefined}
    </li>
  );
}

function Choices({ item }: { readonly item: SyncItem }): ReactElement {
  const act = useSyncAct();
  const [isAsking, setAsking] = useState(false);
  const choose = (choice: 'copy' | 'overwrite') => (): void => act.mutate({ kind: 'retry', id: item.id, choice });
  return (
    <div className={styles.choices}>
      <Button size="small" onClick={choose('copy')}>
        {strings.copy}
      </Button>
      {item.canOverwrite === true ? (
        <Button size="small" onClick={() => setAsking(true)}>
          {strings.overwrite}
        </Button>
      ) : undefined}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={strings.overwriteTitle}
        action={strings.overwriteAct}
        isDanger
        onConfirm={choose('overwrite')}
      >
        {strings.overwriteText(item.displayName)}
      </ConfirmDialog>
    </div>
  );
}

/** What there is to say of how far an item is. */
export function lineOf(item: SyncItem, remote: SyncRemote | undefined, now: number): ReactElement | string {
  const { state, reason, sentBytes, totalBytes, syncedAt } = item;
  if (state === 'conflict') return strings.conflict(reason);
  if (state === 'failed') return reason;
  const progress = strings.progress(sentBytes, totalBytes);
  const { network, isAway, keyPlace } = remote ?? {};
  if (state === 'waiting' && !item.isPaused && isAway === true) return strings.waitsFor(network ?? '');
  if (reason !== '') return keyPlace === 'locked' ? reason : strings.retrying(reason);
  if (state === 'pushing') return totalBytes === 0 ? strings.looking : progress;
  if (item.isPaused && sentBytes < totalBytes) return progress;
  if (syncedAt === undefined) return '';
  return <span title={exactTime(syncedAt)}>{strings.syncedAt(timeAgo(syncedAt, now))}</span>;
}
