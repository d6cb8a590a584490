import { ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GroupNumbers, RunState } from '#shared/api';
import { formatDuration, formatNumber } from '#shared/units';
import { Checkbox, cx, StateIcon, STATE_WORDS } from '#ui/widgets';
import type { Column } from './columns.ts';
import type { PlacedColumn } from './grid-header.tsx';
import type { GroupNode } from './group-tree.ts';
import type { ShownColumn } from './grid.tsx';
import styles from './grid.module.css';
import type { Selection } from './selection.ts';
import { strings } from './strings.ts';
import type { GroupRows } from './use-run-window.ts';

export interface GroupActs {
  readonly onToggle: (node: GroupNode) => void;
  /** Ticks or unticks all runs of a group. */
  readonly onSelectGroup: (node: GroupNode, isSelected: boolean) => void;
}

export interface GridGroupRowProps {
  readonly index: number;
  readonly node: GroupNode;
  readonly groups: GroupRows;
  readonly pinned: ShownColumn;
  readonly placed: readonly PlacedColumn[];
  readonly top: number;
  readonly height: number;
  readonly selection: Selection;
  readonly isAtCursor: boolean;
  readonly acts: GroupActs;
}

/** A group of runs: its value, how many and in which states, and the mean and spread of each column of numbers. */
export function GridGroupRow(props: GridGroupRowProps): ReactElement {
  const { index, node, groups, pinned, placed, top, height, selection, isAtCursor, acts } = props;
  const states = Object.entries(node.stateCounts) as [RunState, number][];
  const selected = node.runs.filter((run) => selection.has(run)).length;
  const isOpen = groups.isOpen(node);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-expanded={isOpen}
      aria-level={node.depth + 1}
      data-row={index}
      data-group={node.name}
      data-cursor={isAtCursor ? '' : undefined}
      className={cx(styles.row, styles.groupRow)}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={styles.pinned} style={{ width: pinned.width }}>
        <span className={styles.tick}>
          <Checkbox
            label={strings.selectGroup(node.name)}
            isLabelHidden
            state={selected === 0 ? false : selected === node.runs.length ? true : 'mixed'}
            onToggle={(next) => acts.onSelectGroup(node, next)}
          />
        </span>
        <button
          type="button"
          className={styles.groupToggle}
          style={{ paddingLeft: `${node.depth}rem` }}
          aria-expanded={isOpen}
          aria-label={strings.showGroup(node.name)}
          title={node.name}
          onClick={() => acts.onToggle(node)}
        >
          <ChevronRight size={14} aria-hidden />
          <span className={styles.groupName}>
            <span className={styles.spread}>{node.key}</span> {node.label}
          </span>
        </button>
        <span
          className={styles.groupCount}
          title={states.map(([state, count]) => `${count} ${STATE_WORDS[state].toLowerCase()}`).join(', ')}
        >
          {strings.runCount(node.runs.length)}
          {states.map(([state]) => (
            <StateIcon key={state} state={state} />
          ))}
        </span>
      </div>
      {placed.map(({ column, left }) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(styles.cell, styles.right)}
          style={{ left, width: column.width }}
          data-cell={column.id}
        >
          <Numbers column={column} numbers={node.numbers[groups.places.get(column.id) ?? -1]} />
        </div>
      ))}
    </div>
  );
}

/** `0.421 ± 0.03`, with how many runs that is and their bounds on hover. */
function Numbers({
  column,
  numbers,
}: {
  readonly column: Column;
  readonly numbers: GroupNumbers | undefined;
}): ReactElement | undefined {
  if (numbers === undefined) return undefined;
  const write = (value: number, digits?: number): string =>
    column.type === 'duration' ? formatDuration(value * 1000) : formatNumber(value, digits);
  const { count, mean, std, min, max } = numbers;
  const exact = `${write(mean)} ± ${write(std)}`;
  return (
    <span className={styles.content} title={`${exact} · ${strings.numbersOf(count, write(min), write(max))}`}>
      {write(mean, 3)}
      {/* Two durations are wider than their column. */}
      {count > 1 && column.type !== 'duration' ? <span className={styles.spread}> ± {write(std, 2)}</span> : undefined}
    </span>
  );
}
