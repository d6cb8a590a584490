import { ChevronRight } from 'lucide-react';
import { memo, useCallback, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import type { ProjectPath } from '#shared/units';
import { EmptyState, ErrorNotice, useCommands } from '#ui/widgets';
import { useIsNear } from '../frame/use-size.ts';
import { panelKindFor, type PanelSource, type PanelViewProps } from '../registry.ts';
import type { DrawnRun } from '../runs.ts';
import { strings } from '../strings.ts';
import type { BoardBody } from './board-body.ts';
import { useBoard, type BoardStore } from './board-store.ts';
import styles from './board.module.css';
import { FullScreen } from './full-screen.tsx';
import { QuickBar, type PanelSearch } from './quick-bar.tsx';
import { buildSections, searchSources, sectionOf, type Section } from './sections.ts';

export interface BoardProps {
  readonly store: BoardStore;
  readonly project: ProjectPath;
  /** Everything that may be a panel; order does not matter. */
  readonly sources: readonly PanelSource[];
  /** Visible runs in drawing order, already cut to the board's run limit. */
  readonly runs: readonly DrawnRun[];
  readonly visibleCount: number;
  /** Keys offered as x axes. */
  readonly xKeys: readonly string[];
  /** Sections by something else than the slash. */
  readonly sectionNameOf?: (source: PanelSource) => string;
  /** Shown instead of sections when there is no source. */
  readonly empty: ReactNode;
}

/** Distance from the screen at which a panel starts to load. */
const NEAR = '500px 0px';

/** All panels of a page in sections, with the quick bar above. Only panels near the screen exist and load. */
export function Board(props: BoardProps): ReactElement {
  const { store, project, sources, runs, visibleCount, xKeys, sectionNameOf, empty } = props;
  const body = useBoard(store, (state) => state.body);
  const [search, setSearch] = useState<PanelSearch>({ text: '', isRegex: false });
  const [fullId, setFullId] = useState<string | undefined>(undefined);
  const searchRef = useRef<HTMLInputElement>(null);
  const found = useMemo(() => searchSources(sources, search.text, search.isRegex), [sources, search]);
  const sections = useMemo(
    () => buildSections(found.sources, sectionNameOf ?? ((source) => sectionOf(source.key, body.sectionBy))),
    [found.sources, sectionNameOf, body.sectionBy],
  );
  useBoardCommands(store, searchRef);
  const onShowAllRuns = useCallback(
    () => store.getState().change((old) => ({ ...old, runLimit: Math.max(old.runLimit, visibleCount) })),
    [store, visibleCount],
  );
  const shared = useMemo<CellShared>(
    () => ({ store, project, runs, visibleCount, xKeys, onShowAllRuns, onFull: setFullId }),
    [store, project, runs, visibleCount, xKeys, onShowAllRuns],
  );
  const isSearching = search.text !== '';
  const order = sections.flatMap((section) => section.sources);
  return (
    <div className={styles.board}>
      <QuickBar
        store={store}
        xKeys={xKeys}
        search={search}
        onSearch={setSearch}
        searchError={found.error}
        foundCount={found.sources.length}
        searchRef={searchRef}
        hasSlashSections={sectionNameOf === undefined}
      />
      <div className={styles.scroll} tabIndex={-1}>
        {sources.length === 0 ? empty : undefined}
        {sources.length > 0 && sections.length === 0 ? (
          <EmptyState title="No panel matches">Titles and keys are searched. Try fewer letters.</EmptyState>
        ) : undefined}
        {sections.map((section) => (
          <SectionView
            key={section.name}
            section={section}
            shared={shared}
            // A search shows matches from folded sections too.
            isOpen={isSearching || !body.collapsed.includes(section.name)}
            columns={body.columns}
          />
        ))}
      </div>
      {fullId === undefined ? undefined : (
        <FullScreen ids={order.map((source) => source.id)} id={fullId} onId={setFullId}>
          <Cell source={order.find((source) => source.id === fullId) ?? order[0]} shared={shared} isFullScreen />
        </FullScreen>
      )}
    </div>
  );
}

interface CellShared {
  readonly store: BoardStore;
  readonly project: ProjectPath;
  readonly runs: readonly DrawnRun[];
  readonly visibleCount: number;
  readonly xKeys: readonly string[];
  readonly onShowAllRuns: () => void;
  readonly onFull: (id: string | undefined) => void;
}

interface SectionViewProps {
  readonly section: Section;
  readonly shared: CellShared;
  readonly isOpen: boolean;
  readonly columns: number;
}

function SectionView({ section, shared, isOpen, columns }: SectionViewProps): ReactElement {
  const toggle = (): void =>
    shared.store.getState().change((old) => ({ ...old, collapsed: toggled(old, section.name) }));
  return (
    <section className={styles.section} aria-label={section.name}>
      <button type="button" className={styles.sectionHead} aria-expanded={isOpen} onClick={toggle}>
        <ChevronRight size={15} aria-hidden className={styles.chevron} />
        <h2 className={styles.sectionName}>{section.name}</h2>
        <span className={styles.sectionCount}>{section.sources.length}</span>
      </button>
      {isOpen ? (
        <div
          className={styles.grid}
          style={columns === 0 ? undefined : { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {section.sources.map((source) => (
            <Slot key={source.id} source={source} shared={shared} />
          ))}
        </div>
      ) : undefined}
    </section>
  );
}

/** A place of fixed height; its panel exists only near the screen. */
const Slot = memo(function Slot({ source, shared }: { readonly source: PanelSource; readonly shared: CellShared }) {
  const [ref, isNear] = useIsNear(NEAR);
  return (
    <div ref={ref} className={styles.slot} data-panel={source.key}>
      {isNear ? <Cell source={source} shared={shared} isFullScreen={false} /> : <div className={styles.ghost} />}
    </div>
  );
});

function Cell({
  source,
  shared,
  isFullScreen,
}: {
  readonly source: PanelSource | undefined;
  readonly shared: CellShared;
  readonly isFullScreen: boolean;
}): ReactNode {
  const { store, project, runs, visibleCount, xKeys, onShowAllRuns, onFull } = shared;
  const id = source?.id ?? '';
  const saved = useBoard(store, (state) => state.body.panels[id]);
  const settings = useBoard(store, (state) => state.body.shared);
  const isCursorLinked = useBoard(store, (state) => state.body.isCursorLinked);
  const kind = source === undefined ? undefined : panelKindFor(source.typeCounts);
  const onSave = useCallback<PanelViewProps['onSave']>(
    (config) =>
      store
        .getState()
        .change(
          (old) => ({ ...old, panels: withPanel(old.panels, id, config) }),
          `panel ${id} ${Object.keys(config ?? {}).join()}`,
        ),
    [store, id],
  );
  const onFullScreen = useCallback(() => onFull(isFullScreen ? undefined : id), [onFull, isFullScreen, id]);
  if (source === undefined || kind === undefined) return undefined;
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <ErrorNotice
          title={strings.panelFailed}
          tip={error instanceof Error ? error.message : String(error)}
          onRetry={resetErrorBoundary}
        />
      )}
    >
      <kind.View
        key={id}
        project={project}
        source={source}
        runs={runs}
        visibleCount={visibleCount}
        onShowAllRuns={onShowAllRuns}
        shared={settings}
        saved={saved}
        onSave={onSave}
        isCursorLinked={isCursorLinked}
        xKeys={xKeys}
        isFullScreen={isFullScreen}
        onFullScreen={onFullScreen}
      />
    </ErrorBoundary>
  );
}

function useBoardCommands(store: BoardStore, searchRef: React.RefObject<HTMLInputElement | null>): void {
  const group = 'Panels';
  useCommands([
    { id: 'board.undo', title: 'Undo a change of settings', group, keys: '$mod+Z', run: () => store.getState().undo() },
    {
      id: 'board.redo',
      title: 'Redo a change of settings',
      group,
      keys: '$mod+Shift+Z',
      run: () => store.getState().redo(),
    },
    {
      id: 'board.redo-y',
      title: 'Redo a change of settings',
      group,
      keys: '$mod+Y',
      isKeyOnly: true,
      run: () => store.getState().redo(),
    },
    { id: 'board.search', title: 'Search panels', group, keys: '/', run: () => searchRef.current?.focus() },
    {
      id: 'board.log-scale',
      title: 'Switch the y scale of all panels',
      group,
      run: () =>
        store.getState().change((old) => ({
          ...old,
          shared: { ...old.shared, yScale: old.shared.yScale === 'log' ? 'linear' : 'log' },
        })),
    },
  ]);
}

function toggled(body: BoardBody, name: string): readonly string[] {
  return body.collapsed.includes(name)
    ? body.collapsed.filter((one) => one !== name)
    : [...body.collapsed, name].sort();
}

function withPanel(panels: BoardBody['panels'], id: string, config: unknown): BoardBody['panels'] {
  if (config !== undefined) return { ...panels, [id]: config };
  const { [id]: _gone, ...rest } = panels;
  return rest;
}
