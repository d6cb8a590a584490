import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { LogLine } from '#shared/api';
import type { RunPath } from '#shared/units';
import { textScale } from '#ui/widgets';
import type { LogLook } from './log-bar.tsx';
import { mostRows, startAround, stretchOf, type Stretch } from './stretch.ts';
import { useErrorLines } from './use-error-lines.ts';
import { useLogLines, type LogLines } from './use-log-lines.ts';

/** At the normal size of text. */
const ROW_PX = 20;
/** Distance from the end that still counts as being there. */
const AT_END_PX = 24;
/** Lines are wanted in steps, so that scrolling asks seldom. */
const WINDOW_LINES = 500;

/** A row to be shown, and where on the screen. */
interface Target {
  readonly row: number;
  readonly align: 'start' | 'center' | 'end';
}

/** The list of lines: what is in it, where it stands, and how it moves. Rows count from the first line of all that are shown. */
export interface LogView extends Stretch {
  readonly lines: LogLines;
  readonly errors: ReturnType<typeof useErrorLines>;
  readonly isFiltered: boolean;
  /** All rows there are; the list holds `count` of them, from `first` on. */
  readonly rowCount: number;
  readonly lineAt: (row: number) => LogLine | undefined;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly isFollowing: boolean;
  readonly follow: (isOn: boolean) => void;
  readonly show: (row: number, align: Target['align']) => void;
  /** To be called when the list was scrolled; at the end it follows again, unless a search holds it. */
  readonly onScroll: (isHeld: boolean) => void;
}

/** Lines of a run in a virtual list that follows the end until a person scrolls up. */
export function useLogView(path: RunPath, look: LogLook, scroller: RefObject<HTMLDivElement | null>): LogView {
  const [isFollowing, setFollowing] = useState(true);
  const [range, setRange] = useState({ from: 0, to: WINDOW_LINES });
  const [from, setFrom] = useState<number | undefined>(undefined);
  const [target, setTarget] = useState<Target | undefined>(undefined);
  const lastTop = useRef(0);
  const rowPx = ROW_PX * textScale();
  const most = mostRows(rowPx);
  const lines = useLogLines(path, (all) => {
    const { first: start } = stretchOf(all, most, from);
    return [start + range.from, start + range.to];
  });
  const isFiltered = look.stream === 'stderr';
  const errors = useErrorLines(path, lines.total, isFiltered);
  const rowCount = isFiltered ? (errors.data?.length ?? 0) : lines.total;
  const { first, count } = stretchOf(rowCount, most, from);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count,
    getItemKey: (index) => first + index,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 20,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      const start = Math.floor((items[0]?.index ?? 0) / WINDOW_LINES) * WINDOW_LINES;
      const end = Math.ceil(((items.at(-1)?.index ?? 0) + 1) / WINDOW_LINES) * WINDOW_LINES;
      setRange((old) => (old.from === start && old.to === end ? old : { from: start, to: end }));
    },
  });
  useEffect(() => {
    if (isFollowing && count > 0) virtual.scrollToIndex(count - 1, { align: 'end' });
  }, [isFollowing, first, count, virtual, look.isWrapped]);
  useEffect(() => {
    if (target !== undefined) virtual.scrollToIndex(target.row - first, { align: target.align });
  }, [target, first, virtual]);
  const follow = (isOn: boolean): void => {
    setFollowing(isOn);
    setTarget(undefined);
    // Who reads stays where they are, however much is added at the end.
    setFrom(isOn ? undefined : first);
  };
  const show = (row: number, align: Target['align']): void => {
    setFollowing(false);
    setFrom(row > first && row < first + count - 1 ? first : startAround(row, most));
    setTarget({ row, align });
  };
  const onScroll = (isHeld: boolean): void => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    if (!isAtEnd && isFollowing && element.scrollTop < lastTop.current) follow(false);
    if (isAtEnd && first + count === rowCount && !isFollowing && !isHeld) follow(true);
    lastTop.current = element.scrollTop;
  };
  const lineAt = (row: number): LogLine | undefined => (isFiltered ? errors.data?.[row] : lines.lineAt(row));
  return {
    lines,
    errors,
    isFiltered,
    rowCount,
    first,
    count,
    lineAt,
    virtual,
    isFollowing,
    follow,
    show,
    onScroll,
  };
}
