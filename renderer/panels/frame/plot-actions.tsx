import { Settings2 } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { IconButton, Popover } from '#ui/widgets';
import { strings } from '../strings.ts';
import { PlotMenu, type PlotMenuProps } from './plot-menu.tsx';
import styles from './settings-form.module.css';

export interface PlotActionsProps extends PlotMenuProps {
  /** The panel's settings. */
  readonly form: ReactNode;
  readonly isFormOpen: boolean;
  readonly onForm: (isOpen: boolean) => void;
}

/** Buttons of a panel that draws one picture: settings, full screen, and a menu with the exports. */
export function PlotActions({ form, isFormOpen, onForm, ...menu }: PlotActionsProps): ReactElement {
  return (
    <>
      <Popover
        label={strings.edit}
        align="end"
        isOpen={isFormOpen}
        onOpen={onForm}
        trigger={
          <IconButton label={strings.edit} size="small" data-act="edit">
            <Settings2 size={14} aria-hidden />
          </IconButton>
        }
      >
        <div className={styles.popover}>{form}</div>
      </Popover>
      <PlotMenu {...menu} />
    </>
  );
}
