import { Eye, EyeOff, Flag, Pin } from 'lucide-react';
import { lazy, memo, Suspense, type MouseEvent } from 'react';
import { Link } from 'wouter';
import type { RunHead, RunRow as Row } from '#shared/api';
import { runHref } from '#shared/units';
import { highlight } from '#ui/panels';
import { ColorDot, colorFor, RunName, StateIcon, STATE_WORDS, Tick } from '#ui/widgets';
import { LockSign } from '../lock/lock-sign.tsx';
import type { Column, ColumnId } from '../runs/columns.ts';
import type { RunMenuActs } from './run-menu.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

const RunValues = lazy(async () => ({ default: (await import('./listed-values.tsx')).RunValues }));

export interface RunRowActs extends RunMenuActs {
  readonly toggle: (id: string, open: boolean) => void;
  /** Puts the keyboard on a row. */
  readonly mark: (id: string) => void;
}

export interface RunRowProps {
  readonly head: RunHead;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly isPinned: boolean;
  readonly isBaseline: boolean;
  readonly isSelected: boolean;
  /** Members of groups stand below them. */
  readonly depth: number;
  /** The columns of the list; undefined without any. */
  readonly columns: readonly Column[] | undefined;
  /** What the run has in columns, and where; each by itself, so that an answer draws the rows alone that it changes. */
  readonly row: Row | undefined;
  readonly ids: ReadonlyMap<ColumnId, number> | undefined;
  readonly acts: RunRowActs;
}

/** One run: eye, colour, name, state. Hovering makes it stand out in every chart; `RunMenus` around it has its menus. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { head, isOpen, isActive, isPinned, isBaseline, isSelected, depth, columns, row, ids, acts } = props;
  const id = head.path.run;
  const clickEye = (event: MouseEvent): void => {
    if (event.altKey) acts.solo(id);
    else acts.toggle(id, !isOpen);
  };
  /** As in any list of files: with Ctrl one more, with Shift all up to here. Buttons keep their own clicks. */
  const clickRow = (event: MouseEvent): void => {
    const isButton = event.target instanceof Element && event.target.closest('button, input') !== null;
    if (isButton || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    acts.select(head, event.shiftKey || !isSelected, event.shiftKey);
  };
  return (
    <div
      data-run={id}
      className={styles.row}
      data-closed={isOpen ? undefined : ''}
      data-active={isActive ? '' : undefined}
      data-selected={isSelected ? '' : undefined}
      style={depth === 0 ? undefined : { paddingLeft: `${0.5 + depth * 0.875}rem` }}
      onPointerEnter={() => isOpen && highlight.getState().set(id)}
      onPointerLeave={() => highlight.getState().set(undefined)}
      onFocus={() => acts.mark(id)}
      onMouseDown={(event) => {
        // A range of runs, not of letters.
        if (event.shiftKey) event.preventDefault();
      }}
      onClickCapture={clickRow}
    >
      <button
        type="button"
        className={styles.eye}
        aria-pressed={isOpen}
        aria-label={isOpen ? strings.hide(head.displayName) : strings.show(head.displayName)}
        title={strings.soloHint}
        onClick={clickEye}
      >
        {isOpen ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}
      </button>
      <button
        type="button"
        className={styles.dot}
        aria-haspopup="menu"
        aria-label={`${strings.color}: ${head.displayName}`}
        data-color-of={id}
      >
        <ColorDot color={colorFor(head.ordinal, head.color)} />
      </button>
      <Link
        href={runHref(head.path)}
        className={styles.name}
        title={`${head.displayName} · ${id} · ${STATE_WORDS[head.state]}`}
        aria-label={head.displayName}
      >
        <RunName name={head.displayName} />
      </Link>
      <LockSign head={head} />
      {isPinned ? <Pin size={12} className={styles.pin} aria-label={strings.pinned} /> : undefined}
      {isBaseline ? <Flag size={12} className={styles.pin} aria-label={strings.isBaseline} /> : undefined}
      <span className={styles.tick}>
        <Tick
          label={strings.selectRun(head.displayName)}
          isOn={isSelected}
          onToggle={(isOn, isRange) => acts.select(head, isOn, isRange)}
        />
      </span>
      <StateIcon state={head.state} />
      {columns === undefined ? undefined : (
        <Suspense>
          <RunValues columns={columns} row={row} ids={ids} />
        </Suspense>
      )}
    </div>
  );
});
