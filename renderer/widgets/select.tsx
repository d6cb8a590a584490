import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classes.ts';
import styles from './popup.module.css';

export interface SelectOption<T extends string | number> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
}

export interface SelectProps<T extends string | number> {
  /** Name for screen readers. */
  readonly label: string;
  readonly options: readonly SelectOption<T>[];
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly size?: 'small' | 'medium';
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/** One of a short list. For long lists that need searching use a Popover with a VirtualList. */
export function Select<T extends string | number>(props: SelectProps<T>): ReactElement {
  const { label, options, value, onValue, size, isDisabled = false, className } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => {
        if (next !== null) onValue(next);
      }}
    >
      <Base.Trigger
        aria-label={label}
        className={cx(styles.trigger, className)}
        data-small={size === 'small' ? '' : undefined}
      >
        <Base.Value className={styles.value} />
        <Base.Icon>
          <ChevronsUpDown size={13} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false} align="start">
          <Base.Popup className={styles.popup}>
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                disabled={option.isDisabled ?? false}
                className={styles.item}
              >
                <span className={styles.mark}>
                  <Base.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Base.ItemIndicator>
                </span>
                {option.icon}
                <Base.ItemText className={styles.words}>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
