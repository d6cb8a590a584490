import { X } from 'lucide-react';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { ArtifactLineage } from '#shared/api';
import { cx, IconButton, usePanZoom, ZoomButtons } from '#ui/widgets';
import { related, type Drawing, type Mark } from './lineage-layout.ts';
import { hrefOf, nameOf, NodeIcon, noteOf } from './lineage-node.tsx';
import styles from './lineage.module.css';
import { strings } from './strings.ts';

/** Half of a run's block and of an artifact's circle, where lines begin and end. */
const HALF_PX = { run: 88, artifact: 18 } as const;

export interface LineageGraphProps {
  readonly drawing: Drawing;
  readonly lineage: ArtifactLineage;
  readonly onExpand: () => void;
}

/** Runs as blocks, artifacts as circles. Tab goes from one to the next, Enter chooses it; the arrows move the view. */
export function LineageGraph({ drawing, lineage, onExpand }: LineageGraphProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const { view, zoomIn, zoomOut, fit, drag, press } = usePanZoom(frame, drawing);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [, navigate] = useLocation();
  const at = drawing.marks.findIndex((mark) => mark.id === chosen);
  const lit = useMemo(() => (at < 0 ? undefined : related(at, drawing.edges)), [at, drawing]);
  const mark = drawing.marks[at];
  return (
    <div
      ref={frame}
      className={styles.graph}
      role="group"
      aria-label={strings.lineage}
      tabIndex={0}
      {...drag}
      onKeyDown={(event) => {
        if (press(event) || event.key !== 'Escape') return;
        setChosen(undefined);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div
        className={styles.plane}
        style={{
          width: drawing.width,
          height: drawing.height,
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        <Edges drawing={drawing} lit={lit} />
        {drawing.marks.map((one, i) => (
          <MarkButton
            key={one.id}
            mark={one}
            isChosen={one.id === chosen}
            isDim={lit !== undefined && !lit.has(i)}
            onChoose={() => setChosen(one.id === chosen ? undefined : one.id)}
            onOpen={() => (one.members.length > 1 ? onExpand() : navigate(hrefOf(one.node)))}
          />
        ))}
      </div>
      <ZoomButtons zoomIn={zoomIn} zoomOut={zoomOut} fit={fit} />
      {mark === undefined ? undefined : (
        <Chosen mark={mark} lineage={lineage} onExpand={onExpand} onClose={() => setChosen(undefined)} />
      )}
    </div>
  );
}

function Edges({
  drawing,
  lit,
}: {
  readonly drawing: Drawing;
  readonly lit: ReadonlySet<number> | undefined;
}): ReactElement {
  return (
    <svg className={styles.edges} width={drawing.width} height={drawing.height} aria-hidden>
      {drawing.edges.map(([from, to]) => {
        const [a, b] = [drawing.marks[from], drawing.marks[to]];
        if (a === undefined || b === undefined) return undefined;
        const isLit = lit === undefined || (lit.has(from) && lit.has(to));
        return <path key={`${from} ${to}`} d={curve(a, b)} data-dim={isLit ? undefined : ''} />;
      })}
    </svg>
  );
}

function curve(a: Mark, b: Mark): string {
  const isBack = b.x <= a.x;
  const x1 = a.x + (isBack ? -1 : 1) * HALF_PX[a.node.kind];
  const x2 = b.x + (isBack ? 1 : -1) * HALF_PX[b.node.kind];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2) * (isBack ? -1 : 1);
  // A way back swings out below, so that it does not lie on the way there.
  const sag = isBack ? 46 : 0;
  return `M ${x1} ${a.y} C ${x1 + bend} ${a.y + sag}, ${x2 - bend} ${b.y + sag}, ${x2} ${b.y}`;
}

interface MarkProps {
  readonly mark: Mark;
  readonly isChosen: boolean;
  readonly isDim: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}

function MarkButton({ mark, isChosen, isDim, onChoose, onOpen }: MarkProps): ReactElement {
  const { node, members, isRoot } = mark;
  const isGroup = members.length > 1;
  const name = isGroup ? strings.grouped(members.length, node.kind) : nameOf(node);
  return (
    <button
      type="button"
      className={cx(styles.mark, node.kind === 'run' ? styles.block : styles.circle)}
      style={{ left: mark.x, top: mark.y }}
      aria-pressed={isChosen}
      data-dim={isDim ? '' : undefined}
      data-root={isRoot ? '' : undefined}
      data-group={isGroup ? '' : undefined}
      title={`${name} · ${noteOf(node)}`}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      {node.kind === 'run' ? (
        isGroup ? undefined : (
          <NodeIcon node={node} />
        )
      ) : (
        <span className={styles.disc} aria-hidden />
      )}
      <span className={styles.words}>
        <span className={styles.markName}>{name}</span>
        <span className={styles.markNote}>{isGroup ? strings.expand : noteOf(node)}</span>
      </span>
    </button>
  );
}

interface ChosenProps {
  readonly mark: Mark;
  readonly lineage: ArtifactLineage;
  readonly onExpand: () => void;
  readonly onClose: () => void;
}

/** What was chosen, with the way to its page. */
function Chosen({ mark, lineage, onExpand, onClose }: ChosenProps): ReactElement {
  const shown = mark.members.slice(0, 8).flatMap((member) => lineage.nodes[member] ?? []);
  return (
    <aside className={styles.chosen}>
      {shown.map((node) => (
        <div key={hrefOf(node)} className={styles.chosenRow}>
          <NodeIcon node={node} />
          <Link href={hrefOf(node)} className={styles.stepName}>
            {nameOf(node)}
          </Link>
          <span className={styles.note}>
            {noteOf(node)}
            {node.kind === 'artifact' && node.aliases.length > 0 ? ` · ${node.aliases.join(', ')}` : ''}
          </span>
        </div>
      ))}
      {mark.members.length > shown.length ? (
        <button type="button" className={styles.stepName} onClick={onExpand}>
          {strings.expand} ({mark.members.length})
        </button>
      ) : undefined}
      <IconButton label={strings.clearFocus} size="small" className={styles.close} onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </aside>
  );
}
