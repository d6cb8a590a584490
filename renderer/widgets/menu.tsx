import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';
import { KeyHint } from './key-hint.tsx';
import styles from './popup.module.css';

/** An entry of a menu. `isChecked` makes it a tick; `keys` shows a shortcut that is registered elsewhere. */
export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly note?: string;
      readonly keys?: string;
      readonly isDisabled?: boolean;
      readonly isDanger?: boolean;
      readonly isChecked?: boolean;
      readonly run: () => void;
    }
  | {
      readonly kind: 'submenu';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly entries: readonly MenuEntry[];
    }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'separator' };

export interface MenuProps {
  /** One button; it gets the menu's attributes and opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Called when the menu opens, so that entries may depend on the moment. */
  readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** A menu that a button opens. */
export function Menu({ trigger, entries, align = 'start', side = 'bottom' }: MenuProps): ReactElement {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align={align} side={side}>
          <Base.Popup className={styles.popup}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface RowsMenuProps<T> {
  /** One element around all rows; a right click, a long press or the menu key inside it opens the menu. */
  readonly children: ReactElement<Record<string, unknown>>;
  /** What the pressed element belongs to; undefined where there is no menu, and the browser shows its own. */
  readonly targetOf: (pressed: Element) => T | undefined;
  /** Called at each drawing of the open menu, so that entries may depend on the moment. */
  readonly entriesOf: (target: T) => readonly MenuEntry[];
}

/** One menu at the pointer for many rows: menus of their own would cost more than the rows themselves. */
export function RowsMenu<T>({ children, targetOf, entriesOf }: RowsMenuProps<T>): ReactElement {
  // Not the element: rows move, and what stands in one while the menu is open may be another's.
  const target = useRef<T | undefined>(undefined);
  const aim = (event: SyntheticEvent): void => {
    if (!isPressedInside(event)) return;
    target.current = event.target instanceof Element ? targetOf(event.target) : undefined;
    if (event.type === 'contextmenu' && target.current === undefined) event.stopPropagation();
  };
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} onPointerDownCapture={aim} onContextMenuCapture={aim} />
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles.positioner}>
          <BaseContext.Popup className={styles.popup}>
            <Entries entries={() => (target.current === undefined ? [] : entriesOf(target.current))} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

/**
 * Whether what was pressed lies inside the element that listens. What a row opens stands elsewhere in the document, but
 * React passes its events on: the menu would be aimed anew by the entries of another.
 */
function isPressedInside(event: SyntheticEvent): boolean {
  return event.target instanceof Node && event.currentTarget.contains(event.target);
}

function Entries({ entries }: { readonly entries: MenuProps['entries'] }): ReactNode {
  const list = typeof entries === 'function' ? entries() : entries;
  const hasMarks = list.some((entry) => entry.kind === 'action' && entry.isChecked !== undefined);
  return list.map((entry, i) => <Entry key={i} entry={entry} hasMarks={hasMarks} />);
}

function Entry({ entry, hasMarks }: { readonly entry: MenuEntry; readonly hasMarks: boolean }): ReactElement {
  if (entry.kind === 'separator') return <Base.Separator className={styles.separator} />;
  if (entry.kind === 'heading') return <div className={styles.group}>{entry.label}</div>;
  if (entry.kind === 'submenu') return <Submenu entry={entry} />;
  const words = (
    <>
      {hasMarks ? (
        <span className={styles.mark}>{entry.isChecked === true ? <Check size={14} aria-hidden /> : undefined}</span>
      ) : undefined}
      {entry.icon}
      <span className={styles.words}>{entry.label}</span>
      {entry.note === undefined ? undefined : <span className={styles.note}>{entry.note}</span>}
      {entry.keys === undefined ? undefined : <KeyHint keys={entry.keys} />}
    </>
  );
  if (entry.isChecked !== undefined) {
    return (
      <Base.CheckboxItem
        className={styles.item}
        checked={entry.isChecked}
        disabled={entry.isDisabled ?? false}
        onCheckedChange={entry.run}
      >
        {words}
      </Base.CheckboxItem>
    );
  }
  return (
    <Base.Item
      className={styles.item}
      data-danger={entry.isDanger === true ? '' : undefined}
      disabled={entry.isDisabled ?? false}
      onClick={entry.run}
    >
      {words}
    </Base.Item>
  );
}

function Submenu({ entry }: { readonly entry: Extract<MenuEntry, { kind: 'submenu' }> }): ReactElement {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={styles.item}>
        {entry.icon}
        <span className={styles.words}>{entry.label}</span>
        <ChevronRight size={14} aria-hidden />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={2} alignOffset={-4}>
          <Base.Popup className={styles.popup}>
            <Entries entries={entry.entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

export interface AnchoredMenuProps {
  /** The element it stands below; undefined = closed. */
  readonly anchor: Element | undefined;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

/** A menu that belongs to no button: one of them serves every row of a table. */
export function AnchoredMenu({ anchor, entries, onClose }: AnchoredMenuProps): ReactElement {
  return (
    <Base.Root
      modal={false}
      open={anchor !== undefined}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Positioner className={styles.positioner} anchor={anchor ?? null} sideOffset={4} align="start">
          <Base.Popup className={styles.popup} finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
