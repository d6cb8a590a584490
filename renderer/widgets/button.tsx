import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import styles from './button.module.css';
import { cx } from './classes.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ControlSize = 'small' | 'medium' | 'large';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly kind?: ButtonKind;
  readonly size?: ControlSize;
  /** Drawn before the words, 14 to 16 px. */
  readonly icon?: ReactNode;
}

/** A push button. `secondary` and 28 px high unless told otherwise; takes every attribute of `<button>`. */
export function Button(props: ButtonProps): ReactElement {
  const { kind = 'secondary', size = 'medium', icon, className, children, ...rest } = props;
  return (
    <button type="button" {...rest} className={cx(styles.button, styles[kind], styles[size], className)}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'aria-label'> {
  /** The name for screen readers and the tooltip. */
  readonly label: string;
  /** Shortcut shown in the tooltip, in the registry's notation (`$mod+K`). */
  readonly keys?: string;
  readonly children: ReactNode;
}

/** A square button with an icon; its label is the accessible name and the tooltip. */
export function IconButton(props: IconButtonProps): ReactElement {
  const { kind = 'ghost', size = 'medium', label, keys, className, children, ...rest } = props;
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={cx(styles.button, styles.icon, styles[kind], styles[size], className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
