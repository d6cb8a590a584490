import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classes.ts';
import styles from './popup.module.css';

export interface PopoverProps {
  /** One button; it gets the popover's attributes. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Name for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly isOpen?: boolean;
  readonly onOpen?: (isOpen: boolean) => void;
  readonly className?: string | undefined;
}

/** A small surface beside its button; Escape or a click elsewhere closes it and gives the focus back. */
export function Popover(props: PopoverProps): ReactElement {
  const { trigger, label, children, align = 'start', side = 'bottom', isOpen, onOpen, className } = props;
  return (
    <Base.Root
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpen === undefined ? {} : { onOpenChange: (next: boolean) => onOpen(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={5} align={align} side={side} collisionPadding={8}>
          <Base.Popup className={cx(styles.popup, styles.roomy, className)} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface AnchoredPopoverProps {
  /** The element it stands beside; undefined = closed. */
  readonly anchor: Element | undefined;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A popover that belongs to no button: one of them serves every cell of a table. */
export function AnchoredPopover({ anchor, label, onClose, children, className }: AnchoredPopoverProps): ReactElement {
  return (
    <Base.Root
      open={anchor !== undefined}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          anchor={anchor ?? null}
          sideOffset={3}
          align="start"
          side="bottom"
          collisionPadding={8}
        >
          <Base.Popup
            className={cx(styles.popup, styles.roomy, className)}
            aria-label={label}
            finalFocus={() => (anchor instanceof HTMLElement ? (anchor.querySelector('button') ?? anchor) : true)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
