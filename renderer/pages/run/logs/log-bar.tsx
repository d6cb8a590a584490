import { ArrowDown, ArrowUp, CaseSensitive, Clock, Download, WrapText } from 'lucide-react';
import type { ReactElement, Ref } from 'react';
import type { LogSearchInput } from '#ui/data';
import { CopyButton, IconButton, SearchField, SegmentedControl } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './logs.module.css';
import { FILTERED_LINES } from './use-error-lines.ts';

/** What of the console is shown, and how. */
export interface LogLook {
  readonly hasTime: boolean;
  readonly isWrapped: boolean;
  readonly stream: 'all' | 'stderr';
}

export interface LogBarProps {
  readonly look: LogLook;
  readonly onLook: (look: LogLook) => void;
  readonly search: LogSearchInput;
  readonly onSearch: (search: LogSearchInput) => void;
  readonly searchError: string | undefined;
  readonly matchCount: number | undefined;
  /** Place of the current match, from 0. */
  readonly matchIndex: number;
  readonly onMatch: (by: 1 | -1) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly total: number;
  readonly copyText: () => string;
  readonly onDownload: () => void;
}

/** Search with next and previous, filters and ways out of the console. */
export function LogBar(props: LogBarProps): ReactElement {
  const { look, onLook, search, onSearch, matchCount, matchIndex, onMatch } = props;
  const hasMatches = matchCount !== undefined && matchCount > 0;
  const count =
    matchCount === undefined || search.text === ''
      ? undefined
      : hasMatches
        ? strings.matchOf(matchIndex + 1, matchCount)
        : '0';
  return (
    <div className={styles.bar} role="toolbar" aria-label={strings.logs}>
      <SearchField
        label={strings.searchLogs}
        size="small"
        className={styles.search}
        value={search.text}
        onValue={(text) => onSearch({ ...search, text })}
        isRegex={search.isRegex}
        onRegex={(isRegex) => onSearch({ ...search, isRegex })}
        error={props.searchError}
        count={count}
        inputRef={props.searchRef}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onMatch(event.shiftKey ? -1 : 1);
        }}
      />
      <IconButton
        label={strings.matchCase}
        size="small"
        aria-pressed={search.isCaseSensitive}
        className={styles.press}
        onClick={() => onSearch({ ...search, isCaseSensitive: !search.isCaseSensitive })}
      >
        <CaseSensitive size={15} aria-hidden />
      </IconButton>
      <IconButton label={strings.previousMatch} size="small" disabled={!hasMatches} onClick={() => onMatch(-1)}>
        <ArrowUp size={15} aria-hidden />
      </IconButton>
      <IconButton label={strings.nextMatch} size="small" disabled={!hasMatches} onClick={() => onMatch(1)}>
        <ArrowDown size={15} aria-hidden />
      </IconButton>
      <span className={styles.spring} />
      <span className={styles.total}>
        {strings.lines(props.total)}
        {look.stream === 'stderr' && props.total > FILTERED_LINES ? ` · ${strings.errorsOfLast(FILTERED_LINES)}` : ''}
      </span>
      <SegmentedControl
        label={strings.stream}
        items={[
          { value: 'all', label: strings.streams.all },
          { value: 'stderr', label: strings.streams.stderr },
        ]}
        value={look.stream}
        onValue={(stream) => onLook({ ...look, stream })}
      />
      <IconButton
        label={strings.timestamps}
        size="small"
        aria-pressed={look.hasTime}
        className={styles.press}
        onClick={() => onLook({ ...look, hasTime: !look.hasTime })}
      >
        <Clock size={15} aria-hidden />
      </IconButton>
      <IconButton
        label={strings.wrapLines}
        size="small"
        aria-pressed={look.isWrapped}
        className={styles.press}
        onClick={() => onLook({ ...look, isWrapped: !look.isWrapped })}
      >
        <WrapText size={15} aria-hidden />
      </IconButton>
      <CopyButton label={strings.copyLines} text={props.copyText} />
      <IconButton label={strings.downloadLines} size="small" onClick={props.onDownload}>
        <Download size={15} aria-hidden />
      </IconButton>
    </div>
  );
}
