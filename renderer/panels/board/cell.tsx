import {
  memo,
  useCallback,
  useMemo,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import type { ProjectPath } from '#shared/units';
import { copyText, Dialog, ErrorNotice, showToast, type MenuEntry } from '#ui/widgets';
import { ChromeProvider, type PanelChrome } from '../frame/chrome.tsx';
import { useIsNear } from '../frame/use-size.ts';
import {
  panelKindFor,
  panelKinds,
  type PanelKind,
  type PanelSource,
  type PanelViewProps,
  type RunScope,
} from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import type { SettingOverrides } from '../settings.ts';
import { strings as panelStrings } from '../strings.ts';
import type { OwnRuns } from './board-body.ts';
import { useBoard, type BoardStore } from './board-store.ts';
import styles from './board.module.css';
import { addPanel, applySize, editPanel, movePanel, nudgePanel, removePanel, resizePanel } from './edits.ts';
import { NO_OWN_RUNS, type OwnRunsKit } from './own-runs.ts';
import { Resizer } from './resizer.tsx';
import type { Cell, Section } from './sections.ts';
import { strings } from './strings.ts';

/** What all cells of a board have in common. */
export interface CellShared {
  readonly store: BoardStore;
  readonly project: ProjectPath;
  readonly allSources: readonly PanelSource[];
  readonly runs: readonly DrawnRun[];
  readonly scope: RunScope;
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly visibleCount: number;
  readonly xKeys: readonly string[];
  readonly ownRuns: OwnRunsKit | undefined;
  readonly onShowAllRuns: () => void;
  readonly onFull: (id: string | undefined) => void;
  readonly grab: (event: PointerEvent, id: string, title: string) => void;
  readonly sectionsNow: () => readonly Section[];
}

/** Distance from the screen at which a panel starts to load. */
const NEAR = '500px 0px';

export interface SlotProps {
  readonly cell: Cell;
  readonly section: Section;
  readonly shared: CellShared;
  /** Columns that the grid has now. */
  readonly columns: number;
  readonly isDragged: boolean;
}

/** A place on the grid; its panel exists only near the screen. */
export const Slot = memo(function Slot({ cell, section, shared, columns, isDragged }: SlotProps) {
  const [ref, isNear] = useIsNear(NEAR);
  const { store } = shared;
  const { id, title, size } = cell;
  const [isChoosingRuns, setChoosingRuns] = useState(false);
  const chrome = useChrome(cell, section, shared, columns, setChoosingRuns);
  return (
    <div
      ref={ref}
      className={styles.slot}
      data-cell={id}
      data-panel={cell.sources[0]?.key ?? title}
      data-dragged={isDragged ? '' : undefined}
      style={{ gridColumn: `span ${Math.min(size.columns, columns)}`, gridRow: `span ${size.rows}` }}
    >
      {isNear ? (
        <ChromeProvider value={chrome}>
          <PanelCell cell={cell} settings={section.spec.settings} shared={shared} isFullScreen={false} />
          {isChoosingRuns ? (
            <OwnRunsDialog cell={cell} shared={shared} onClose={() => setChoosingRuns(false)} />
          ) : undefined}
          <Resizer
            size={size}
            title={title}
            columns={columns}
            onSize={(next) => store.getState().change((old) => resizePanel(old, id, next))}
            onApply={() => store.getState().change((old) => applySize(old, section, size))}
          />
        </ChromeProvider>
      ) : (
        <div className={styles.ghost} />
      )}
    </div>
  );
});

function useChrome(
  cell: Cell,
  section: Section,
  shared: CellShared,
  columns: number,
  onChooseRuns: (isChoosing: boolean) => void,
): PanelChrome {
  const { store, grab, sectionsNow, onFull } = shared;
  return useMemo(() => {
    const { id, title, size } = cell;
    const { change } = store.getState();
    const onHandleKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter') {
        event.preventDefault();
        onFull(id);
        return;
      }
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      const [dx = 0, dy = 0] = by;
      const bigger = { columns: Math.min(columns, size.columns + dx), rows: size.rows + dy };
      if (event.shiftKey) change((old) => resizePanel(old, id, bigger), `size ${id}`);
      else change((old) => nudgePanel(old, sectionsNow(), id, dx + dy * columns), `move ${id}`);
    };
    const menu = (): readonly MenuEntry[] => [
      { kind: 'separator' },
      ...(shared.ownRuns === undefined
        ? []
        : [{ kind: 'action' as const, label: panelStrings.ownRuns, run: () => onChooseRuns(true) }]),
      { kind: 'action', label: strings.duplicate, run: () => duplicate(shared, cell, section) },
      { kind: 'submenu', label: strings.moveToSection, entries: moveEntries(shared, cell, section) },
      { kind: 'action', label: strings.copyLink, run: () => copyLink(id) },
      {
        kind: 'action',
        label: strings.sizeOfSection,
        isDisabled: cell.spec.size === undefined,
        run: () => change((old) => editPanel(old, id, { size: undefined })),
      },
      { kind: 'separator' },
      {
        kind: 'action',
        label: strings.remove,
        isDanger: true,
        run: () => {
          change((old) => removePanel(old, id));
          showToast(strings.removed(title), { action: { label: strings.undo, run: () => store.getState().undo() } });
        },
      },
    ];
    const { runs } = cell.spec;
    return {
      onGrab: (event) => grab(event, id, title),
      onHandleKey,
      menu,
      ...(runs === undefined || shared.ownRuns === undefined
        ? {}
        : { ownRuns: { words: ownRunsWords(runs), onOpen: () => onChooseRuns(true) } }),
    };
  }, [cell, section, shared, store, grab, sectionsNow, onFull, columns, onChooseRuns]);
}

/** `lr < 0.1 · by optimizer`, for the mark of a panel with runs of its own. */
function ownRunsWords({ filter, by }: OwnRuns): string {
  const grouping = by === undefined ? [] : [by.length === 0 ? panelStrings.ungrouped : panelStrings.groupedBy(by)];
  return [...(filter === undefined ? [] : [filter]), ...grouping].join(' · ');
}

function OwnRunsDialog({
  cell,
  shared,
  onClose,
}: {
  readonly cell: Cell;
  readonly shared: CellShared;
  readonly onClose: () => void;
}): ReactElement | undefined {
  const { store, project, ownRuns } = shared;
  if (ownRuns === undefined) return undefined;
  const { Form } = ownRuns;
  return (
    <Dialog isOpen onClose={onClose} title={panelStrings.ownRunsOf(cell.title)} width="wide">
      <Form
        project={project}
        own={cell.spec.runs}
        onOwn={(runs) => store.getState().change((old) => editPanel(old, cell.id, { runs }), `runs ${cell.id}`)}
      />
    </Dialog>
  );
}

function duplicate({ store, sectionsNow }: CellShared, cell: Cell, section: Section): void {
  const kind = kindOf(cell)?.id ?? 'line';
  const { config, size, pattern, runs } = cell.spec;
  const keys = pattern === undefined ? cell.sources.map((source) => source.key) : undefined;
  const spec = { kind, keys, pattern, config, runs, size, section: section.id };
  store.getState().change((old) => addPanel(old, sectionsNow(), spec, cell.id));
}

function moveEntries({ store, sectionsNow }: CellShared, cell: Cell, section: Section): readonly MenuEntry[] {
  return sectionsNow().map((one) => ({
    kind: 'action',
    label: one.name,
    isChecked: one.id === section.id,
    run: () => store.getState().change((old) => movePanel(old, sectionsNow(), cell.id, { section: one.id })),
  }));
}

/** The address of the board as it is, at this panel. */
function copyLink(id: string): void {
  const url = new URL(location.href);
  url.hash = `panel=${encodeURIComponent(id)}`;
  void copyText(url.href).then((isCopied) => showToast(isCopied ? strings.linkCopied : panelStrings.copyFailed));
}

function kindOf(cell: Cell): PanelKind | undefined {
  const { kind } = cell.spec;
  if (kind !== undefined) return panelKinds.find((one) => one.id === kind);
  const [source] = cell.sources;
  return source === undefined ? undefined : panelKindFor(source.typeCounts);
}

export interface PanelCellProps {
  readonly cell: Cell;
  /** Settings of the section. */
  readonly settings: SettingOverrides | undefined;
  readonly shared: CellShared;
  readonly isFullScreen: boolean;
}

/** The panel itself, with the settings that reach it. A panel that fails does not take the page with it. */
export function PanelCell({ cell, settings, shared, isFullScreen }: PanelCellProps): ReactNode {
  const { store, onFull } = shared;
  const { id, spec } = cell;
  const board = useBoard(store, (state) => state.body.shared);
  const isCursorLinked = useBoard(store, (state) => state.body.isCursorLinked);
  const isZoomLinked = useBoard(store, (state) => state.body.isZoomLinked);
  const inherited = useMemo(() => ({ ...board, ...settings }), [board, settings]);
  const { keys, pattern, config } = spec;
  const panelKeys = useMemo(() => ({ keys, pattern }), [keys, pattern]);
  const onSave = useCallback<PanelViewProps['onSave']>(
    (next) =>
      store
        .getState()
        .change((old) => editPanel(old, id, { config: next }), `panel ${id} ${Object.keys(next ?? {}).join()}`),
    [store, id],
  );
  const onKeys = useCallback<PanelViewProps['onKeys']>(
    (next) =>
      store.getState().change((old) => {
        // An automatic panel that draws a pattern would take its own key away from itself: it becomes one made by hand.
        const isMade = old.panels[id]?.kind !== undefined;
        return isMade || next.pattern === undefined
          ? editPanel(old, id, { keys: next.keys, pattern: next.pattern })
          : editPanel(old, id, { kind: 'line', keys: undefined, pattern: next.pattern });
      }, `keys ${id}`),
    [store, id],
  );
  const onFullScreen = useCallback(() => onFull(isFullScreen ? undefined : id), [onFull, isFullScreen, id]);
  const { useRuns } = shared.ownRuns ?? NO_OWN_RUNS;
  const { runs, scope, groups, visibleCount } = useRuns({
    project: shared.project,
    store,
    own: spec.runs,
    board: shared,
  });
  const kind = kindOf(cell);
  if (kind === undefined) return <Unknown name={spec.kind ?? ''} title={cell.title} />;
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <ErrorNotice
          title={panelStrings.panelFailed}
          tip={error instanceof Error ? error.message : String(error)}
          onRetry={resetErrorBoundary}
        />
      )}
    >
      <kind.View
        key={id}
        project={shared.project}
        id={id}
        title={cell.title}
        sources={cell.sources}
        allSources={shared.allSources}
        fault={cell.fault}
        runs={runs}
        scope={scope}
        groups={groups}
        visibleCount={visibleCount}
        onShowAllRuns={shared.onShowAllRuns}
        shared={inherited}
        saved={config}
        onSave={onSave}
        keys={panelKeys}
        onKeys={onKeys}
        isCursorLinked={isCursorLinked}
        isZoomLinked={isZoomLinked}
        xKeys={shared.xKeys}
        isFullScreen={isFullScreen}
        onFullScreen={onFullScreen}
      />
    </ErrorBoundary>
  );
}

/** A panel of a kind that this version does not have, or whose key is gone. */
function Unknown({ name, title }: { readonly name: string; readonly title: string }): ReactElement {
  return (
    <div className={styles.ghost}>
      <p className={styles.unknown} data-message>
        {title}: {name === '' ? strings.keysNotLogged : strings.unknownKind(name)}
      </p>
    </div>
  );
}
