import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from 'react';
import { Problem } from '#shared/errors';
import type { LogLine } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useData } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { Button, EmptyState, ErrorNotice, showToast, Skeleton, textScale, useCommands } from '#ui/widgets';
import { strings } from '../strings.ts';
import { fetchAllLines } from './fetch-all.ts';
import { foldLine, plainText } from './fold.ts';
import { LogBar, type LogLook } from './log-bar.tsx';
import { LogRows } from './log-rows.tsx';
import styles from './logs.module.css';
import { useErrorLines } from './use-error-lines.ts';
import { useLogLines } from './use-log-lines.ts';
import { useMatches } from './use-matches.ts';

/** At the normal size of text. */
const ROW_PX = 20;
/** Distance from the end that still counts as being there. */
const AT_END_PX = 24;
/** Lines are wanted in steps, so that scrolling asks seldom. */
const WINDOW_LINES = 500;

/** The console of a run: virtual, live, searchable. */
export function LogsTab({ path, isLive }: { readonly path: RunPath; readonly isLive: boolean }): ReactElement {
  const [look, setLook] = useState<LogLook>({ hasTime: false, isWrapped: false, stream: 'all' });
  const [isFollowing, setFollowing] = useState(true);
  const [range, setRange] = useState({ from: 0, to: WINDOW_LINES });
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  const lines = useLogLines(path, range.from, range.to);
  const { total } = lines;
  const isFiltered = look.stream === 'stderr';
  const errors = useErrorLines(path, total, isFiltered);
  const rowCount = isFiltered ? (errors.data?.length ?? 0) : total;
  const lineAt = (index: number): LogLine | undefined => (isFiltered ? errors.data?.[index] : lines.lineAt(index));
  const matches = useMatches(path);
  const download = useDownload(path, total);
  const virtual = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX * textScale(),
    overscan: 20,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      const from = Math.floor((items[0]?.index ?? 0) / WINDOW_LINES) * WINDOW_LINES;
      const to = Math.ceil(((items.at(-1)?.index ?? 0) + 1) / WINDOW_LINES) * WINDOW_LINES;
      setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
    },
  });
  useEffect(() => {
    if (isFollowing && rowCount > 0) virtual.scrollToIndex(rowCount - 1, { align: 'end' });
  }, [isFollowing, rowCount, virtual, look.isWrapped]);
  const goTo = (place: number): void => {
    const number = matches.lines[place];
    if (number === undefined) return;
    matches.setIndex(place);
    setFollowing(false);
    const index = isFiltered ? (errors.data?.findIndex((line) => line.number >= number) ?? -1) : number;
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  };
  const showFirst = useEffectEvent(() => goTo(0));
  useEffect(() => {
    if (matches.answer !== undefined) showFirst();
  }, [matches.answer]);
  useCommands([
    {
      id: 'logs.search',
      title: 'Search logs',
      group: 'Logs',
      keys: '$mod+F',
      inFields: true,
      run: () => field.current?.focus(),
    },
  ]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    if (!isAtEnd && isFollowing && element.scrollTop < lastTop.current) setFollowing(false);
    if (isAtEnd && !isFollowing && matches.current === undefined) setFollowing(true);
    lastTop.current = element.scrollTop;
  };
  const textInSight = (): string =>
    virtual
      .getVirtualItems()
      .map((item) => lineAt(item.index))
      .filter((line) => line !== undefined)
      .map(shownText)
      .join('\n');

  if (total === 0) return <NoLines lines={lines} isLive={isLive} />;
  return (
    <div className={styles.logs}>
      <LogBar
        look={look}
        onLook={setLook}
        search={matches.search}
        onSearch={matches.change}
        searchError={matches.error}
        matchCount={matches.count}
        matchIndex={matches.index}
        onMatch={(by) => goTo((matches.index + by + matches.lines.length) % Math.max(1, matches.lines.length))}
        searchRef={field}
        total={total}
        copyText={textInSight}
        onDownload={download}
      />
      <div
        ref={scroller}
        className={styles.scroll}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={strings.logs}
      >
        {isFiltered && rowCount === 0 && !errors.isFetching ? <EmptyState title={strings.noErrors} /> : undefined}
        <LogRows
          virtual={virtual}
          lineAt={lineAt}
          needle={matches.search.isRegex ? '' : matches.search.text}
          current={matches.current}
          hasTime={look.hasTime}
          isWrapped={look.isWrapped}
        />
      </div>
      {isFollowing ? undefined : (
        <Button
          className={styles.resume}
          size="small"
          icon={<ArrowDownToLine size={14} aria-hidden />}
          onClick={() => setFollowing(true)}
        >
          {isLive ? strings.follow : strings.toEnd}
        </Button>
      )}
    </div>
  );
}

/** Why there are no lines: not read, not yet here, or none. */
function NoLines({
  lines,
  isLive,
}: {
  readonly lines: ReturnType<typeof useLogLines>;
  readonly isLive: boolean;
}): ReactElement {
  const { error } = lines;
  if (error !== null) {
    return (
      <div className={styles.message}>
        <ErrorNotice
          title={error.message}
          tip={error instanceof Problem ? error.toData().tip : undefined}
          onRetry={lines.retry}
        />
      </div>
    );
  }
  if (!lines.isLoading)
    return <EmptyState title={strings.noLogs}>{isLive ? strings.noLogsLive : strings.noLogsEnded}</EmptyState>;
  return (
    <div className={styles.message}>
      <Skeleton width="60%" height="1rem" />
    </div>
  );
}

/** Fetches every line and hands it to the browser's download as plain text. */
function useDownload(path: RunPath, total: number): () => void {
  const { api, clock } = useData();
  return () => {
    void fetchAllLines(api, path, total).then(
      (all) => {
        const text = all.map((line) => `${shownText(line)}\n`).join('');
        downloadBlob(clock, new Blob([text], { type: 'text/plain' }), `${path.run}.log`);
      },
      (error: unknown) =>
        showToast(strings.failed, { kind: 'error', text: error instanceof Error ? error.message : '' }),
    );
  };
}

/** A line as it stands on the screen, without colours. */
function shownText(line: LogLine): string {
  return plainText(foldLine(line.text).text);
}
