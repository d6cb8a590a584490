import { useRef, useState, type ReactElement, type SyntheticEvent } from 'react';
import type { RunHead } from '#shared/api';
import { useEditRun } from '#ui/data';
import {
  AnchoredMenu,
  ColorDot,
  colorFor,
  paletteColor,
  paletteSize,
  resolveColor,
  RowsMenu,
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

/** The menus of all rows with `data-run` or `data-group` inside. */
export function RunMenus({ headOf, menuOf, groupMenuOf, children }: RunMenusProps): ReactElement {
  /** The run that the browser's dialog of colours is open for. */
  const painted = useRef<RunHead | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const [coloring, setColoring] = useState<{ readonly head: RunHead; readonly dot: Element } | undefined>(undefined);
  const { mutate: edit } = useEditRun();
  const aimedAt = (pressed: Element): Aimed | undefined => {
    const row = pressed.closest<HTMLElement>('[data-run]');
    const head = headOf(row?.dataset['run'] ?? '');
    return row === null || head === undefined ? undefined : { head, row };
  };
  const groupAt = (pressed: Element): { readonly group: readonly MenuEntry[] } | undefined => {
    const group = groupMenuOf(pressed.closest<HTMLElement>('[data-group]')?.dataset['group'] ?? '');
    return group === undefined ? undefined : { group };
  };
  const setColor = ({ path }: RunHead, color: string | null): void => edit({ path, edit: { color } });
  const pickOwn = ({ head, row }: Aimed): void => {
    const input = picker.current;
    if (input === null) return;
    painted.current = head;
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
  const openColors = ({ target }: SyntheticEvent): void => {
    const dot = target instanceof Element ? target.closest('[data-color-of]') : null;
    const aimed = dot === null ? undefined : aimedAt(dot);
    if (dot !== null && aimed !== undefined) setColoring({ head: aimed.head, dot });
  };
  const colored = coloring?.dot.closest<HTMLElement>('[data-run]');
  return (
    <div role="presentation" className={styles.menus} onClick={openColors}>
      <RowsMenu
        targetOf={(pressed) => aimedAt(pressed) ?? groupAt(pressed)}
        entriesOf={(aimed) => ('group' in aimed ? aimed.group : menuOf(aimed.head, aimed.row, colorsOf(aimed)))}
      >
        {children}
      </RowsMenu>
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
          if (painted.current !== undefined) setColor(painted.current, event.target.value);
        }}
      />
    </div>
  );
}
