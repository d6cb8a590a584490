import { Eye, EyeOff, Flag, Pin } from 'lucide-react';
import { memo, useRef, type MouseEvent } from 'react';
import { Link, useLocation } from 'wouter';
import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { useEditRun } from '#ui/data';
import { highlight } from '#ui/panels';
import {
  ColorDot,
  colorFor,
  ContextMenu,
  Menu,
  RUN_PALETTE_SIZE,
  paletteColor,
  resolveColor,
  StateIcon,
  STATE_WORDS,
  Tick,
  type MenuEntry,
} from '#ui/widgets';
import { runMenu, type RunMenuActs } from './run-menu.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

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
  readonly acts: RunRowActs;
}

/** One run: eye, colour, name, state. Hovering makes it stand out in every chart. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { head, isOpen, isActive, isPinned, isBaseline, isSelected, depth, acts } = props;
  const id = head.path.run;
  const [, navigate] = useLocation();
  const picker = useRef<HTMLInputElement>(null);
  const { mutate: edit } = useEditRun();
  const clickEye = (event: MouseEvent): void => {
    if (event.altKey) acts.solo(id);
    else acts.toggle(id, !isOpen);
  };
  const colors = (): readonly MenuEntry[] => [
    {
      kind: 'action',
      label: strings.resetColor,
      isChecked: head.color === undefined,
      run: () => edit({ path: head.path, edit: { color: null } }),
    },
    { kind: 'action', label: strings.ownColor, run: () => picker.current?.click() },
    ...Array.from({ length: RUN_PALETTE_SIZE }, (_, index): MenuEntry => {
      const color = paletteColor(index);
      return {
        kind: 'action',
        label: strings.colorName(index),
        icon: <ColorDot color={`var(--run-${index})`} />,
        isChecked: head.color === color,
        run: () => edit({ path: head.path, edit: { color } }),
      };
    }),
  ];
  const row = useRef<HTMLDivElement>(null);
  const entries = (): readonly MenuEntry[] =>
    runMenu({
      head,
      isPinned,
      isBaseline,
      isSelected,
      colors: colors(),
      acts,
      open: () => navigate(runHref(head.path)),
      anchor: () => row.current,
    });
  /** As in any list of files: with Ctrl one more, with Shift all up to here. Buttons keep their own clicks. */
  const clickRow = (event: MouseEvent): void => {
    const isButton = event.target instanceof Element && event.target.closest('button, input') !== null;
    if (isButton || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    acts.select(head, event.shiftKey || !isSelected, event.shiftKey);
  };
  return (
    <ContextMenu entries={entries}>
      <div
        ref={row}
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
        <Menu
          trigger={
            <button type="button" className={styles.dot} aria-label={`${strings.color}: ${head.displayName}`}>
              <ColorDot color={colorFor(head.ordinal, head.color)} />
            </button>
          }
          entries={colors}
        />
        <Link
          href={runHref(head.path)}
          className={styles.name}
          title={`${head.displayName} · ${id} · ${STATE_WORDS[head.state]}`}
        >
          {head.displayName}
        </Link>
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
        <input
          ref={picker}
          type="color"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={`${strings.ownColor} ${head.displayName}`}
          value={resolveColor(colorFor(head.ordinal, head.color))}
          onChange={(event) => edit({ path: head.path, edit: { color: event.target.value } })}
        />
      </div>
    </ContextMenu>
  );
});
