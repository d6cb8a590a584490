import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '#shared/errors';
import type { LogLine } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useData, useLogSearch, type LogSearchInput } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { Button, EmptyState, ErrorNotice, showToast, Skeleton, useCommands } from '#ui/widgets';
import { strings } from '../strings.ts';
import { fetchAllLines } from './fetch-all.ts';
import { foldLine, plainText } from './fold.ts';
import { LogBar, type LogLook } from './log-bar.tsx';
import { LogLineRow } from './log-line.tsx';
import styles from './logs.module.css';
import { useLogLines } from './use-log-lines.ts';

const ROW_PX = 20;
/** Distance from the end that still counts as being there. */
const AT_END_PX = 24;
/** The stderr filter looks at this many lines from the end. */
const FILTERED_LINES = 100_000;

/** The console of a run: virtual, live, searchable. */
export function LogsTab({ path, isLive }: { readonly path: RunPath; readonly isLive: boolean }): ReactElement {
  const { api } = useData();
  const [look, setLook] = useState<LogLook>({ hasTime: false, isWrapped: false, stream: 'all' });
  const [search, setSearch] = useState<LogSearchInput>({ text: '', isRegex: false, isCaseSensitive: false });
  const [matchIndex, setMatchIndex] = useState(0);
  const [isFollowing, setFollowing] = useState(true);
  const [window, setWindow] = useState({ from: 0, to: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const lines = useLogLines(path, window.from, window.to);
  const { total } = lines;
  const onlyErrors = useErrorLines(path, total, look.stream === 'stderr');
  const rowCount = look.stream === 'stderr' ? (onlyErrors.data?.length ?? 0) : total;
  const lineAt = (index: number): LogLine | undefined =>
    look.stream === 'stderr' ? onlyErrors.data?.[index] : lines.lineAt(index);
  const found = useLogSearch(path, search);
  const matches = found.data?.lines ?? [];
  const current = search.text === '' ? undefined : matches[matchIndex];
  const virtual = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(
    () => setWindow({ from: Math.floor(first / 500) * 500, to: Math.ceil((last + 1) / 500) * 500 }),
    [first, last],
  );
  useEffect(() => {
    if (isFollowing && rowCount > 0) virtual.scrollToIndex(rowCount - 1, { align: 'end' });
  }, [isFollowing, rowCount, virtual, look.isWrapped]);
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

  const goTo = (place: number): void => {
    const number = matches[place];
    if (number === undefined) return;
    setMatchIndex(place);
    setFollowing(false);
    const index =
      look.stream === 'stderr' ? (onlyErrors.data?.findIndex((line) => line.number >= number) ?? -1) : number;
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  };
  const changeSearch = (next: LogSearchInput): void => {
    setSearch(next);
    setMatchIndex(0);
  };
  useEffect(() => {
    if (search.text !== '' && matches.length > 0) goTo(Math.min(matchIndex, matches.length - 1));
    // Only a new answer to another search moves the view; live refreshes of the same one do not.
  }, [search, found.isPlaceholderData]);
  const download = (): void => {
    void fetchAllLines(api, path, total).then(
      (all) =>
        downloadBlob(
          new Blob([all.map((line) => `${plainText(foldLine(line.text).text)}\n`).join('')], { type: 'text/plain' }),
          `${path.run}.log`,
        ),
      (error: unknown) =>
        showToast('Could not read the log', { kind: 'error', text: error instanceof Error ? error.message : '' }),
    );
  };
  const copy = (): string =>
    items
      .map((item) => lineAt(item.index))
      .filter((line) => line !== undefined)
      .map((line) => plainText(foldLine(line.text).text))
      .join('\n');
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    if (!isAtEnd && isFollowing && element.scrollTop < lastTop.current) setFollowing(false);
    if (isAtEnd && !isFollowing && current === undefined) setFollowing(true);
    lastTop.current = element.scrollTop;
  };
  const lastTop = useRef(0);

  if (lines.error !== null && total === 0) {
    return (
      <div className={styles.message}>
        <ErrorNotice
          title={lines.error.message}
          tip={lines.error instanceof Problem ? lines.error.toData().tip : undefined}
          onRetry={lines.retry}
        />
      </div>
    );
  }
  if (lines.isLoading)
    return (
      <div className={styles.message}>
        <Skeleton width="60%" height="1rem" />
      </div>
    );
  if (total === 0)
    return <EmptyState title={strings.noLogs}>{isLive ? strings.noLogsLive : strings.noLogsEnded}</EmptyState>;
  return (
    <div className={styles.logs}>
      <LogBar
        look={look}
        onLook={setLook}
        search={search}
        onSearch={changeSearch}
        searchError={found.isError && search.text !== '' ? found.error.message : undefined}
        matchCount={found.data?.matchCount}
        matchIndex={matchIndex}
        onMatch={(by) => goTo((matchIndex + by + matches.length) % Math.max(1, matches.length))}
        searchRef={field}
        total={total}
        copyText={copy}
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
        {look.stream === 'stderr' && rowCount === 0 && !onlyErrors.isFetching ? (
          <EmptyState title="Nothing was written to stderr" />
        ) : undefined}
        <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const line = lineAt(item.index);
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
                    <span className={styles.number}>{item.index + 1}</span>
                  </div>
                ) : (
                  <LogLineRow
                    line={line}
                    needle={search.isRegex ? '' : search.text}
                    isCurrent={line.number === current}
                    hasTime={look.hasTime}
                    isWrapped={look.isWrapped}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {isFollowing ? undefined : (
        <Button
          className={styles.resume}
          size="small"
          icon={<ArrowDownToLine size={14} aria-hidden />}
          onClick={() => setFollowing(true)}
        >
          {isLive ? 'Follow the end' : 'Go to the end'}
        </Button>
      )}
    </div>
  );
}

/** Lines of stderr among the last FILTERED_LINES; read anew when lines are added. */
function useErrorLines(path: RunPath, total: number, isEnabled: boolean) {
  const { api } = useData();
  return useQuery({
    queryKey: ['log-stderr', path.entity, path.project, path.run, total],
    queryFn: async () =>
      (await fetchAllLines(api, path, total, FILTERED_LINES)).filter((line) => line.stream === 'stderr'),
    placeholderData: (before) => before,
    enabled: isEnabled,
    gcTime: 0,
  });
}
