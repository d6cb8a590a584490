import { useMemo } from 'react';
import { useMediaValues, type MediaPick } from '#ui/data';
import { toCells, type MediaCell } from '../cells.ts';
import type { Against } from '../config.ts';
import type { MediaPanelProps } from '../props.ts';
import type { MediaStep } from '../use-media-step.ts';

const NO_NAMES: readonly string[] = [];
const EARLIEST: MediaPick = { kind: 'step', step: -1 };

export interface AgainstOptions {
  /** Short ids of the runs; keep their identity while they are the same. */
  readonly names: readonly string[];
  readonly steps: Float64Array;
  readonly step: MediaStep;
  readonly against: Against;
}

/** The texts among the cells with what they are compared with; all others as they are. */
export function useAgainst(
  { project, source, runs }: Pick<MediaPanelProps, 'project' | 'source' | 'runs'>,
  cells: readonly MediaCell[],
  { names, steps, step, against }: AgainstOptions,
): readonly MediaCell[] {
  const other = otherStep(against, steps, step.index);
  const isWanted = against !== 'none' && cells.some((cell) => cell.item.kind === 'text');
  const pick = useMemo((): MediaPick => (other === undefined ? EARLIEST : { kind: 'step', step: other }), [other]);
  const isAsked = isWanted && other !== undefined;
  const values = useMediaValues(project, source.key, isAsked ? names : NO_NAMES, pick);
  const data = isAsked ? values.data : undefined;
  return useMemo(() => {
    if (!isWanted || (isAsked && data === undefined)) return cells;
    const others = new Map(toCells(data ?? [], runs, undefined).map((cell) => [cell.id, cell]));
    return cells.map((cell): MediaCell => {
      if (cell.item.kind !== 'text') return cell;
      const before = others.get(cell.id);
      return {
        ...cell,
        against: before?.item.kind === 'text' ? { text: before.item.text, step: before.step } : 'none',
      };
    });
  }, [isWanted, isAsked, data, runs, cells]);
}

/** The step that is compared with; undefined when there is none before the shown one. */
export function otherStep(against: Against, steps: Float64Array, index: number): number | undefined {
  if (against === 'none' || index < 0) return undefined;
  if (against === 'previous') return steps[index - 1];
  return against === 'first' ? steps[0] : against;
}
