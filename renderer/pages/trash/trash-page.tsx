import { RotateCcw, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { TrashedRun, TrashList } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatBytes, type ProjectPath } from '#shared/units';
import { useNow, useTrash } from '#ui/data';
import { Button, Checkbox, cx, EmptyState, ErrorNotice, IconButton, Skeleton, StateIcon, Tick } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import { expiryText } from './expiry.ts';
import { PurgeDialog, type AskedToPurge } from './purge-dialog.tsx';
import { strings } from './strings.ts';
import styles from './trash.module.css';
import { useTrashActs } from './use-trash-acts.ts';

const CLOCK_MS = 30_000;

/** `/entity/project/trash`: deleted runs, which can be brought back until they go for good. */
export function TrashPage({ project }: { readonly project: ProjectPath }): ReactElement {
  const trash = useTrash(project);
  if (trash.data === undefined) {
    const problem = trash.error === null ? undefined : asProblem(trash.error);
    return (
      <div className={page.page}>
        {problem === undefined ? (
          <Skeleton height="8rem" />
        ) : (
          <ErrorNotice
            title={`${strings.failed}: ${problem.message}`}
            tip={problem.toData().tip}
            onRetry={() => void trash.refetch()}
          />
        )}
      </div>
    );
  }
  if (trash.data.total === 0) {
    return (
      <EmptyState isPage title={strings.emptyTitle} icon={<Trash2 size={28} aria-hidden />}>
        {strings.emptyText(trash.data.days)}
      </EmptyState>
    );
  }
  return <Filled project={project} trash={trash.data} />;
}

function Filled({ project, trash }: { readonly project: ProjectPath; readonly trash: TrashList }): ReactElement {
  const acts = useTrashActs(project);
  const now = useNow(CLOCK_MS, true);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<AskedToPurge | undefined>(undefined);
  // What another window has restored is marked no more.
  const chosen = trash.runs.filter(({ id }) => marked.has(id));
  const isAll = chosen.length === trash.runs.length;
  const ids = chosen.map(({ id }) => id);
  const mark = (id: number, isOn: boolean): void =>
    setMarked((old) => new Set(isOn ? [...old, id] : [...old].filter((one) => one !== id)));
  const whole: AskedToPurge = { count: trash.total, sizeBytes: trash.sizeBytes, choice: {} };
  return (
    <div className={cx(page.page, styles.page)}>
      <div className={styles.head}>
        <h1 className={page.title}>{strings.trash}</h1>
        <span className={page.quiet}>{strings.sum(trash.total, formatBytes(trash.sizeBytes))}</span>
        <span className={styles.spring} />
        <Button
          icon={<RotateCcw size={14} aria-hidden />}
          onClick={() => void acts.restore(ids.length === 0 ? {} : { ids })}
        >
          {ids.length === 0 ? strings.restoreAll : strings.restoreSome(ids.length)}
        </Button>
        <Button
          icon={<Trash2 size={14} aria-hidden />}
          onClick={() => setAsked(ids.length === 0 ? whole : askedOf(chosen))}
        >
          {ids.length === 0 ? strings.empty : strings.purgeSome(ids.length)}
        </Button>
      </div>
      <p className={styles.lead}>
        {strings.lead(trash.days)} <Link href="/settings">{strings.change}</Link>
      </p>
      <div className={styles.list} role="grid" aria-label={strings.trash} aria-multiselectable>
        <div className={styles.listHead} role="row">
          <span role="columnheader" className={styles.tick}>
            <Checkbox
              label={strings.selectAll}
              isLabelHidden
              state={isAll ? true : chosen.length > 0 ? 'mixed' : false}
              onToggle={(isOn) => setMarked(new Set(isOn ? trash.runs.map(({ id }) => id) : []))}
            />
          </span>
          <span role="columnheader">{strings.columns.run}</span>
          <span role="columnheader">{strings.columns.deleted}</span>
          <span role="columnheader">{strings.columns.expires}</span>
          <span role="columnheader" className={styles.figure}>
            {strings.columns.size}
          </span>
        </div>
        {trash.runs.map((run) => (
          <Row
            key={run.id}
            run={run}
            now={now}
            isMarked={marked.has(run.id)}
            onMark={mark}
            onRestore={() => void acts.restore({ ids: [run.id] })}
            onPurge={() => setAsked(askedOf([run]))}
          />
        ))}
        {trash.runs.length < trash.total ? (
          <p className={styles.more}>{strings.more(trash.total - trash.runs.length)}</p>
        ) : undefined}
      </div>
      <PurgeDialog
        project={project}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onConfirm={({ choice }) => void acts.purge(choice)}
      />
    </div>
  );
}

function askedOf(runs: readonly TrashedRun[]): AskedToPurge {
  const [only] = runs;
  return {
    count: runs.length,
    sizeBytes: runs.reduce((sum, run) => sum + run.sizeBytes, 0),
    choice: { ids: runs.map(({ id }) => id) },
    ...(runs.length === 1 && only !== undefined ? { only } : {}),
  };
}

interface RowProps {
  readonly run: TrashedRun;
  readonly now: number;
  readonly isMarked: boolean;
  readonly onMark: (id: number, isOn: boolean) => void;
  readonly onRestore: () => void;
  readonly onPurge: () => void;
}

function Row({ run, now, isMarked, onMark, onRestore, onPurge }: RowProps): ReactElement {
  const { displayName: name } = run;
  return (
    <div role="row" className={styles.row} aria-selected={isMarked} data-trashed={run.run}>
      <span role="gridcell" className={styles.tick}>
        <Tick label={strings.select(name)} isOn={isMarked} onToggle={(isOn) => onMark(run.id, isOn)} />
      </span>
      <span role="gridcell" className={styles.name}>
        <StateIcon state={run.state} />
        <span className={styles.label} title={name}>
          {name}
        </span>
        {run.run === name ? undefined : <span className={styles.id}>{run.run}</span>}
      </span>
      <span role="gridcell" className={page.quiet} title={exactTime(run.deletedAt)}>
        {timeAgo(run.deletedAt, now)}
      </span>
      <span role="gridcell" title={exactTime(run.expiresAt)}>
        {expiryText(run.expiresAt, now)}
      </span>
      <span role="gridcell" className={styles.figure}>
        {formatBytes(run.sizeBytes)}
      </span>
      <span role="gridcell" className={styles.acts}>
        <Button size="small" aria-label={strings.restoreOne(name)} onClick={onRestore}>
          {strings.restore}
        </Button>
        <IconButton size="small" label={strings.purgeOne(name)} onClick={onPurge}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}
