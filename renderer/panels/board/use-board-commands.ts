import type { RefObject } from 'react';
import { useCommands, type Command } from '#ui/widgets';
import type { BoardStore } from './board-store.ts';
import { sectionSpec } from './sections.ts';
import { strings } from './strings.ts';

const { commands } = strings;

/** What can be done with all panels, and by a key with the one under the pointer. */
export function useBoardCommands(store: BoardStore, searchRef: RefObject<HTMLInputElement | null>): void {
  const group = strings.panels;
  const { change, undo, redo } = store.getState();
  useCommands([
    { id: 'board.undo', title: commands.undo, group, keys: '$mod+Z', run: undo },
    { id: 'board.redo', title: commands.redo, group, keys: '$mod+Shift+Z', run: redo },
    { id: 'board.redo-y', title: commands.redo, group, keys: '$mod+Y', isKeyOnly: true, run: redo },
    { id: 'board.search', title: strings.searchPanels, group, keys: '/', run: () => searchRef.current?.focus() },
    ...panelCommands(group),
    {
      id: 'board.log-scale',
      title: commands.scaleOfAll,
      group,
      run: () =>
        change((old) => ({
          ...old,
          shared: { ...old.shared, yScale: old.shared.yScale === 'log' ? 'linear' : 'log' },
        })),
    },
    {
      id: 'board.zoom-link',
      title: commands.zoomLink,
      group,
      run: () => change((old) => ({ ...old, isZoomLinked: !old.isZoomLinked })),
    },
    {
      id: 'board.fold',
      title: commands.fold,
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
    command('scale', commands.scale, 'l'),
    command('reset-zoom', commands.resetZoom, '0'),
    command('edit', commands.edit, 'e'),
    command('full-screen', commands.fullScreen, 'Shift+F'),
    command('smoothing', commands.smoothing, 's', () =>
      document.querySelector<HTMLElement>('[data-act="smoothing"] [role=combobox]')?.focus(),
    ),
  ];
}
