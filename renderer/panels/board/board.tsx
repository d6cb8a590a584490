import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { ProjectPath } from '#shared/units';
import { EmptyState } from '#ui/widgets';
import { homeOf, titleOfMade, usualSize, type PanelSource, type RunScope } from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import { useBoard } from './board-store.ts';
import styles from './board.module.css';
import { PanelCell, type CellShared } from './cell.tsx';
import { useDrag, type DropPlace } from './drag.ts';
import { movePanel } from './edits.ts';
import { FullScreen } from './full-screen.tsx';
import { QuickBar, type PanelSearch } from './quick-bar.tsx';
import { SectionView } from './section-view.tsx';
import type { BoardBody } from './board-body.ts';
import { buildSections, searchSections, sectionOf, type Section } from './sections.ts';
import type { OwnRunsKit } from './own-runs.ts';
import { strings } from './strings.ts';
import { useBoardCommands } from './use-board-commands.ts';
import type { BoardPlace } from './use-board-store.ts';

export interface BoardProps {
  /** The board and its saved views. */
  readonly place: BoardPlace;
  readonly project: ProjectPath;
  /** Everything that may be a panel; order does not matter. */
  readonly sources: readonly PanelSource[];
  /** Visible runs in drawing order, already cut to the board's run limit. */
  readonly runs: readonly DrawnRun[];
  /** All runs that the board is about; left out = those of `runs`. */
  readonly scope?: RunScope;
  /** Groups of runs that are drawn as one line each; undefined = runs are not grouped. */
  readonly groups?: readonly DrawnGroup[] | undefined;
  readonly visibleCount: number;
  /** Panels may draw other runs than the board. */
  readonly ownRuns?: OwnRunsKit;
  /** Keys offered as x axes. */
  readonly xKeys: readonly string[];
  /** Sections by something else than the slash. */
  readonly sectionNameOf?: (source: PanelSource) => string;
  /** Saved views are offered. */
  readonly hasViews: boolean;
  /** Shown instead of sections when there is no source. */
  readonly empty: ReactNode;
  /** Stands below the last section and scrolls with it. */
  readonly after?: ReactNode;
}

/** All panels of a page in sections, with the quick bar above. Only panels near the screen exist and load. */
export function Board(props: BoardProps): ReactElement {
  const { place, project, sources, runs, groups, visibleCount, ownRuns, xKeys, sectionNameOf, empty } = props;
  const { store } = place;
  const body = useBoard(store, (state) => state.body);
  const [search, setSearch] = useState<PanelSearch>({ text: '', isRegex: false });
  const [fullId, setFullId] = useState<string | undefined>(undefined);
  const searchRef = useRef<HTMLInputElement>(null);
  const sections = useMemo(() => layOut(body, sources, sectionNameOf), [body, sources, sectionNameOf]);
  const found = useMemo(() => searchSections(sections, search.text, search.isRegex), [sections, search]);
  const latest = useRef(sections);
  useEffect(() => {
    latest.current = sections;
  });
  const onDrop = useCallback(
    (id: string, to: DropPlace) => store.getState().change((old) => movePanel(old, latest.current, id, to)),
    [store],
  );
  const { drag, grab } = useDrag(onDrop);
  useBoardCommands(store, searchRef);
  const scope = useScope(props.scope, runs);
  const onShowAllRuns = useCallback(
    () => store.getState().change((old) => ({ ...old, runLimit: Math.max(old.runLimit, visibleCount) })),
    [store, visibleCount],
  );
  const shared = useMemo<CellShared>(
    () => ({
      store,
      project,
      allSources: sources,
      runs,
      scope,
      groups,
      visibleCount,
      ownRuns,
      xKeys,
      onShowAllRuns,
      onFull: setFullId,
      grab,
      sectionsNow: () => latest.current,
    }),
    [store, project, sources, runs, scope, groups, visibleCount, ownRuns, xKeys, onShowAllRuns, grab],
  );
  const boardRuns = { runs, scope, groups, visibleCount, onShowAllRuns, isCursorLinked: body.isCursorLinked };
  const isSearching = search.text !== '' && found.error === undefined;
  const moved = drag?.place === undefined ? body : movePanel(body, sections, drag.id, drag.place);
  const shown = isSearching ? found.sections : moved === body ? sections : layOut(moved, sources, sectionNameOf);
  const cells = shown.flatMap((section) => section.cells.map((cell) => ({ cell, section })));
  const full = cells.find(({ cell }) => cell.id === fullId) ?? cells[0];
  return (
    <div className={styles.board}>
      <QuickBar
        place={place}
        project={project}
        hasViews={props.hasViews}
        sources={sources}
        sections={sections}
        board={boardRuns}
        isGrouped={groups !== undefined}
        xKeys={xKeys}
        search={search}
        onSearch={setSearch}
        searchError={found.error}
        foundCount={found.count}
        searchRef={searchRef}
        hasSlashSections={sectionNameOf === undefined}
      />
      <div className={styles.scroll} tabIndex={-1} data-board-scroll>
        {sources.length === 0 && shown.length === 0 ? empty : undefined}
        {sources.length > 0 && shown.length === 0 ? (
          isSearching ? (
            <EmptyState title={strings.noneMatches}>{strings.noneMatchesText}</EmptyState>
          ) : (
            <EmptyState title={strings.empty}>{strings.emptyText}</EmptyState>
          )
        ) : undefined}
        {shown.map((section) => (
          <SectionView
            key={section.id}
            section={section}
            shared={shared}
            draggedId={drag?.id}
            // A search shows matches from folded sections too.
            isOpen={isSearching || section.spec.isCollapsed !== true}
          />
        ))}
        {props.after}
      </div>
      {drag === undefined ? undefined : (
        <div className={styles.dragged} style={{ transform: `translate(${drag.x + 8}px, ${drag.y + 8}px)` }}>
          {drag.title}
        </div>
      )}
      {fullId === undefined || full === undefined ? undefined : (
        <FullScreen ids={cells.map(({ cell }) => cell.id)} id={fullId} onId={setFullId}>
          <PanelCell cell={full.cell} settings={full.section.spec.settings} shared={shared} isFullScreen />
        </FullScreen>
      )}
    </div>
  );
}

/** The runs of a page that names no scope are all it is about. */
function useScope(given: RunScope | undefined, runs: readonly DrawnRun[]): RunScope {
  const names = JSON.stringify(runs.map((run) => run.path.run));
  return useMemo(
    () =>
      given ?? {
        query: { filter: { op: 'in', column: { kind: 'run', key: 'name' }, values: JSON.parse(names) as string[] } },
        isOpen: () => true,
        baseline: '',
      },
    [given, names],
  );
}

/** The sections of a board, with what kinds of panels say of names and sizes. */
function layOut(
  body: BoardBody,
  sources: readonly PanelSource[],
  sectionNameOf: ((source: PanelSource) => string) | undefined,
): Section[] {
  const nameOf = (source: PanelSource): string => sectionOf(source.key, body.sectionBy, homeOf(source.typeCounts));
  return buildSections(body, sources, sectionNameOf ?? nameOf, titleOfMade, usualSize);
}
