import { useCallback, useState } from 'react';

const FIRST: readonly number[] = [0];

/** The blocks of rows that are asked for, the first to begin with; the same list again asks for nothing anew. */
export function useWanted(): readonly [wanted: readonly number[], want: (blocks: readonly number[]) => void] {
  const [wanted, setWanted] = useState(FIRST);
  const want = useCallback(
    (blocks: readonly number[]) => setWanted((old) => (old.join() === blocks.join() ? old : blocks)),
    [],
  );
  return [wanted, want];
}
