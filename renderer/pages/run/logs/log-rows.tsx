import type { Virtualizer } from '@tanstack/react-virtual';
import type { ReactElement } from 'react';
import type { LogLine } from '#shared/api';
import { LogLineRow } from './log-line.tsx';
import styles from './logs.module.css';

export interface LogRowsProps {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** Number of the line that the list begins with. */
  readonly first: number;
  readonly lineAt: (index: number) => LogLine | undefined;
  readonly needle: string;
  /** Number of the line that the search stands at. */
  readonly current: number | undefined;
  readonly hasTime: boolean;
  readonly isWrapped: boolean;
}

/** The lines in sight; one whose page is on its way shows its number. */
export function LogRows({ virtual, first, lineAt, needle, current, hasTime, isWrapped }: LogRowsProps): ReactElement {
  return (
    <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const line = lineAt(first + item.index);
        return (
          <div
            key={item.key}
            data-index={item.index}
            ref={virtual.measureElement}
            className={styles.row}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {line === undefined ? (
              <div className={styles.line}>
                <span className={styles.number}>{first + item.index + 1}</span>
              </div>
            ) : (
              <LogLineRow
                line={line}
                needle={needle}
                isCurrent={line.number === current}
                hasTime={hasTime}
                isWrapped={isWrapped}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
