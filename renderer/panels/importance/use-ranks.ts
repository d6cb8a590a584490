import { useEffect, useRef, useState } from 'react';
import type { Feature } from './features.ts';
import type { RankAnswer, RankQuestion } from './forest-worker.ts';
import type { Rank } from './forest.ts';

export interface RanksState {
  /** One for each of the features that `of` names; undefined until the first answer. */
  readonly ranks: readonly Rank[] | undefined;
  readonly of: readonly Feature[];
  /** Why it could not be computed. */
  readonly fault: string | undefined;
}

const NOTHING: RanksState = { ranks: undefined, of: [], fault: undefined };

/** Ranks computed in a thread of their own; the earlier ones stay while new ones are on their way. */
export function useRanks(features: readonly Feature[], target: Float64Array): RanksState {
  const [state, setState] = useState(NOTHING);
  const worker = useRef<Worker | undefined>(undefined);
  const lastId = useRef(0);
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = undefined;
    },
    [],
  );
  useEffect(() => {
    if (features.length === 0) return;
    const id = (lastId.current += 1);
    const busy = (worker.current ??= new Worker(new URL('./forest-worker.ts', import.meta.url), { type: 'module' }));
    const onAnswer = ({ data }: MessageEvent<RankAnswer>): void => {
      if (data.id === id) setState({ ranks: data.ranks, of: features, fault: undefined });
    };
    const onFault = (event: ErrorEvent): void => setState({ ...NOTHING, fault: event.message });
    busy.addEventListener('message', onAnswer);
    busy.addEventListener('error', onFault);
    busy.postMessage({ id, features: features.map((one) => one.values), target } satisfies RankQuestion);
    return () => {
      busy.removeEventListener('message', onAnswer);
      busy.removeEventListener('error', onFault);
      // What nobody waits for any more must not hold up what is asked next.
      busy.terminate();
      worker.current = undefined;
    };
  }, [features, target]);
  return state;
}
