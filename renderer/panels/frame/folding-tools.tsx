import { SlidersHorizontal } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Button, Popover } from '#ui/widgets';
import styles from './folding-tools.module.css';
import { strings } from './strings.ts';

export interface FoldingToolsProps {
  readonly label: string;
  /** Stay in sight: the first, which takes the room that is left, and the last. */
  readonly before: ReactNode;
  readonly after?: ReactNode;
  /** Lie behind one button where they have no room beside the others. */
  readonly children: ReactNode;
  /** How many of them change what is shown; the button says so. */
  readonly inUse: number;
}

/** Tools of a panel in one line, whatever its width: a small panel is for what it shows. */
export function FoldingTools({ label, before, after, children, inUse }: FoldingToolsProps): ReactElement {
  const [line, isFolded] = useFolds();
  return (
    <div ref={line} className={styles.line} role="toolbar" aria-label={label} data-folded={isFolded ? '' : undefined}>
      {before}
      {isFolded ? (
        <Popover
          label={label}
          align="start"
          trigger={
            <Button size="small" aria-label={strings.tools(inUse)} title={strings.tools(inUse)}>
              <SlidersHorizontal size={13} aria-hidden />
              {inUse === 0 ? undefined : inUse}
            </Button>
          }
        >
          <div className={styles.folded}>{children}</div>
        </Popover>
      ) : (
        children
      )}
      <span className={styles.spring} data-spring="" />
      {after}
    </div>
  );
}

/** Whether what stands in a line needs more than its width. What it needs is only known while all of it stands there. */
function useFolds(): readonly [ref: React.RefObject<HTMLDivElement | null>, isFolded: boolean] {
  const line = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [needed, setNeeded] = useState(0);
  const isFolded = width > 0 && width < needed;
  useLayoutEffect(() => {
    const element = line.current;
    if (element === null) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Tools come and go with each drawing; equal ones need as much as before, and nothing is drawn again.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    if (line.current !== null && width > 0 && !isFolded) setNeeded(widthOf(line.current));
  });
  return [line, isFolded];
}

/** Of the tools beside each other, with the gaps between them. */
function widthOf(line: HTMLElement): number {
  const look = getComputedStyle(line);
  const gap = Number.parseFloat(look.columnGap) || 0;
  const padding = Number.parseFloat(look.paddingLeft) + Number.parseFloat(look.paddingRight);
  const tools = [...line.children].filter((tool): tool is HTMLElement => tool instanceof HTMLElement);
  const widths = tools.map((tool) => (tool.dataset['spring'] === undefined ? tool.getBoundingClientRect().width : 0));
  return Math.ceil(widths.reduce((sum, one) => sum + one + gap, padding - gap));
}
