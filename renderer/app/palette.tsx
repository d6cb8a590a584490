import { Dialog as Base } from '@base-ui/react/dialog';
import { ChartSpline, CornerDownLeft, FolderClosed, Search } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import type { ProjectPath } from '#shared/units';
import { ColorDot, colorFor, KeyHint, StateIcon, useCommandList } from '#ui/widgets';
import { usePaletteItems, type PaletteItem } from './palette-items.ts';
import styles from './palette.module.css';
import { strings } from './strings.ts';

export interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The project whose runs are searched; undefined = those of the latest projects. */
  readonly project: ProjectPath | undefined;
}

/** Ctrl/Cmd+K: projects, runs, pages and commands by a few letters. */
export function Palette({ isOpen, onClose, project }: PaletteProps): ReactElement {
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.popup} aria-label={strings.palette}>
            <PaletteBody onClose={onClose} project={project} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteBody({ onClose, project }: Omit<PaletteProps, 'isOpen'>): ReactElement {
  const [text, setText] = useState('');
  const [cursor, setCursor] = useState(0);
  const commands = useCommandList();
  const { items, isSearching } = usePaletteItems(useDeferredValue(text), commands, project);
  const list = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const at = Math.min(cursor, Math.max(0, items.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const choose = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    if (item.kind === 'command') item.command.run();
    else navigate(item.href);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && items.length > 0) setCursor((at + step + items.length) % items.length);
    else if (event.key === 'Enter') choose(items[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.field}>
        <Search size={16} aria-hidden />
        <input
          className={styles.input}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={items.length > 0 ? `palette-${at}` : undefined}
          aria-label={strings.palettePlaceholder}
          placeholder={strings.palettePlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(0);
          }}
          onKeyDown={press}
        />
        <KeyHint keys="Escape" />
      </div>
      <div id="palette-list" ref={list} role="listbox" aria-label={strings.palette} className={styles.list}>
        {items.map((item, i) => (
          <PaletteRow
            key={item.id}
            item={item}
            index={i}
            heading={item.group === items[i - 1]?.group ? undefined : item.group}
            isAt={i === at}
            onPoint={() => setCursor(i)}
            onChoose={() => choose(item)}
          />
        ))}
        {items.length === 0 && !isSearching ? <p className={styles.none}>{strings.paletteEmpty}</p> : undefined}
      </div>
    </>
  );
}

interface RowProps {
  readonly item: PaletteItem;
  readonly index: number;
  readonly heading: string | undefined;
  readonly isAt: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function PaletteRow({ item, index, heading, isAt, onPoint, onChoose }: RowProps): ReactElement {
  return (
    <>
      {heading === undefined ? undefined : (
        <div className={styles.heading} role="presentation">
          {heading}
        </div>
      )}
      <div
        id={`palette-${index}`}
        role="option"
        aria-selected={isAt}
        className={styles.row}
        onPointerMove={isAt ? undefined : onPoint}
        onClick={onChoose}
      >
        <PaletteIcon item={item} />
        <span className={styles.words}>{item.title}</span>
        {item.note === undefined ? undefined : <span className={styles.note}>{item.note}</span>}
        {item.kind === 'command' && item.command.keys !== undefined ? <KeyHint keys={item.command.keys} /> : undefined}
      </div>
    </>
  );
}

function PaletteIcon({ item }: { readonly item: PaletteItem }): ReactElement {
  if (item.kind === 'project') return <FolderClosed size={15} aria-hidden />;
  if (item.kind === 'key') return <ChartSpline size={15} aria-hidden />;
  if (item.kind === 'command') return <CornerDownLeft size={15} aria-hidden />;
  return (
    <span className={styles.runIcons}>
      <ColorDot color={colorFor(item.head.ordinal, item.head.color)} />
      <StateIcon state={item.head.state} />
    </span>
  );
}
