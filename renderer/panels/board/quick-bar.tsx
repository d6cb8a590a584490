import { Link2, Redo2, Undo2, SlidersHorizontal, ZoomIn } from 'lucide-react';
import { useMemo, type ReactElement, type Ref } from 'react';
import type { ProjectPath } from '#shared/units';
import { IconButton, Popover, SearchField, SegmentedControl, Select } from '#ui/widgets';
import { AxisPicker } from '../frame/axis-picker.tsx';
import { SCALES, SettingsForm } from '../frame/settings-form.tsx';
import { SmoothingControl } from '../frame/smoothing-control.tsx';
import type { BoardRuns, PanelSource } from '../registry.ts';
import { DEFAULT_SHARED, type SettingOverrides, type SharedSettings } from '../settings.ts';
import { strings as panelStrings } from '../strings.ts';
import { strip } from '../strip.ts';
import { AddPanel } from './add-panel.tsx';
import styles from './board.module.css';
import { NEW_BOARD, type BoardBody } from './board-body.ts';
import { useBoard } from './board-store.ts';
import type { Section } from './sections.ts';
import { strings } from './strings.ts';
import type { BoardPlace } from './use-board-store.ts';
import { ViewsMenu } from './views-menu.tsx';

export interface PanelSearch {
  readonly text: string;
  readonly isRegex: boolean;
}

export interface QuickBarProps {
  readonly place: BoardPlace;
  readonly project: ProjectPath;
  readonly hasViews: boolean;
  readonly sources: readonly PanelSource[];
  readonly sections: readonly Section[];
  /** What new panels are about. */
  readonly board: BoardRuns;
  readonly isGrouped: boolean;
  readonly xKeys: readonly string[];
  readonly search: PanelSearch;
  readonly onSearch: (search: PanelSearch) => void;
  readonly searchError: string | undefined;
  readonly foundCount: number;
  readonly searchRef: Ref<HTMLInputElement>;
  /** Section grouping by slash is offered only where keys are grouped so. */
  readonly hasSlashSections: boolean;
}

/** The settings that change most, for all panels at once: search, x axis, smoothing, scale, linked cursor. */
export function QuickBar(props: QuickBarProps): ReactElement {
  const { place, xKeys, search, onSearch, searchError, foundCount, searchRef } = props;
  const { store } = place;
  const body = useBoard(store, (state) => state.body);
  const canUndo = useBoard(store, (state) => state.past.length > 0);
  const canRedo = useBoard(store, (state) => state.future.length > 0);
  const { change, undo, redo } = store.getState();
  const set = (part: Partial<SharedSettings>, merge?: string): void =>
    change((old) => ({ ...old, shared: { ...old.shared, ...part } }), merge);
  const setBody = (part: Partial<BoardBody>): void => change((old) => ({ ...old, ...part }));
  const { shared } = body;
  return (
    <div className={styles.bar} role="toolbar" aria-label={strings.panels}>
      {props.hasViews ? <ViewsMenu place={place} /> : undefined}
      <SearchField
        label={strings.searchPanels}
        size="small"
        className={styles.search}
        value={search.text}
        onValue={(text) => onSearch({ ...search, text })}
        isRegex={search.isRegex}
        onRegex={(isRegex) => onSearch({ ...search, isRegex })}
        error={searchError}
        count={search.text === '' ? undefined : foundCount}
        inputRef={searchRef}
      />
      <div className={styles.field}>
        <span className={styles.fieldName}>{strings.x}</span>
        <AxisPicker
          value={shared.x}
          keys={xKeys}
          onValue={(x) => change((old) => ({ ...old, shared: withX(old.shared, x) }))}
        />
      </div>
      <div className={styles.field} data-act="smoothing">
        <span className={styles.fieldName}>{panelStrings.smoothing}</span>
        <SmoothingControl
          value={shared.smoothing}
          onValue={(smoothing) => set({ smoothing }, `smoothing ${smoothing.kind}`)}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.fieldName}>{strings.y}</span>
        <SegmentedControl
          label={panelStrings.yScale}
          items={SCALES}
          value={shared.yScale}
          onValue={(yScale) => set({ yScale })}
        />
      </div>
      <div className={styles.links}>
        <IconButton
          label={body.isCursorLinked ? strings.cursorsLinked : strings.linkCursors}
          size="small"
          aria-pressed={body.isCursorLinked}
          className={styles.press}
          onClick={() => setBody({ isCursorLinked: !body.isCursorLinked })}
        >
          <Link2 size={15} aria-hidden />
        </IconButton>
        <IconButton
          label={body.isZoomLinked ? strings.zoomsLinked : strings.linkZooms}
          size="small"
          aria-pressed={body.isZoomLinked}
          className={styles.press}
          onClick={() => setBody({ isZoomLinked: !body.isZoomLinked })}
        >
          <ZoomIn size={15} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.barEnd}>
        <IconButton label={strings.undo} keys="$mod+Z" size="small" disabled={!canUndo} onClick={undo}>
          <Undo2 size={15} aria-hidden />
        </IconButton>
        <IconButton label={strings.redo} keys="$mod+Shift+Z" size="small" disabled={!canRedo} onClick={redo}>
          <Redo2 size={15} aria-hidden />
        </IconButton>
        <AddPanel
          store={store}
          project={props.project}
          sources={props.sources}
          sections={props.sections}
          board={props.board}
        />
        <BoardSettings {...props} />
      </div>
    </div>
  );
}

/** What is changed seldom, and the way back to a new board. */
function BoardSettings({ place, hasSlashSections, xKeys, isGrouped }: QuickBarProps): ReactElement {
  const { store } = place;
  const { shared, sectionBy, mode, columns, runLimit } = useBoard(store, (state) => state.body);
  const { change } = store.getState();
  const own = useMemo(() => differences(shared), [shared]);
  return (
    <Popover
      label={strings.boardSettings}
      align="end"
      trigger={
        <IconButton label={strings.boardSettings} size="small">
          <SlidersHorizontal size={15} aria-hidden />
        </IconButton>
      }
    >
      <div className={styles.cascade}>
        <div className={styles.settingRow}>
          <span>{strings.panels}</span>
          <SegmentedControl
            label={strings.panels}
            items={MODES}
            value={mode}
            onValue={(next) => change((old) => ({ ...old, mode: next }))}
          />
        </div>
        {hasSlashSections ? (
          <div className={styles.settingRow}>
            <span>{strings.sectionsBy}</span>
            <SegmentedControl
              label={strings.sectionsBy}
              items={SECTION_RULES}
              value={sectionBy}
              onValue={(next) => change((old) => ({ ...old, sectionBy: next }))}
            />
          </div>
        ) : undefined}
        <div className={styles.settingRow}>
          <span>{strings.panelsInRow}</span>
          <Select
            label={strings.panelsInRow}
            size="small"
            options={COLUMNS}
            value={columns}
            onValue={(next) => change((old) => ({ ...old, columns: next }))}
          />
        </div>
        <div className={styles.settingRow}>
          <span>{strings.runLimit}</span>
          <Select
            label={strings.runLimit}
            size="small"
            options={RUN_LIMITS.includes(runLimit) ? LIMITS : [...LIMITS, { value: runLimit, label: String(runLimit) }]}
            value={runLimit}
            onValue={(next) => change((old) => ({ ...old, runLimit: next }))}
          />
        </div>
        <p className={styles.cascadeHead}>{strings.forAllPanels}</p>
        <SettingsForm
          config={shared}
          own={own}
          xKeys={xKeys}
          isGrouped={isGrouped}
          onChange={(part) =>
            change(
              (old) => ({ ...old, shared: { ...DEFAULT_SHARED, ...strip({ ...old.shared, ...part }) } }),
              `shared ${Object.keys(part).join()}`,
            )
          }
        />
        <button
          type="button"
          className={styles.reset}
          onClick={() => change((old) => ({ ...NEW_BOARD, eyes: old.eyes, pins: old.pins, filter: old.filter }))}
        >
          {strings.resetBoard}
        </button>
      </div>
    </Popover>
  );
}

const MODES = [
  { value: 'automatic', label: strings.modes.automatic },
  { value: 'manual', label: strings.modes.manual },
] as const;
const SECTION_RULES = [
  { value: 'first', label: strings.sectionRules.first },
  { value: 'last', label: strings.sectionRules.last },
] as const;
const COLUMNS = [0, 1, 2, 3, 4, 5, 6].map((value) => ({
  value,
  label: value === 0 ? strings.asManyAsFit : String(value),
}));
const RUN_LIMITS = [10, 20, 50, 100, 200, 500, 1000, 10_000];
const LIMITS = RUN_LIMITS.map((value) => ({ value, label: value.toLocaleString('en-US') }));

/** Settings that are not as on a new board. */
function differences(shared: SharedSettings): SettingOverrides {
  return Object.fromEntries(
    Object.entries(shared).filter(
      ([name, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(DEFAULT_SHARED[name as keyof SharedSettings]),
    ),
  );
}

function withX(shared: SharedSettings, x: SharedSettings['x']): SharedSettings {
  const { x: _before, ...rest } = shared;
  return x === undefined ? rest : { ...rest, x };
}
