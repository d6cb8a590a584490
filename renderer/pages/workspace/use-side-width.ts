import { useCallback, useState } from 'react';

const STORAGE_KEY = 'taffrail.run-list';
const FIRST_WIDTH = 272;

interface Side {
  readonly width: number;
  readonly isOpen: boolean;
}

/** What a column takes beside the names. */
const COLUMN_PX = 64;
const LEAST_WIDTH = 180;

/** Width of the run list in pixels and whether it is open; kept on this machine. Columns come on top of the width. */
export function useSideWidth(columnCount: number) {
  const columnsPx = columnCount * COLUMN_PX;
  const [side, setSide] = useState(readSide);
  const keep = useCallback((update: (old: Side) => Side) => {
    setSide((old) => {
      const next = update(old);
      localStorage.setItem(STORAGE_KEY, `${next.width} ${next.isOpen ? 'open' : 'closed'}`);
      return next;
    });
  }, []);
  const setWidth = useCallback(
    (width: number) => keep((old) => ({ ...old, width: Math.max(LEAST_WIDTH, width - columnsPx) })),
    [keep, columnsPx],
  );
  const toggle = useCallback(() => keep((old) => ({ ...old, isOpen: !old.isOpen })), [keep]);
  return { ...side, width: side.width + columnsPx, setWidth, toggle };
}

function readSide(): Side {
  const [width, state] = (localStorage.getItem(STORAGE_KEY) ?? '').split(' ');
  const pixels = Number(width);
  return { width: pixels >= LEAST_WIDTH && pixels <= 720 ? pixels : FIRST_WIDTH, isOpen: state !== 'closed' };
}
