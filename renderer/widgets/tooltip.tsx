import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { KeyHint } from './key-hint.tsx';
import styles from './tooltip.module.css';

export interface TooltipProps {
  /** Nothing is shown for an empty text. */
  readonly text: ReactNode;
  readonly keys?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One element that takes a ref and the trigger's attributes. */
  readonly children: ReactElement<Record<string, unknown>>;
}

/** Words beside an element on hover or focus. Never the only carrier of what a control does. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps): ReactElement {
  if (text === '' || text === undefined) return children;
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} side={side} sideOffset={6}>
          <Base.Popup className={styles.popup}>
            {text}
            {keys === undefined ? undefined : <KeyHint keys={keys} tone="inverse" />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Shares the delay between tooltips: the second one comes at once. Once around the app. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Base.Provider delay={450} timeout={300}>
      {children}
    </Base.Provider>
  );
}
