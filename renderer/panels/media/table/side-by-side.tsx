import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { TableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useTableBlocks, type TableQuestion } from '#ui/data';
import { PanelMessage } from '../../frame/panel-frame.tsx';
import type { TableConfig } from './config.ts';
import { RowDialog } from './row-dialog.tsx';
import { strings } from './strings.ts';
import type { SourceName } from './placed.ts';
import { TableGrid } from './table-grid.tsx';
import styles from './table.module.css';
import { useWanted } from './use-wanted.ts';

export interface SideBySideProps {
  readonly project: ProjectPath;
  /** About all sources, stacked. */
  readonly question: TableQuestion;
  readonly names: readonly SourceName[];
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
}

/** Tables that have room beside each other. */
export const MOST_BESIDE = 4;

/** One grid for each table; they scroll together, and cells unlike those of the first table are marked. */
export function SideBySide({ project, question, names, config, onConfig }: SideBySideProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = place.current;
    if (root === null) return undefined;
    const follow = (event: Event): void => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.role !== 'grid') return;
      for (const other of root.querySelectorAll<HTMLElement>('[role=grid]')) {
        if (other === target) continue;
        other.scrollTop = target.scrollTop;
        other.scrollLeft = target.scrollLeft;
      }
    };
    root.addEventListener('scroll', follow, true);
    return () => root.removeEventListener('scroll', follow, true);
  }, []);
  return (
    <div ref={place} className={styles.beside}>
      {question.sources.slice(0, MOST_BESIDE).map((source, i) => (
        <Side
          key={JSON.stringify(source)}
          project={project}
          question={question}
          source={source}
          first={i === 0 ? undefined : question.sources[0]}
          name={names[i]}
          config={config}
          onConfig={onConfig}
        />
      ))}
    </div>
  );
}

interface SideProps extends Pick<SideBySideProps, 'project' | 'question' | 'config' | 'onConfig'> {
  readonly source: TableSource;
  /** The table that cells are measured by. */
  readonly first: TableSource | undefined;
  readonly name: SourceName | undefined;
}

function Side({ project, question, source, first, name, config, onConfig }: SideProps): ReactElement {
  const [wanted, want] = useWanted();
  const [open, setOpen] = useState<number | undefined>(undefined);
  const own = useMemo((): TableQuestion => ({ ...question, sources: [source] }), [question, source]);
  const other = useMemo(
    (): TableQuestion | undefined => (first === undefined ? undefined : { ...question, sources: [first] }),
    [question, first],
  );
  const table = useTableBlocks(project, own, wanted);
  const measure = useTableBlocks(project, other, wanted);
  const { head } = table;
  return (
    <section className={styles.side} aria-label={name?.label}>
      <header className={styles.sideHead}>
        <span className={styles.dot} style={{ background: name?.color }} />
        <span className={styles.sideName}>{name?.label}</span>
        {head === undefined ? undefined : (
          <span className={styles.counts}>
            {head.groups === undefined ? strings.rows(head.matchCount, head.rowCount) : strings.groups(head.matchCount)}
          </span>
        )}
      </header>
      {table.error !== undefined ? (
        <p className={styles.faults} role="alert">
          {table.error.message}
        </p>
      ) : head !== undefined && head.matchCount > 0 ? (
        <TableGrid
          label={name?.label ?? ''}
          head={head}
          table={table}
          measure={first === undefined ? undefined : measure}
          config={config}
          onConfig={onConfig}
          runs={NO_NAMES}
          onWanted={want}
          onOpen={setOpen}
        />
      ) : (
        <div className={styles.nothing}>
          {head === undefined ? undefined : (
            <PanelMessage
              title={head.faults[0]?.reason ?? (head.rowCount === 0 ? strings.emptyTable : strings.noMatch)}
            />
          )}
        </div>
      )}
      {open === undefined || head === undefined ? undefined : (
        <RowDialog
          head={head}
          table={table}
          names={NO_NAMES}
          place={open}
          onPlace={(to) => {
            want([Math.floor(to / 100)]);
            setOpen(to);
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}

const NO_NAMES: readonly SourceName[] = [];
