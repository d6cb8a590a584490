import { ChevronRight, Eye, EyeOff } from 'lucide-react';
import { lazy, Suspense, type MouseEvent, type ReactElement } from 'react';
import type { RunState } from '#shared/api';
import { ALL_OPEN, highlight, isOpen, isSame, setEyes, useBoard, type BoardStore } from '#ui/panels';
import { ColorDot, StateIcon, STATE_WORDS } from '#ui/widgets';
import { leavesOf, type GroupNode } from '../runs/group-tree.ts';
import { onlyGroup, toggleGroup } from './group-menu.ts';
import { strings } from './strings.ts';
import type { ListedValues } from './use-listed.ts';
import styles from './workspace.module.css';

const GroupValues = lazy(async () => ({ default: (await import('./listed-values.tsx')).GroupValues }));

export interface GroupRowProps {
  readonly node: GroupNode;
  readonly store: BoardStore;
  readonly listed: ListedValues | undefined;
}

/** A group of runs: eye, colour, value, how many and in which states. A click shows its runs. */
export function GroupRow({ node, store, listed }: GroupRowProps): ReactElement {
  const eyes = useBoard(store, (state) => state.body.eyes);
  const isListed = useBoard(store, (state) => state.body.grouping.expanded.includes(node.id));
  const { change } = store.getState();
  const leaves = leavesOf([node]).map((leaf) => leaf.id);
  const isShown = leaves.some((id) => isOpen(eyes, id));
  const isLeaf = node.children.length === 0;
  const clickEye = (event: MouseEvent): void =>
    change((old) => {
      const only = onlyGroup(node);
      if (event.altKey) return { ...old, eyes: isSame(old.eyes, only) ? ALL_OPEN : only };
      return { ...old, eyes: setEyes(old.eyes, leaves, !isShown) };
    });
  const toggle = (): void => change((old) => toggleGroup(old, node.id));
  const states = Object.entries(node.stateCounts) as [RunState, number][];
  return (
    <div
      data-group={node.id}
      className={styles.row}
      style={{ paddingLeft: `${0.5 + node.depth * 0.875}rem` }}
      data-closed={isShown ? undefined : ''}
      onPointerEnter={() => highlight.getState().set(isLeaf ? node.id : undefined)}
      onPointerLeave={() => highlight.getState().set(undefined)}
    >
      <button
        type="button"
        className={styles.eye}
        aria-pressed={isShown}
        aria-label={isShown ? strings.hide(node.name) : strings.show(node.name)}
        onClick={clickEye}
      >
        {isShown ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}
      </button>
      {node.color === undefined ? undefined : (
        <span className={styles.dot}>
          <ColorDot color={node.color} />
        </span>
      )}
      <button
        type="button"
        className={styles.groupToggle}
        aria-expanded={isLeaf === isListed}
        aria-label={strings.expandGroup(node.name)}
        title={`${node.name} · ${strings.runCount(node.runs.length)}`}
        onClick={toggle}
      >
        <ChevronRight size={13} aria-hidden />
        <span className={styles.name}>{node.label}</span>
      </button>
      <span
        className={styles.groupCount}
        title={states.map(([state, count]) => `${count} ${STATE_WORDS[state].toLowerCase()}`).join(', ')}
      >
        {node.runs.length}
      </span>
      {states.map(([state]) => (
        <StateIcon key={state} state={state} />
      ))}
      {listed === undefined ? undefined : (
        <Suspense>
          <GroupValues listed={listed} node={node} />
        </Suspense>
      )}
    </div>
  );
}
