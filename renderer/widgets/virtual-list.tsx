import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, type ReactElement, type ReactNode, type Ref } from 'react';
import { cx } from './classes.ts';
import { textScale } from './text-scale.ts';
import styles from './virtual-list.module.css';

export interface VirtualListHandle {
  /** Brings a row into view with the least scrolling. */
  readonly reveal: (index: number) => void;
}

export interface VirtualListProps {
  readonly count: number;
  /** Pixels at the normal size of text; every row has it. */
  readonly rowHeight: number;
  readonly renderRow: (index: number) => ReactNode;
  readonly keyOf?: (index: number) => string | number;
  /** Names the list for screen readers. */
  readonly label: string;
  readonly role?: 'list' | 'listbox' | 'presentation';
  readonly className?: string | undefined;
  readonly handle?: Ref<VirtualListHandle>;
}

/** Any number of rows of one height; only those in sight are in the document. Fills its parent's height. */
export function VirtualList(props: VirtualListProps): ReactElement {
  const { count, renderRow, keyOf, label, role = 'list', className, handle } = props;
  const rowHeight = Math.round(props.rowHeight * textScale());
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: 8,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  });
  useImperativeHandle(handle, () => ({ reveal: (index) => virtualizer.scrollToIndex(index) }), [virtualizer]);
  return (
    <div ref={scroller} className={cx(styles.scroller, className)} role={role} aria-label={label} tabIndex={-1}>
      <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            role={role === 'list' ? 'listitem' : 'presentation'}
            className={styles.row}
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
