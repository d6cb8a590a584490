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
  copyText,
  Menu,
  RUN_PALETTE_SIZE,
  paletteColor,
  resolveColor,
  showToast,
  StateIcon,
  STATE_WORDS,
  type MenuEntry,
} from '#ui/widgets';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

export interface RunRowActs {
  readonly toggle: (id: string, open: boolean) => void;
  readonly solo: (id: string) => void;
  readonly showEvery: () => void;
  readonly pin: (id: string) => void;
  readonly setBaseline: (id: string) => void;
}

export interface RunRowProps {
  readonly head: RunHead;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly isPinned: boolean;
  readonly isBaseline: boolean;
  /** Members of groups stand below them. */
  readonly depth: number;
  readonly acts: RunRowActs;
}

/** One run: eye, colour, name, state. Hovering makes it stand out in every chart. */
export const RunRow = memo(function RunRow({ head, isOpen, isActive, isPinned, isBaseline, depth, acts }: RunRowProps) {
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
  const copy = (text: string): void =>
    void copyText(text).then((isCopied) => showToast(isCopied ? strings.copied : strings.copyFailed));
  const entries = (): readonly MenuEntry[] => [
    { kind: 'action', label: strings.open, run: () => navigate(runHref(head.path)) },
    { kind: 'action', label: strings.solo, run: () => acts.solo(id) },
    { kind: 'action', label: strings.showEvery, run: acts.showEvery },
    { kind: 'separator' },
    { kind: 'action', label: isPinned ? strings.unpin : strings.pin, run: () => acts.pin(id) },
    {
      kind: 'action',
      label: isBaseline ? strings.noBaseline : strings.setBaseline,
      run: () => acts.setBaseline(id),
    },
    { kind: 'submenu', label: strings.color, entries: colors() },
    { kind: 'separator' },
    { kind: 'action', label: strings.copyId, note: id, run: () => copy(id) },
    {
      kind: 'action',
      label: strings.copyLink,
      run: () => copy(new URL(runHref(head.path), location.href).href),
    },
    { kind: 'action', label: strings.copyPath, run: () => copy(`${head.path.entity}/${head.path.project}/${id}`) },
  ];
  return (
    <ContextMenu entries={entries}>
      <div
        className={styles.row}
        data-closed={isOpen ? undefined : ''}
        data-active={isActive ? '' : undefined}
        style={depth === 0 ? undefined : { paddingLeft: `${0.5 + depth * 0.875}rem` }}
        onPointerEnter={() => isOpen && highlight.getState().set(id)}
        onPointerLeave={() => highlight.getState().set(undefined)}
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
