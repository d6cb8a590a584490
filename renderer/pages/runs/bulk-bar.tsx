import { Download, Eye, FolderInput, GitCompareArrows, Lock, LockOpen, Tag, Tags, Trash2, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
import { Button, Chip, Menu, Popover, TextField } from '#ui/widgets';
import { strings as bundleStrings } from '../bundles/strings.ts';
import { strings as lockStrings } from '../lock/strings.ts';
import { strings as moveStrings } from '../move/strings.ts';
import { strings as syncStrings } from '../sync/strings.ts';
import styles from './runs.module.css';
import type { ExportFormat } from './export-text.ts';
import { compareHref } from './compare-href.ts';
import { exportEntries, type BulkActs } from './run-acts.ts';
import type { AskedAbout } from './run-dialogs.tsx';
import { MOST_SELECTED } from './selection.ts';
import { strings } from './strings.ts';

export interface BulkBarProps {
  readonly heads: readonly RunHead[];
  /** Runs that match the filter. */
  readonly total: number;
  readonly acts: BulkActs;
  readonly onSelectEvery: () => void;
  readonly onClear: () => void;
  readonly onExport: (format: ExportFormat) => void;
  readonly onAsk: (asked: AskedAbout) => void;
  /** Shows the selected runs alone, where runs have eyes. */
  readonly onShowOnly?: (() => void) | undefined;
}

/** What can be done with the selected runs; floats over the foot of the table while there are any. */
export function BulkBar(props: BulkBarProps): ReactElement {
  const { heads, total, acts, onSelectEvery, onClear, onExport, onAsk, onShowOnly } = props;
  const [, navigate] = useLocation();
  const areLocked = heads.every((head) => head.isLocked === true);
  return (
    <div className={styles.bulk} role="toolbar" aria-label={strings.selected(heads.length)}>
      <strong>{strings.selected(heads.length)}</strong>
      {heads.length < Math.min(total, MOST_SELECTED) ? (
        <Button size="small" kind="ghost" onClick={onSelectEvery}>
          {total > MOST_SELECTED ? strings.selectFirst(MOST_SELECTED) : strings.selectEvery(total)}
        </Button>
      ) : heads.length < total ? (
        <span className={styles.bulkNote}>{strings.selectLimit(total)}</span>
      ) : undefined}
      <span className={styles.rule} />
      {onShowOnly === undefined ? undefined : (
        <Button size="small" kind="ghost" icon={<Eye size={14} aria-hidden />} onClick={onShowOnly}>
          {strings.showOnly}
        </Button>
      )}
      <Button
        size="small"
        kind="ghost"
        icon={<GitCompareArrows size={14} aria-hidden />}
        disabled={heads.length < 2}
        onClick={() => navigate(compareHref(heads))}
      >
        {strings.compare}
      </Button>
      <Popover
        label={strings.addTag}
        side="top"
        trigger={
          <Button size="small" kind="ghost" icon={<Tag size={14} aria-hidden />}>
            {strings.addTag}
          </Button>
        }
      >
        <AddTag onAdd={(tag) => acts.addTag(heads, tag)} />
      </Popover>
      <Popover
        label={strings.removeTag}
        side="top"
        trigger={
          <Button
            size="small"
            kind="ghost"
            icon={<Tags size={14} aria-hidden />}
            disabled={heads.every((head) => head.tags.length === 0)}
          >
            {strings.removeTag}
          </Button>
        }
      >
        <div className={styles.tagList}>
          {[...new Set(heads.flatMap((head) => head.tags))].sort().map((tag) => (
            <Chip key={tag} onRemove={() => acts.removeTag(heads, tag)} removeLabel={strings.removeThisTag(tag)}>
              {tag}
            </Chip>
          ))}
        </div>
      </Popover>
      <Menu
        side="top"
        entries={[
          ...exportEntries(onExport),
          { kind: 'separator' },
          { kind: 'action', label: bundleStrings.menu, run: () => onAsk({ act: 'bundle', heads }) },
          { kind: 'action', label: syncStrings.menu, run: () => onAsk({ act: 'send', heads }) },
        ]}
        trigger={
          <Button size="small" kind="ghost" icon={<Download size={14} aria-hidden />}>
            {strings.export}
          </Button>
        }
      />
      <Button
        size="small"
        kind="ghost"
        icon={<FolderInput size={14} aria-hidden />}
        onClick={() => onAsk({ act: 'move', heads })}
      >
        {moveStrings.bulk}
      </Button>
      <Button
        size="small"
        kind="ghost"
        icon={areLocked ? <LockOpen size={14} aria-hidden /> : <Lock size={14} aria-hidden />}
        onClick={() => acts.lock(heads, !areLocked)}
      >
        {areLocked ? lockStrings.unlock : lockStrings.lock}
      </Button>
      <Button
        size="small"
        kind="ghost"
        className={styles.bulkDelete}
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => onAsk({ act: 'delete', heads })}
      >
        {strings.delete}
      </Button>
      <span className={styles.rule} />
      <Button size="small" kind="ghost" icon={<X size={14} aria-hidden />} onClick={onClear}>
        {strings.clearSelection}
      </Button>
    </div>
  );
}

function AddTag({ onAdd }: { readonly onAdd: (tag: string) => void }): ReactElement {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onAdd(text.trim());
        setText('');
      }}
    >
      <TextField label={strings.addTag} note={strings.tagHint} value={text} onValue={setText} autoFocus />
    </form>
  );
}
