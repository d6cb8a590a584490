import { GripVertical, ListFilter } from 'lucide-react';
import { createContext, useContext, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { MenuEntry } from '#ui/widgets';
import { strings as panelStrings } from '../strings.ts';
import styles from './panel-frame.module.css';
import { strings } from './strings.ts';

/** What a board adds to every panel of its: the handle to move it by, and entries of its menu. */
export interface PanelChrome {
  readonly onGrab: (event: PointerEvent) => void;
  readonly onHandleKey: (event: KeyboardEvent) => void;
  readonly menu: () => readonly MenuEntry[];
  /** The panel draws other runs than its board. */
  readonly ownRuns?: { readonly words: string; readonly onOpen: () => void };
}

const ChromeContext = createContext<PanelChrome | undefined>(undefined);
export const ChromeProvider = ChromeContext.Provider;

/** Entries for the menu of a panel that stands on a board: duplicate, move, copy link, remove. */
export function usePanelMenu(): () => readonly MenuEntry[] {
  return useContext(ChromeContext)?.menu ?? noEntries;
}

const noEntries = (): readonly MenuEntry[] => [];

/** The handle of a panel; nothing in full screen, where there is no place to move to. */
export function PanelHandle({ title }: { readonly title: string }): ReactElement | undefined {
  const chrome = useContext(ChromeContext);
  if (chrome === undefined) return undefined;
  return (
    <button
      type="button"
      className={styles.handle}
      aria-label={strings.handle(title)}
      title={strings.handleTip}
      onPointerDown={chrome.onGrab}
      onKeyDown={chrome.onHandleKey}
    >
      <GripVertical size={13} aria-hidden />
    </button>
  );
}

/** A mark on a panel that draws other runs than its board; a click shows which. */
export function OwnRunsMark(): ReactElement | undefined {
  const own = useContext(ChromeContext)?.ownRuns;
  if (own === undefined) return undefined;
  return (
    <button type="button" className={styles.ownRuns} title={panelStrings.ownRunsMark(own.words)} onClick={own.onOpen}>
      <ListFilter size={11} aria-hidden />
      <span>{own.words}</span>
    </button>
  );
}
