import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TableVectors, VectorsWanted } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useTableVectors, type TableQuestion } from '#ui/data';
import type { Projected, ProjectionProgress } from './math/project.ts';
import type { ProjectionPlan } from './plan.ts';
import type { ProjectionMessage, ProjectionQuestion } from './projection-worker.ts';

/** The vectors that were read, without their numbers. */
export type VectorFacts = Omit<TableVectors, 'numbers'>;

/** Points of a plane, x and y in turn, one for each place of `facts`. */
export interface ProjectionResult extends Projected {
  readonly facts: VectorFacts;
}

export type ProjectionStatus =
  | { readonly kind: 'reading' }
  | {
      readonly kind: 'computing';
      readonly facts: VectorFacts;
      readonly progress: Pick<ProjectionProgress, 'stage' | 'done' | 'of'> | undefined;
      /** As they are by now. */
      readonly points: Float32Array | undefined;
    }
  | { readonly kind: 'done'; readonly result: ProjectionResult }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: Error };

export interface ProjectionState {
  readonly status: ProjectionStatus;
  readonly cancel: () => void;
  /** Begins again after it was cancelled or has failed. */
  readonly start: () => void;
  /** What the vectors were asked with. */
  readonly wanted: VectorsWanted;
}

const READING: ProjectionStatus = { kind: 'reading' };
/** Projections that are kept, so that going to the table and back computes nothing anew. */
const MOST_KEPT = 6;
const kept = new Map<string, ProjectionResult>();

/** The projection of the kept rows: vectors from the host, computed in a thread that is ended when nobody waits for it. */
export function useProjection(project: ProjectPath, question: TableQuestion, plan: ProjectionPlan): ProjectionState {
  const load = useTableVectors(project);
  const { groupBy: _groupBy, ...rest } = question;
  const wantedText = JSON.stringify({ columns: plan.columns, most: plan.most } satisfies VectorsWanted);
  const wanted = useMemo(() => JSON.parse(wantedText) as VectorsWanted, [wantedText]);
  const key = JSON.stringify([project, rest, wanted, plan.task]);
  const [state, setState] = useState<{ readonly key: string; readonly status: ProjectionStatus }>();
  const [turn, setTurn] = useState(0);
  const isStopped = state?.key === key && state.status.kind === 'cancelled';
  useEffect(() => {
    const set = (status: ProjectionStatus): void => setState({ key, status });
    const known = kept.get(key);
    if (known !== undefined) return set({ kind: 'done', result: known });
    if (isStopped) return undefined;
    const control = new AbortController();
    const [, asked, , task] = JSON.parse(key) as [ProjectPath, TableQuestion, VectorsWanted, ProjectionPlan['task']];
    let worker: Worker | undefined;
    set(READING);
    load(asked, wanted, control.signal).then(
      (vectors) => {
        if (control.signal.aborted) return;
        const { numbers, ...read } = vectors;
        // The buffer of both goes on to the thread.
        const facts = { ...read, places: vectors.places.slice() };
        // Fewer have nothing to be near to.
        if (facts.places.length < LEAST_ROWS) {
          set({ kind: 'done', result: { facts, points: new Float32Array(0) } });
          return;
        }
        set({ kind: 'computing', facts, progress: undefined, points: undefined });
        const ask: ProjectionQuestion = { numbers, length: facts.length, count: facts.places.length, task };
        worker = begin(ask, facts, key, (change) =>
          setState((old) => ({ key, status: change(old?.key === key ? old.status : READING) })),
        );
      },
      (error: unknown) => {
        if (!control.signal.aborted)
          set({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
    return () => {
      control.abort();
      worker?.terminate();
    };
  }, [key, wanted, load, turn, isStopped]);
  return {
    status: state?.key === key ? state.status : READING,
    cancel: useCallback(() => setState({ key, status: { kind: 'cancelled' } }), [key]),
    start: useCallback(() => {
      setState({ key, status: READING });
      setTurn((old) => old + 1);
    }, [key]),
    wanted,
  };
}

/** Rows that a projection needs at least. */
export const LEAST_ROWS = 3;

/** A thread that computes; the numbers are moved into it. */
function begin(
  ask: ProjectionQuestion,
  facts: VectorFacts,
  key: string,
  onChange: (change: (old: ProjectionStatus) => ProjectionStatus) => void,
): Worker {
  const worker = new Worker(new URL('./projection-worker.ts', import.meta.url), { type: 'module' });
  const fail = (reason: string): void => {
    worker.terminate();
    onChange(() => ({ kind: 'failed', error: new Error(reason) }));
  };
  worker.addEventListener('message', ({ data }: MessageEvent<ProjectionMessage>) => {
    if (data.kind === 'failed') return fail(data.reason);
    if (data.kind === 'progress') {
      const { points, kind: _kind, ...progress } = data;
      onChange((old) => ({
        kind: 'computing',
        facts,
        progress,
        points: points ?? (old.kind === 'computing' ? old.points : undefined),
      }));
      return undefined;
    }
    const { kind: _kind, ...projected } = data;
    const result = { ...projected, facts };
    kept.set(key, result);
    for (const old of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(old);
    }
    worker.terminate();
    return onChange(() => ({ kind: 'done', result }));
  });
  worker.addEventListener('error', (event) => fail(event.message));
  worker.postMessage(ask, [ask.numbers.buffer]);
  return worker;
}
