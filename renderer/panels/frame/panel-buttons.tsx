import { Maximize2, Minimize2, MoreHorizontal } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton, Menu, type MenuEntry } from '#ui/widgets';
import type { PanelViewProps } from '../registry.ts';
import { strings } from '../strings.ts';
import { usePanelMenu } from './chrome.tsx';

/** Shows a panel in full screen, and takes it back. */
export function FullScreenButton({
  isFullScreen,
  onFullScreen,
}: Pick<PanelViewProps, 'isFullScreen' | 'onFullScreen'>): ReactElement {
  return (
    <IconButton
      label={isFullScreen ? strings.leaveFullScreen : strings.fullScreen}
      size="small"
      data-act="full-screen"
      onClick={onFullScreen}
    >
      {isFullScreen ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
    </IconButton>
  );
}

/** The menu of a panel: its own entries, made when it opens, and those of the board that it stands on. */
export function PanelMenu({ entries }: { readonly entries: () => readonly MenuEntry[] }): ReactElement {
  const ofBoard = usePanelMenu();
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={strings.more} size="small">
          <MoreHorizontal size={14} aria-hidden />
        </IconButton>
      }
      entries={() => [...entries(), ...ofBoard()]}
    />
  );
}
