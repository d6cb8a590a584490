import { useRef, useState, type ReactElement, type SyntheticEvent } from 'react';
import type { RunHead } from '#shared/api';
import { useEditRun } from '#ui/data';
import {
  AnchoredMenu,
  ColorDot,
  colorFor,
  ContextMenu,
  paletteColor,
  resolveColor,
  isPressedInside,
  paletteSize,
  type MenuEntry,
} from '#ui/widgets';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

export interface RunMenusProps {
  /** The run of a row, by its id. */
  readonly headOf: (id: string) => RunHead | undefined;
  /** The menu of a run; editors stand beside `row`. */
  readonly menuOf: (head: RunHead, row: Element, colors: readonly MenuEntry[]) => readonly MenuEntry[];
  /** The menu of a group, by its id. */
  readonly groupMenuOf: (id: string) => readonly MenuEntry[] | undefined;
  readonly children: ReactElement<Record<string, unknown>>;
}

/** Where a row or its button was pressed. */
interface Aimed {
  readonly head: RunHead;
  readonly row: HTMLElement;
}

/** The menus of all rows with `data-run` or `data-group` inside: menus of their own would cost more than the rows themselves. */
export function RunMenus({ headOf, menuOf, groupMenuOf, children }: RunMenusProps): ReactElement {
  const target = useRef<Aimed | undefined>(undefined);
  const group = useRef<readonly MenuEntry[] | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const [coloring, setColoring] = useState<{ readonly head: RunHead; readonly dot: Element } | undefined>(undefined);
  const { mutate: edit } = useEditRun();
  const aimedAt = (event: SyntheticEvent): Aimed | undefined => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-run]') : null;
    const head = headOf(row?.dataset['run'] ?? '');
    return row === null || head === undefined ? undefined : { head, row };
  };
  const aim = (event: SyntheticEvent): void => {
    if (!isPressedInside(event)) return;
    target.current = aimedAt(event);
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-group]') : null;
    group.current = row === null ? undefined : groupMenuOf(row.dataset['group'] ?? '');
  };
  const setColor = ({ path }: RunHead, color: string | null): void => edit({ path, edit: { color } });
  const pickOwn = ({ head, row }: Aimed): void => {
    const input = picker.current;
    if (input === null) return;
    target.current = { head, row };
    const { left, bottom } = row.getBoundingClientRect();
    // The browser's dialog stands beside the field.
    Object.assign(input.style, { left: `${left}px`, top: `${bottom}px` });
    input.value = resolveColor(colorFor(head.ordinal, head.color));
    input.click();
  };
  const colorsOf = (aimed: Aimed): readonly MenuEntry[] => [
    {
      kind: 'action',
      label: strings.resetColor,
      isChecked: aimed.head.color === undefined,
      run: () => setColor(aimed.head, null),
    },
    { kind: 'action', label: strings.ownColor, run: () => pickOwn(aimed) },
    ...Array.from({ length: paletteSize() }, (_, index): MenuEntry => {
      const color = paletteColor(index);
      return {
        kind: 'action',
        label: strings.colorName(index),
        icon: <ColorDot color={`var(--run-${index})`} />,
        isChecked: aimed.head.color === color,
        run: () => setColor(aimed.head, color),
      };
    }),
  ];
  const entries = (): readonly MenuEntry[] => {
    const aimed = target.current;
    return aimed === undefined ? (group.current ?? []) : menuOf(aimed.head, aimed.row, colorsOf(aimed));
  };
  const openColors = (event: SyntheticEvent): void => {
    const dot = event.target instanceof Element ? event.target.closest('[data-color-of]') : null;
    const aimed = aimedAt(event);
    if (dot !== null && aimed !== undefined) setColoring({ head: aimed.head, dot });
  };
  const colored = coloring?.dot.closest<HTMLElement>('[data-run]');
  return (
    <div
      role="presentation"
      className={styles.menus}
      onPointerDownCapture={aim}
      onClick={openColors}
      onContextMenuCapture={(event) => {
        if (!isPressedInside(event)) return;
        aim(event);
        // Elsewhere there is no menu: the browser shows its own.
        if (target.current === undefined && group.current === undefined) event.stopPropagation();
      }}
    >
      <ContextMenu entries={entries}>{children}</ContextMenu>
      <AnchoredMenu
        anchor={coloring?.dot}
        entries={coloring === undefined || !colored ? [] : colorsOf({ head: coloring.head, row: colored })}
        onClose={() => setColoring(undefined)}
      />
      <input
        ref={picker}
        type="color"
        className={styles.picker}
        tabIndex={-1}
        aria-label={strings.ownColor}
        onChange={(event) => {
          if (target.current !== undefined) setColor(target.current.head, event.target.value);
        }}
      />
    </div>
  );
}
