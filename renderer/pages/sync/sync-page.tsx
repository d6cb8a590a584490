import { Pause, Play, Plus, RotateCw, Send } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { SyncState } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useSync, useSyncAct } from '#ui/data';
import { Button, cx, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { ItemRow } from './item-row.tsx';
import { RemoteForm } from './remote-form.tsx';
import { RemoteList } from './remote-list.tsx';
import { RuleList } from './rule-list.tsx';
import { strings } from './strings.ts';
import styles from './sync.module.css';

/** `/sync`: other servers, and the runs that go to them. */
export function SyncPage(): ReactElement {
  const sync = useSync();
  const [isAdding, setAdding] = useState(false);
  const problem = sync.error === null ? undefined : asProblem(sync.error).toData();
  const add = (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {strings.add}
    </Button>
  );
  const state = sync.data;
  return (
    <div className={page.page}>
      <header className={styles.head}>
        <div>
          <h1 className={page.title}>{strings.title}</h1>
          <p className={page.lead}>{strings.lead}</p>
        </div>
        {state === undefined || state.remotes.length === 0 ? undefined : add}
      </header>
      {problem === undefined ? undefined : (
        <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void sync.refetch()} />
      )}
      {state === undefined ? (
        problem === undefined ? (
          <Skeleton height="8rem" />
        ) : undefined
      ) : state.remotes.length === 0 ? (
        <EmptyState title={strings.empty} icon={<Send size={28} aria-hidden />} actions={add}>
          {strings.emptyText}
        </EmptyState>
      ) : (
        <>
          <RemoteList remotes={state.remotes} keyStore={state.keyStore} />
          <RuleList rules={state.rules} remotes={state.remotes} />
          <Runs state={state} />
        </>
      )}
      {isAdding && state !== undefined ? (
        <RemoteForm keyStore={state.keyStore} onClose={() => setAdding(false)} />
      ) : undefined}
    </div>
  );
}

function Runs({ state }: { readonly state: SyncState }): ReactElement {
  const act = useSyncAct();
  const { items, remotes, counts, isPaused } = state;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const byId = new Map(remotes.map((remote) => [remote.id, remote]));
  return (
    <section className={page.section} aria-label={strings.runs}>
      <div className={styles.head}>
        <div className={styles.words}>
          <h2 className={page.sectionTitle}>{strings.runs}</h2>
          {items.length === 0 ? undefined : <p className={styles.counts}>{strings.counts(counts)}</p>}
        </div>
        {counts.failed === 0 ? undefined : (
          <Button
            size="small"
            icon={<RotateCw size={13} aria-hidden />}
            onClick={() => act.mutate({ kind: 'retryFailed' })}
          >
            {strings.retryFailed(counts.failed)}
          </Button>
        )}
        {items.length === 0 && !isPaused ? undefined : (
          <Button
            size="small"
            icon={isPaused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
            onClick={() => act.mutate({ kind: 'pause', what: 'all', id: 0, isPaused: !isPaused })}
          >
            {isPaused ? strings.resume : strings.pause}
          </Button>
        )}
      </div>
      {isPaused ? (
        <p className={styles.pausedNote} role="status">
          {strings.paused}
        </p>
      ) : undefined}
      {items.length === 0 ? (
        <p className={page.quiet}>{strings.noRuns}</p>
      ) : (
        <ul className={cx(page.card, styles.list)}>
          {items.map((item) => (
            <ItemRow key={item.id} item={item} remote={byId.get(item.remoteId)} />
          ))}
        </ul>
      )}
      {total > items.length ? <p className={styles.rest}>{strings.rest(total - items.length)}</p> : undefined}
    </section>
  );
}
