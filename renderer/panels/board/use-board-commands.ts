import type { RefObject } from 'react';
import { useCommands, type Command } from '#ui/widgets';
import type { BoardStore } from './board-store.ts';
import { sectionSpec } from './sections.ts';

/** What can be done with all panels, and by a key with the one under the pointer. */
export function useBoardCommands(store: BoardStore, searchRef: RefObject<HTMLInputElement | null>): void {
  const group = 'Panels';
  const { change, undo, redo } = store.getState();
  useCommands([
    { id: 'board.undo', title: 'Undo a change of the board', group, keys: '$mod+Z', run: undo },
    { id: 'board.redo', title: 'Redo a change of the board', group, keys: '$mod+Shift+Z', run: redo },
    { id: 'board.redo-y', title: 'Redo a change of the board', group, keys: '$mod+Y', isKeyOnly: true, run: redo },
    { id: 'board.search', title: 'Search panels', group, keys: '/', run: () => searchRef.current?.focus() },
    ...panelCommands(group),
    {
      id: 'board.log-scale',
      title: 'Switch the y scale of all panels',
      group,
      run: () =>
        change((old) => ({
          ...old,
          shared: { ...old.shared, yScale: old.shared.yScale === 'log' ? 'linear' : 'log' },
        })),
    },
    {
      id: 'board.zoom-link',
      title: 'Link or unlink the zoom of all panels',
      group,
      run: () => change((old) => ({ ...old, isZoomLinked: !old.isZoomLinked })),
    },
    {
      id: 'board.fold',
      title: 'Fold or unfold all sections',
      group,
      run: () =>
        change((old) => {
          const ids = [...document.querySelectorAll<HTMLElement>('[data-section]')].map(
            (one) => one.dataset['section'] ?? '',
          );
          const isAnyOpen = ids.some((id) => sectionSpec(old, id).isCollapsed !== true);
          return {
            ...old,
            sections: {
              ...old.sections,
              ...Object.fromEntries(
                ids.map((id) => [id, { ...sectionSpec(old, id), isCollapsed: isAnyOpen ? true : undefined }]),
              ),
            },
          };
        }),
    },
  ]);
}

/** The panel under the pointer, else the one that has the focus. */
function panelNow(): Element | null {
  return document.querySelector('[data-cell]:hover') ?? document.querySelector('[data-cell]:focus-within');
}

/** Each presses the panel's own button, so that it does just what the button does, and nothing where there is none. */
function panelCommands(group: string): Command[] {
  const press = (act: string) => (): void => panelNow()?.querySelector<HTMLElement>(`[data-act="${act}"]`)?.click();
  const command = (act: string, title: string, keys: string, run = press(act)): Command => ({
    id: `panel.${act}`,
    title,
    group,
    keys,
    isKeyOnly: true,
    run,
  });
  return [
    command('scale', 'Y scale of the panel under the pointer', 'l'),
    command('reset-zoom', 'Reset its zoom', '0'),
    command('edit', 'Edit it', 'e'),
    command('full-screen', 'Show it in full screen', 'Shift+F'),
    command('smoothing', 'Smoothing', 's', () =>
      document.querySelector<HTMLElement>('[data-act="smoothing"] [role=combobox]')?.focus(),
    ),
  ];
}
