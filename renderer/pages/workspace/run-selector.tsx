import { Eye, EyeOff, PanelLeftClose } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import { Problem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useFetchAllHeads } from '#ui/data';
import { ALL_OPEN, isSolo, setEyes, soloEye, useBoard, type BoardStore, type Eyes } from '#ui/panels';
import {
  EmptyState,
  ErrorNotice,
  IconButton,
  SearchField,
  showToast,
  Skeleton,
  type VirtualListHandle,
} from '#ui/widgets';
import { namesFilter } from '../runs/conditions.ts';
import type { GroupNode } from '../runs/group-tree.ts';
import { useStop } from '../runs/run-entries.ts';
import { useLock } from '../lock/use-lock.ts';
import { RunList } from './run-list.tsx';
import type { AskedOfRuns } from './run-menu.ts';
import { strings } from './strings.ts';
import { runQueryOf, type RunSearch } from './run-query.ts';
import { togglePin, type SelectorRow } from './selector-rows.ts';
import { SelectorTools } from './selector-tools.tsx';
import type { PickedRuns } from './use-picked-runs.ts';
import { useRunCommands } from './use-run-commands.ts';
import type { VisibleRuns } from './use-visible-runs.ts';
import styles from './workspace.module.css';

const ListedHead = lazy(async () => ({ default: (await import('./listed-values.tsx')).ListedHead }));
const RunTools = lazy(async () => ({ default: (await import('./run-tools.tsx')).RunTools }));

export interface RunSelectorProps {
  readonly project: ProjectPath;
  readonly store: BoardStore;
  readonly runs: VisibleRuns;
  readonly search: RunSearch;
  readonly onSearch: (search: RunSearch) => void;
  readonly onCollapse: () => void;
  readonly rows: readonly SelectorRow[];
  readonly picked: PickedRuns;
}

/** The runs of a project at the side of its charts: search, eyes, colours, states; newest first and live. */
export function RunSelector(props: RunSelectorProps): ReactElement {
  const { project, store, runs, search, rows, picked } = props;
  const eyes = useBoard(store, (state) => state.body.eyes);
  const runLimit = useBoard(store, (state) => state.body.runLimit);
  const filter = useBoard(store, (state) => state.body.filter);
  const sort = useBoard(store, (state) => state.body.sort);
  const [marked, mark] = useState<string | undefined>(undefined);
  const [asked, ask] = useState<AskedOfRuns | undefined>(undefined);
  const stop = useStop();
  const lock = useLock(project);
  const list = useRef<VirtualListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const changeEyes = useCallback(
    (update: (eyes: Eyes) => Eyes): void => store.getState().change((body) => ({ ...body, eyes: update(body.eyes) })),
    [store],
  );
  const toggleAll = useToggleAll(props, eyes, changeEyes);
  const { total } = runs;
  const { select, add } = picked;
  const fetchHeads = useFetchAllHeads(project);
  const acts = useMemo(
    () => ({
      mark,
      select,
      ask,
      selectGroup: ({ runs: ids }: GroupNode) => void fetchHeads({ filter: namesFilter(ids) }).then(add),
      stop,
      lock,
      toggle: (id: string, open: boolean) => changeEyes((old) => setEyes(old, [id], open)),
      solo: (id: string) => changeEyes((old) => (isSolo(old, id) ? ALL_OPEN : soloEye(id))),
      showEvery: () => changeEyes(() => ALL_OPEN),
      pin: (id: string) => store.getState().change((old) => ({ ...old, pins: togglePin(old.pins, id) })),
      setBaseline: (id: string) =>
        store.getState().change((old) => ({ ...old, baseline: old.baseline === id ? '' : id })),
    }),
    [changeEyes, store, select, add, fetchHeads, stop, lock],
  );
  useRunCommands({
    rows,
    marked,
    mark,
    reveal: (index) => list.current?.reveal(index),
    changeEyes,
    focusSearch: () => field.current?.focus(),
    pin: acts.pin,
    setBaseline: acts.setBaseline,
    picked,
  });
  const searchError = searchErrorOf(runs);
  return (
    <aside className={styles.selector} aria-label={strings.runs}>
      <SelectorHead
        {...props}
        shownCount={Math.min(runs.visibleCount, runLimit)}
        onToggleAll={toggleAll}
        field={field}
      />
      <SelectorTools project={project} store={store} search={search} />
      {runs.listed === undefined ? undefined : (
        <Suspense>
          <ListedHead listed={runs.listed} store={store} />
        </Suspense>
      )}
      <div className={styles.list} data-runs data-selecting={picked.selection.size > 0 ? '' : undefined}>
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
          <RunList
            rows={rows}
            store={store}
            listed={runs.listed}
            marked={marked}
            selection={picked.selection}
            acts={acts}
            loadMore={runs.loadMore}
            handle={list}
          />
        )}
      </div>
      {asked === undefined && picked.selection.size === 0 ? undefined : (
        <Suspense>
          <RunTools
            project={project}
            asked={asked}
            onAsk={ask}
            picked={picked}
            choice={{ search, filter, sort }}
            total={total}
            show={runs.scope.show}
          />
        </Suspense>
      )}
    </aside>
  );
}

/** A bad search pattern is said at its field. */
function searchErrorOf({ error }: VisibleRuns): string | undefined {
  return error instanceof Problem && error.code === 'filter.invalid' ? error.message : undefined;
}

interface SelectorHeadProps extends RunSelectorProps {
  readonly shownCount: number;
  readonly onToggleAll: () => void;
  readonly field: RefObject<HTMLInputElement | null>;
}

/** How many runs are drawn, the eye of all of them, and the search. */
function SelectorHead(props: SelectorHeadProps): ReactElement {
  const { runs, search, onSearch, onCollapse, shownCount, onToggleAll, field } = props;
  return (
    <>
      <div className={styles.selectorHead}>
        <h2 className={styles.selectorTitle}>{strings.runs}</h2>
        <span className={styles.count} aria-live="polite">
          {strings.visualized(shownCount, runs.total)}
        </span>
        <IconButton label={strings.collapse} keys="[" size="small" onClick={onCollapse}>
          <PanelLeftClose size={15} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.selectorSearch}>
        <IconButton
          label={runs.visibleCount > 0 ? strings.hideAll : strings.showAll}
          size="small"
          onClick={onToggleAll}
        >
          {runs.visibleCount > 0 ? <Eye size={15} aria-hidden /> : <EyeOff size={15} aria-hidden />}
        </IconButton>
        <SearchField
          label={strings.searchRuns}
          size="small"
          className={styles.grow}
          value={search.text}
          onValue={(text) => onSearch({ ...search, text })}
          isRegex={search.isRegex}
          onRegex={(isRegex) => onSearch({ ...search, isRegex })}
          error={searchErrorOf(runs)}
          count={search.text === '' ? undefined : strings.matches(runs.total)}
          inputRef={field}
        />
      </div>
    </>
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
        showToast(strings.listFailed, {
          kind: 'error',
          text: error instanceof Error ? error.message : '',
        }),
    );
  };
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
