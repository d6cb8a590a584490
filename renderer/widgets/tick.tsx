import type { ReactElement } from 'react';
import styles from './toggle.module.css';

export interface TickProps {
  readonly label: string;
  readonly isOn: boolean;
  /** `isRange`: Shift was held. */
  readonly onToggle: (isOn: boolean, isRange: boolean) => void;
}

/** A checkbox for the rows of long lists: the browser's own, because hundreds of them come and go while scrolling. */
export function Tick({ label, isOn, onToggle }: TickProps): ReactElement {
  return (
    <input
      type="checkbox"
      className={styles.tick}
      aria-label={label}
      checked={isOn}
      onChange={(event) => onToggle(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}
