import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { cx } from './classes.ts';
import styles from './tabs.module.css';

export interface TabItem<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly count?: ReactNode;
}

export interface SegmentedControlProps<T extends string> {
  readonly label: string;
  readonly items: readonly TabItem<T>[];
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly className?: string | undefined;
}

export interface LinkTab {
  readonly href: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly count?: ReactNode;
  readonly isCurrent: boolean;
}

/** Tabs that are links, so that each has an address, a middle click and a place in the history. */
export function LinkTabs({
  label,
  items,
  className,
}: {
  readonly label: string;
  readonly items: readonly LinkTab[];
  readonly className?: string;
}): ReactElement {
  return (
    <nav className={cx(styles.list, className)} aria-label={label}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          className={styles.tab}
          aria-current={item.isCurrent ? 'page' : undefined}
        >
          {item.icon}
          {item.label}
          {item.count === undefined ? undefined : <span className={styles.count}>{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** One of two to five choices, all of them seen. */
export function SegmentedControl<T extends string>({
  label,
  items,
  value,
  onValue,
  className,
}: SegmentedControlProps<T>): ReactElement {
  return (
    <ToggleGroup
      aria-label={label}
      className={cx(styles.segments, className)}
      value={[value]}
      onValueChange={(next: readonly T[]) => {
        const chosen = next.find((item) => item !== value);
        if (chosen !== undefined) onValue(chosen);
      }}
    >
      {items.map((item) => (
        <Toggle key={item.value} value={item.value} className={styles.segment}>
          {item.icon}
          {item.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
