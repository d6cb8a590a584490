import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { textScale } from '#ui/widgets';
import styles from './diff.module.css';
import { foldSame, inlineRows, type DiffLine, type DiffRow, type Side } from './lines.ts';
import { strings } from './strings.ts';

export interface DiffViewProps {
  /** Names the comparison for screen readers. */
  readonly label: string;
  readonly lines: readonly DiffLine[];
  readonly layout: 'split' | 'inline';
  readonly isWhole: boolean;
  /** Long lines are broken; else they are cut, and whole in their tip. */
  readonly isWrapped?: boolean;
}

const LINE_PX = 20;

/** Two texts beside or below each other; only lines in sight are in the document. */
export function DiffView({ label, lines, layout, isWhole, isWrapped = false }: DiffViewProps): ReactElement {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => {
    const folded: readonly DiffRow[] = isWhole ? lines : foldSame(lines, opened);
    return layout === 'inline' ? inlineRows(folded) : folded;
  }, [lines, layout, isWhole, opened]);
  const scroller = useRef<HTMLDivElement>(null);
  const linePx = Math.round(LINE_PX * textScale());
  const virtual = useVirtualizer({
    count: rows.length,
    estimateSize: () => linePx,
    getScrollElement: () => scroller.current,
    overscan: 20,
  });
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
      <div className={styles.lines} data-wrap={isWrapped || undefined} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <div
              key={item.key}
              className={styles.line}
              ref={isWrapped ? virtual.measureElement : undefined}
              data-index={item.index}
              style={{
                top: item.start,
                ...(isWrapped ? { minHeight: linePx } : { height: linePx }),
                lineHeight: `${linePx}px`,
              }}
              data-kind={row.kind}
            >
              <Content row={row} layout={layout} onOpen={(from) => setOpened(new Set([...opened, from]))} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface ContentProps {
  readonly row: DiffRow;
  readonly layout: 'split' | 'inline';
  readonly onOpen: (from: number) => void;
}

function Content({ row, layout, onOpen }: ContentProps): ReactElement {
  if (row.kind === 'hidden') {
    return (
      <button type="button" className={styles.fold} onClick={() => onOpen(row.from)}>
        {strings.unchanged(row.count)}
      </button>
    );
  }
  if (layout === 'inline') return <Half side={row.right ?? row.left} kind={row.kind} both={row} />;
  return (
    <>
      <Half side={row.left} kind={row.left === undefined ? 'none' : row.kind === 'same' ? 'same' : 'removed'} />
      <Half side={row.right} kind={row.right === undefined ? 'none' : row.kind === 'same' ? 'same' : 'added'} />
    </>
  );
}

interface HalfProps {
  readonly side: Side | undefined;
  readonly kind: DiffLine['kind'] | 'none';
  /** Inline: the numbers of both sides stand in front. */
  readonly both?: DiffLine;
}

const SIGNS: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  added: ['+', strings.added],
  removed: ['−', strings.removed],
};

function Half({ side, kind, both }: HalfProps): ReactElement {
  const sign = SIGNS[kind];
  return (
    <div className={styles.side} data-kind={kind}>
      {both === undefined ? (
        <span className={styles.number}>{side?.number}</span>
      ) : (
        <>
          <span className={styles.number}>{both.left?.number}</span>
          <span className={styles.number}>{both.right?.number}</span>
        </>
      )}
      <span className={styles.sign}>
        {sign === undefined ? undefined : (
          <>
            <span aria-hidden>{sign[0]}</span>
            <span className="visually-hidden">{sign[1]} </span>
          </>
        )}
      </span>
      <span className={styles.text} title={side?.pieces.map((piece) => piece.text).join('')}>
        {side?.pieces.map((piece, i) => (piece.isChanged ? <mark key={i}>{piece.text}</mark> : piece.text))}
      </span>
    </div>
  );
}
