import { ArrowDownToLine } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from 'react';
import { Problem } from '#shared/errors';
import type { LogLine } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useData } from '#ui/data';
import { downloadBlob } from '#ui/panels';
import { Button, EmptyState, ErrorNotice, showToast, Skeleton, useCommands } from '#ui/widgets';
import { strings } from '../strings.ts';
import { fetchAllLines } from './fetch-all.ts';
import { foldLine, plainText } from './fold.ts';
import { LogBar, type LogLook } from './log-bar.tsx';
import { LogRows } from './log-rows.tsx';
import styles from './logs.module.css';
import type { LogLines } from './use-log-lines.ts';
import { useLogView } from './use-log-view.ts';
import { useMatches } from './use-matches.ts';

/** The console of a run: virtual, live, searchable. */
export function LogsTab({ path, isLive }: { readonly path: RunPath; readonly isLive: boolean }): ReactElement {
  const [look, setLook] = useState<LogLook>({ hasTime: false, isWrapped: false, stream: 'all' });
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useLogView(path, look, scroller);
  const { lines, errors, isFiltered, rowCount, first, count, lineAt, virtual, isFollowing, show } = view;
  const { total } = lines;
  const matches = useMatches(path);
  const download = useDownload(path, total);
  const goTo = (place: number): void => {
    const number = matches.lines[place];
    if (number === undefined) return;
    matches.setIndex(place);
    const row = isFiltered ? (errors.data?.findIndex((line) => line.number >= number) ?? -1) : number;
    if (row >= 0) show(row, 'center');
    else view.follow(false);
  };
  const showFirst = useEffectEvent(() => goTo(0));
  useEffect(() => {
    if (matches.answer !== undefined) showFirst();
  }, [matches.answer]);
  useCommands([
    {
      id: 'logs.search',
      title: strings.searchLogs,
      group: strings.logs,
      keys: '$mod+F',
      inFields: true,
      run: () => field.current?.focus(),
    },
  ]);
  const textInSight = (): string =>
    virtual
      .getVirtualItems()
      .map((item) => lineAt(first + item.index))
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
        onScroll={() => view.onScroll(matches.current !== undefined)}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={strings.logs}
      >
        {isFiltered && rowCount === 0 && !errors.isFetching ? <EmptyState title={strings.noErrors} /> : undefined}
        {first === 0 ? undefined : <More label={strings.earlierLines(first)} onPress={() => show(first, 'start')} />}
        <LogRows
          virtual={virtual}
          first={first}
          lineAt={lineAt}
          needle={matches.search.isRegex ? '' : matches.search.text}
          current={matches.current}
          hasTime={look.hasTime}
          isWrapped={look.isWrapped}
        />
        {first + count >= rowCount ? undefined : (
          <More label={strings.laterLines(rowCount - first - count)} onPress={() => show(first + count - 1, 'end')} />
        )}
      </div>
      {isFollowing ? undefined : (
        <Button
          className={styles.resume}
          size="small"
          icon={<ArrowDownToLine size={14} aria-hidden />}
          onClick={() => view.follow(true)}
        >
          {isLive ? strings.follow : strings.toEnd}
        </Button>
      )}
    </div>
  );
}

/** Beyond an end of the list: the way to the lines there. */
function More({ label, onPress }: { readonly label: string; readonly onPress: () => void }): ReactElement {
  return (
    <div className={styles.more}>
      <Button size="small" kind="ghost" onClick={onPress}>
        {label}
      </Button>
    </div>
  );
}

/** Why there are no lines: not read, not yet here, or none. */
function NoLines({ lines, isLive }: { readonly lines: LogLines; readonly isLive: boolean }): ReactElement {
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
