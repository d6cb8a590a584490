import { Eye, EyeOff, PanelLeftClose } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import { Problem } from '#shared/errors';
import { runHref, type ProjectPath } from '#shared/units';
import { useFetchAllHeads } from '#ui/data';
import { ALL_OPEN, isOpen, isSolo, setEyes, soloEye, useBoard, type BoardStore, type Eyes } from '#ui/panels';
import {
  EmptyState,
  ErrorNotice,
  IconButton,
  SearchField,
  showToast,
  Skeleton,
  useCommands,
  VirtualList,
  type VirtualListHandle,
} from '#ui/widgets';
import { RunRow } from './run-row.tsx';
import { strings } from './strings.ts';
import { GroupRow } from './group-row.tsx';
import { runQueryOf, type RunSearch } from './run-query.ts';
import { selectorRows, togglePin, type SelectorRow } from './selector-rows.ts';
import { SelectorTools } from './selector-tools.tsx';
import type { VisibleRuns } from './use-visible-runs.ts';
import styles from './workspace.module.css';

const ROW_PX = 30;

export interface RunSelectorProps {
  readonly project: ProjectPath;
  readonly store: BoardStore;
  readonly runs: VisibleRuns;
  readonly search: RunSearch;
  readonly onSearch: (search: RunSearch) => void;
  readonly onCollapse: () => void;
}

/** The runs of a project at the side of its charts: search, eyes, colours, states; newest first and live. */
export function RunSelector(props: RunSelectorProps): ReactElement {
  const { project, store, runs, search, onSearch, onCollapse } = props;
  const eyes = useBoard(store, (state) => state.body.eyes);
  const runLimit = useBoard(store, (state) => state.body.runLimit);
  const baseline = useBoard(store, (state) => state.body.baseline);
  const filter = useBoard(store, (state) => state.body.filter);
  const expanded = useBoard(store, (state) => state.body.grouping.expanded);
  const [active, setActive] = useState(-1);
  const list = useRef<VirtualListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const changeEyes = useCallback(
    (update: (eyes: Eyes) => Eyes): void => store.getState().change((body) => ({ ...body, eyes: update(body.eyes) })),
    [store],
  );
  const toggleAll = useToggleAll(props, eyes, changeEyes);
  const { total, visibleCount } = runs;
  const rows = useMemo(() => selectorRows(runs, expanded), [runs, expanded]);
  const acts = useMemo(
    () => ({
      toggle: (id: string, open: boolean) => changeEyes((old) => setEyes(old, [id], open)),
      solo: (id: string) => changeEyes((old) => (isSolo(old, id) ? ALL_OPEN : soloEye(id))),
      showEvery: () => changeEyes(() => ALL_OPEN),
      pin: (id: string) => store.getState().change((old) => ({ ...old, pins: togglePin(old.pins, id) })),
      setBaseline: (id: string) =>
        store.getState().change((old) => ({ ...old, baseline: old.baseline === id ? '' : id })),
    }),
    [changeEyes, store],
  );
  useRunCommands({
    rows,
    active,
    setActive,
    reveal: (index) => list.current?.reveal(index),
    changeEyes,
    focusSearch: () => field.current?.focus(),
    pin: acts.pin,
    setBaseline: acts.setBaseline,
  });
  const searchError =
    runs.error instanceof Problem && runs.error.code === 'filter.invalid' ? runs.error.message : undefined;
  return (
    <aside className={styles.selector} aria-label={strings.runs}>
      <div className={styles.selectorHead}>
        <h2 className={styles.selectorTitle}>{strings.runs}</h2>
        <span className={styles.count} aria-live="polite">
          {strings.visualized(Math.min(visibleCount, runLimit), total)}
        </span>
        <IconButton label={strings.collapse} keys="[" size="small" onClick={onCollapse}>
          <PanelLeftClose size={15} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.selectorSearch}>
        <IconButton label={visibleCount > 0 ? strings.hideAll : strings.showAll} size="small" onClick={toggleAll}>
          {visibleCount > 0 ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}
        </IconButton>
        <SearchField
          label={strings.searchRuns}
          size="small"
          className={styles.grow}
          value={search.text}
          onValue={(text) => onSearch({ ...search, text })}
          isRegex={search.isRegex}
          onRegex={(isRegex) => onSearch({ ...search, isRegex })}
          error={searchError}
          count={search.text === '' ? undefined : strings.matches(total)}
          inputRef={field}
        />
      </div>
      <SelectorTools project={project} store={store} />
      <div className={styles.list}>
        {runs.error !== null && searchError === undefined ? (
          <ErrorNotice
            title={runs.error.message}
            tip={runs.error instanceof Problem ? runs.error.toData().tip : undefined}
            onRetry={runs.refetch}
          />
        ) : runs.isLoading ? (
          <Waiting />
        ) : rows.length === 0 ? (
          <EmptyState title={search.text === '' && filter === '' ? strings.noRunsTitle : strings.noMatchTitle}>
            {search.text === '' && filter === '' ? strings.noRunsText : strings.noMatchText}
          </EmptyState>
        ) : (
          <VirtualList
            label={strings.runs}
            handle={list}
            count={rows.length}
            rowHeight={ROW_PX}
            keyOf={(index) => rows[index]?.key ?? index}
            renderRow={(index) => {
              const row = rows[index];
              if (row === undefined) return undefined;
              if (row.kind === 'more') return <LoadMore load={runs.loadMore} />;
              if (row.kind === 'group') return <GroupRow node={row.node} store={store} />;
              const { head, depth, isPinned } = row;
              const id = head.path.run;
              return (
                <RunRow
                  head={head}
                  depth={depth}
                  isOpen={isOpen(eyes, id)}
                  isActive={index === active}
                  isPinned={isPinned}
                  isBaseline={id === baseline}
                  acts={acts}
                />
              );
            }}
          />
        )}
      </div>
    </aside>
  );
}

/** Opens or closes the eyes of all runs that match, also of those that are not loaded. */
function useToggleAll(
  { project, store, runs, search }: RunSelectorProps,
  eyes: Eyes,
  changeEyes: (update: (eyes: Eyes) => Eyes) => void,
): () => void {
  const fetchAll = useFetchAllHeads(project);
  return () => {
    const open = runs.visibleCount === 0;
    const { filter, sort } = store.getState().body;
    if (search.text === '' && filter === '') {
      changeEyes(() => ({ isOpenByDefault: open, except: [] }));
      return;
    }
    void fetchAll(runQueryOf({ search, filter, sort })).then(
      (heads) =>
        changeEyes((old) =>
          setEyes(
            old,
            heads.map((head) => head.path.run),
            open,
          ),
        ),
      (error: unknown) =>
        showToast('Could not read the list of runs', {
          kind: 'error',
          text: error instanceof Error ? error.message : '',
        }),
    );
  };
}

interface RunCommandInput {
  readonly rows: readonly SelectorRow[];
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly reveal: (index: number) => void;
  readonly changeEyes: (update: (eyes: Eyes) => Eyes) => void;
  readonly focusSearch: () => void;
  readonly pin: (id: string) => void;
  readonly setBaseline: (id: string) => void;
}

function useRunCommands({
  rows,
  active,
  setActive,
  reveal,
  changeEyes,
  focusSearch,
  pin,
  setBaseline,
}: RunCommandInput): void {
  const [, navigate] = useLocation();
  const group = strings.runs;
  const move = (by: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, active + by));
    setActive(next);
    reveal(next);
  };
  const row = rows[active];
  const head = row?.kind === 'run' ? row.head : undefined;
  useCommands([
    { id: 'runs.search', title: strings.searchRuns, group, keys: 'r', run: focusSearch },
    { id: 'runs.next', title: 'Next run', group, keys: 'j', isKeyOnly: true, run: () => move(1) },
    { id: 'runs.previous', title: 'Previous run', group, keys: 'k', isKeyOnly: true, run: () => move(-1) },
    ...(head === undefined
      ? []
      : [
          {
            id: 'runs.eye',
            title: 'Show or hide the marked run',
            group,
            keys: 'Space',
            isKeyOnly: true,
            run: () => changeEyes((old) => setEyes(old, [head.path.run], !isOpen(old, head.path.run))),
          },
          {
            id: 'runs.open',
            title: 'Open the marked run',
            group,
            keys: 'Enter',
            isKeyOnly: true,
            run: () => navigate(runHref(head.path)),
          },
        ]),
    {
      id: 'runs.pin',
      title: 'Pin or unpin the marked run',
      group,
      keys: 'p',
      isKeyOnly: true,
      run: () => head !== undefined && pin(head.path.run),
    },
    {
      id: 'runs.baseline',
      title: 'Make the marked run the baseline',
      group,
      keys: 'b',
      isKeyOnly: true,
      run: () => head !== undefined && setBaseline(head.path.run),
    },
    { id: 'runs.show-all', title: strings.showEvery, group, run: () => changeEyes(() => ALL_OPEN) },
  ]);
}

/** A row that is not loaded yet; coming into sight it asks for its page. */
function LoadMore({ load }: { readonly load: () => void }): ReactElement {
  return (
    <div className={styles.row} ref={(element) => void (element !== null && load())}>
      <Skeleton width="70%" height="0.7rem" />
    </div>
  );
}

function Waiting(): ReactElement {
  return (
    <div aria-busy="true">
      {['74%', '58%', '66%', '49%', '70%', '62%'].map((width) => (
        <div key={width} className={styles.row}>
          <Skeleton width={width} height="0.7rem" />
        </div>
      ))}
    </div>
  );
}
