import { useState } from 'react';
import type { RunPath } from '#shared/units';
import { useLogSearch, type LogSearchInput } from '#ui/data';

const NOTHING: LogSearchInput = { text: '', isRegex: false, isCaseSensitive: false };

/** A search over the console: what matches and at which match one stands. */
export function useMatches(path: RunPath) {
  const [search, setSearch] = useState<LogSearchInput>(NOTHING);
  const [index, setIndex] = useState(0);
  const found = useLogSearch(path, search);
  const isActive = search.text !== '';
  const lines = isActive ? (found.data?.lines ?? []) : [];
  return {
    search,
    change: (next: LogSearchInput): void => {
      setSearch(next);
      setIndex(0);
    },
    lines,
    index,
    setIndex,
    /** Number of the line that the search stands at. */
    current: lines[index],
    count: isActive ? found.data?.matchCount : undefined,
    error: isActive && found.isError ? found.error.message : undefined,
    /** Names the answer that is shown; changes with the search, not with live refreshes of the same one. */
    answer: isActive && !found.isPlaceholderData && found.data !== undefined ? JSON.stringify(search) : undefined,
  };
}
