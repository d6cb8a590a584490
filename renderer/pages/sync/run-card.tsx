import { ExternalLink, Send } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { SyncItem, SyncRemote } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useNow, useRunSync } from '#ui/data';
import { Button, cx } from '#ui/widgets';
import { lineOf } from './item-row.tsx';
import { SendDialog } from './send-dialog.tsx';
import { strings } from './strings.ts';
import styles from './sync.module.css';

const CLOCK_MS = 15_000;

/** Where a run went, for the page of the run; nothing before a remote was named, or for whoever may not ask. */
export function RunSyncCard({
  path,
  className,
  headClassName,
}: {
  readonly path: RunPath;
  readonly className: string | undefined;
  readonly headClassName: string | undefined;
}): ReactElement | undefined {
  const sync = useRunSync(path).data;
  const now = useNow(CLOCK_MS, (sync?.items.length ?? 0) > 0);
  const [isSending, setSending] = useState(false);
  if (sync === undefined || sync.remotes.length === 0) return undefined;
  const { items, remotes } = sync;
  return (
    <section className={className} aria-label={strings.sentTo}>
      <header className={headClassName}>
        <h2>{strings.sentTo}</h2>
        <span className={styles.words} />
        <Button size="small" icon={<Send size={13} aria-hidden />} onClick={() => setSending(true)}>
          {strings.menu}
        </Button>
      </header>
      {items.length === 0 ? (
        <p className={styles.cardLine}>{strings.onlyHere}</p>
      ) : (
        <ul className={styles.list}>
          {items.map((item) => (
            <Sent key={item.id} item={item} remote={remotes.find(({ id }) => id === item.remoteId)} now={now} />
          ))}
        </ul>
      )}
      <SendDialog runs={isSending ? [path] : []} onClose={() => setSending(false)} />
    </section>
  );
}

function Sent({
  item,
  remote,
  now,
}: {
  readonly item: SyncItem;
  readonly remote: SyncRemote | undefined;
  readonly now: number;
}): ReactElement {
  const { state, isPaused, href, note } = item;
  const isTrouble = state === 'failed' || state === 'conflict';
  return (
    <li className={styles.cardLine}>
      <span className={styles.words}>
        <strong>{remote?.name}</strong>{' '}
        <span className={cx(isTrouble && styles.fault)}>{lineOf(item, remote, now)}</span>
        {note === undefined ? undefined : <span className={styles.warning}> {note}</span>}
      </span>
      {state === 'synced' && !isPaused ? undefined : (
        <span className={cx(styles.state, !isPaused && styles[state])}>
          {isPaused ? strings.isPaused : strings.states[state]}
        </span>
      )}
      {href === undefined ? undefined : (
        <a className={styles.link} href={href} target="_blank" rel="noreferrer">
          <ExternalLink size={13} aria-hidden /> {strings.open}
        </a>
      )}
    </li>
  );
}
