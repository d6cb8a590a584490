import { RotateCw, Square, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { ImportItem } from '#shared/api';
import { runHref } from '#shared/units';
import type { ImportAct } from '#ui/data';
import { Button, cx, IconButton, StateIcon } from '#ui/widgets';
import page from '../page.module.css';
import styles from './import.module.css';
import { notesOf } from './notes.ts';
import { strings } from './strings.ts';

/** So many are shown at first; a watched folder may bring thousands. */
const SHOWN = 100;

/** Everything that was opened, the newest first, with how far it is and what did not come in. */
export function Opened({
  items,
  onAct,
}: {
  readonly items: readonly ImportItem[];
  readonly onAct: (act: ImportAct) => void;
}): ReactElement {
  const [shown, setShown] = useState(SHOWN);
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{strings.listTitle}</h2>
      {items.length === 0 ? (
        <p className={page.quiet}>{strings.listEmpty}</p>
      ) : (
        <ul className={cx(page.card, styles.list)}>
          {items.slice(0, shown).map((item) => (
            <OpenedRow key={item.id} item={item} onAct={onAct} />
          ))}
        </ul>
      )}
      {items.length > shown ? (
        <Button className={styles.more} onClick={() => setShown(shown + 10 * SHOWN)}>
          {`+ ${(items.length - shown).toLocaleString('en-US')}`}
        </Button>
      ) : undefined}
    </section>
  );
}

function OpenedRow({
  item,
  onAct,
}: {
  readonly item: ImportItem;
  readonly onAct: (act: ImportAct) => void;
}): ReactElement {
  const isActive = item.state === 'queued' || item.state === 'reading' || item.state === 'following';
  const isReading = item.state === 'reading';
  const name = item.displayName ?? item.path.split(/[\\/]/).at(-1);
  return (
    <li className={styles.item}>
      <div className={styles.row} title={item.path}>
        {item.runState === undefined ? undefined : <StateIcon state={item.runState} />}
        <div className={styles.words}>
          <p className={styles.name}>{item.run === undefined ? name : <Link href={runHref(item.run)}>{name}</Link>}</p>
          <p className={cx(styles.note, item.state === 'failed' && styles.bad)}>{lineOf(item)}</p>
        </div>
        <span className={cx(styles.state, styles[item.state])}>{strings.states[item.state]}</span>
        {isActive ? (
          <IconButton label={strings.stop} size="small" onClick={() => onAct({ kind: 'cancel', id: item.id })}>
            <Square size={13} aria-hidden />
          </IconButton>
        ) : item.kind === 'bundle' ? undefined : (
          <IconButton label={strings.again} size="small" onClick={() => onAct({ kind: 'start', paths: [item.path] })}>
            <RotateCw size={13} aria-hidden />
          </IconButton>
        )}
        <IconButton label={strings.remove} size="small" onClick={() => onAct({ kind: 'remove', id: item.id })}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      {isReading ? (
        <progress
          className={styles.progress}
          max={Math.max(1, item.sizeBytes)}
          value={item.positionBytes}
          aria-label={strings.states.reading}
        />
      ) : undefined}
      <Notes item={item} />
    </li>
  );
}

function lineOf(item: ImportItem): string {
  if (item.reason !== '') return item.reason;
  if (item.state === 'reading') return strings.progress(item.positionBytes, item.sizeBytes);
  const { historyLines, consoleLines, files, artifacts } = item.counts;
  if (item.state === 'done' && historyLines + consoleLines + files === 0) return strings.unchanged;
  return strings.counts(historyLines, consoleLines, files, artifacts);
}

function Notes({ item }: { readonly item: ImportItem }): ReactElement | undefined {
  const notes = notesOf(item);
  if (notes.length === 0) return undefined;
  return (
    <details className={styles.notes}>
      <summary>{strings.notes(notes.length)}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
