import { Grid2x2, Link2, Redo2, Undo2, SlidersHorizontal } from 'lucide-react';
import type { ReactElement, Ref } from 'react';
import type { SharedSettings } from '../registry.ts';
import { IconButton, Menu, Popover, SearchField, SegmentedControl, Switch } from '#ui/widgets';
import { AxisPicker } from '../frame/axis-picker.tsx';
import { SmoothingControl } from '../frame/smoothing-control.tsx';
import { strings } from '../strings.ts';
import styles from './board.module.css';
import { NEW_BOARD, type BoardBody } from './board-body.ts';
import { useBoard, type BoardStore } from './board-store.ts';

export interface PanelSearch {
  readonly text: string;
  readonly isRegex: boolean;
}

export interface QuickBarProps {
  readonly store: BoardStore;
  readonly xKeys: readonly string[];
  readonly search: PanelSearch;
  readonly onSearch: (search: PanelSearch) => void;
  readonly searchError: string | undefined;
  readonly foundCount: number;
  readonly searchRef: Ref<HTMLInputElement>;
  /** Section grouping by slash is offered only where keys are grouped so. */
  readonly hasSlashSections: boolean;
}

const SCALES = [
  { value: 'linear', label: strings.linear },
  { value: 'log', label: strings.log },
] as const;

/** The settings that change most, for all panels at once: search, x axis, smoothing, scale, linked cursor. */
export function QuickBar(props: QuickBarProps): ReactElement {
  const { store, xKeys, search, onSearch, searchError, foundCount, searchRef, hasSlashSections } = props;
  const body = useBoard(store, (state) => state.body);
  const canUndo = useBoard(store, (state) => state.past.length > 0);
  const canRedo = useBoard(store, (state) => state.future.length > 0);
  const { change, undo, redo } = store.getState();
  const set = (part: Partial<SharedSettings>, merge?: string): void =>
    change((old) => ({ ...old, shared: { ...old.shared, ...part } }), merge);
  const setBody = (part: Partial<BoardBody>): void => change((old) => ({ ...old, ...part }));
  const { shared } = body;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Panels">
      <SearchField
        label="Search panels"
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
        <span className={styles.fieldName}>X</span>
        <AxisPicker
          value={shared.x}
          keys={xKeys}
          onValue={(x) => change((old) => ({ ...old, shared: withX(old.shared, x) }))}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.fieldName}>{strings.smoothing}</span>
        <SmoothingControl
          value={shared.smoothing}
          onValue={(smoothing) => set({ smoothing }, `smoothing ${smoothing.kind}`)}
        />
      </div>
      <div className={styles.field}>
        <span className={styles.fieldName}>Y</span>
        <SegmentedControl
          label={strings.yScale}
          items={SCALES}
          value={shared.yScale}
          onValue={(yScale) => set({ yScale })}
        />
      </div>
      <IconButton
        label={body.isCursorLinked ? 'Cursors are linked' : 'Link cursors'}
        size="small"
        aria-pressed={body.isCursorLinked}
        className={styles.press}
        onClick={() => setBody({ isCursorLinked: !body.isCursorLinked })}
      >
        <Link2 size={15} aria-hidden />
      </IconButton>
      <div className={styles.barEnd}>
        <IconButton label="Undo" keys="$mod+Z" size="small" disabled={!canUndo} onClick={undo}>
          <Undo2 size={15} aria-hidden />
        </IconButton>
        <IconButton label="Redo" keys="$mod+Shift+Z" size="small" disabled={!canRedo} onClick={redo}>
          <Redo2 size={15} aria-hidden />
        </IconButton>
        <Menu
          align="end"
          trigger={
            <IconButton label="Panels in a row" size="small">
              <Grid2x2 size={15} aria-hidden />
            </IconButton>
          }
          entries={[0, 1, 2, 3, 4, 5, 6].map((columns) => ({
            kind: 'action',
            label: columns === 0 ? 'As many as fit' : `${columns} in a row`,
            isChecked: columns === body.columns,
            run: () => setBody({ columns }),
          }))}
        />
        <BoardSettings store={store} hasSlashSections={hasSlashSections} />
      </div>
    </div>
  );
}

/** What is changed seldom, and the way back to a new board. */
function BoardSettings({ store, hasSlashSections }: Pick<QuickBarProps, 'store' | 'hasSlashSections'>): ReactElement {
  const { shared, sectionBy } = useBoard(store, (state) => state.body);
  const { change } = store.getState();
  const set = (part: Partial<SharedSettings>): void =>
    change((old) => ({ ...old, shared: { ...old.shared, ...part } }));
  return (
    <Popover
      label="Board settings"
      align="end"
      trigger={
        <IconButton label="Board settings" size="small">
          <SlidersHorizontal size={15} aria-hidden />
        </IconButton>
      }
    >
      <div className={styles.settings}>
        <div className={styles.settingRow}>
          <span>{strings.xScale}</span>
          <SegmentedControl
            label={strings.xScale}
            items={SCALES}
            value={shared.xScale}
            onValue={(xScale) => set({ xScale })}
          />
        </div>
        {hasSlashSections ? (
          <div className={styles.settingRow}>
            <span>Sections by</span>
            <SegmentedControl
              label="Sections by"
              items={[
                { value: 'first', label: 'First slash' },
                { value: 'last', label: 'Last slash' },
              ]}
              value={sectionBy}
              onValue={(next) => change((old) => ({ ...old, sectionBy: next }))}
            />
          </div>
        ) : undefined}
        <Switch
          label="Show original under smoothed lines"
          isOn={shared.isOriginalShown}
          onToggle={(isOriginalShown) => set({ isOriginalShown })}
        />
        <button
          type="button"
          className={styles.reset}
          onClick={() => change((old) => ({ ...NEW_BOARD, eyes: old.eyes }))}
        >
          Reset all settings of this board
        </button>
      </div>
    </Popover>
  );
}

function withX(shared: SharedSettings, x: SharedSettings['x']): SharedSettings {
  const { x: _before, ...rest } = shared;
  return x === undefined ? rest : { ...rest, x };
}
