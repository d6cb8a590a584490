import { useMemo, type ReactElement, type ReactNode, type Ref } from 'react';
import { useLocation } from 'wouter';
import { runHref } from '#shared/units';
import { useNow } from '#ui/data';
import { isOpen, useBoard, type BoardStore } from '#ui/panels';
import { Skeleton, useNameCut, VirtualList, type VirtualListHandle } from '#ui/widgets';
import { NowContext } from '../runs/now-context.ts';
import { groupMenu, type GroupActs } from './group-menu.ts';
import { GroupRow } from './group-row.tsx';
import { runMenu } from './run-menu.ts';
import { RunMenus } from './run-menus.tsx';
import { RunRow, type RunRowActs } from './run-row.tsx';
import { groupOf, rowOf, type SelectorRow } from './selector-rows.ts';
import { strings } from './strings.ts';
import type { ListedValues } from './use-listed.ts';
import styles from './workspace.module.css';

const ROW_PX = 30;
const MINUTE_MS = 60_000;
/** With names of two lines. */
const TALL_ROW_PX = 42;

export interface RunListProps {
  readonly rows: readonly SelectorRow[];
  readonly store: BoardStore;
  readonly listed: ListedValues | undefined;
  /** The run or group that the keyboard is on. */
  readonly marked: string | undefined;
  readonly selection: ReadonlyMap<string, unknown>;
  readonly acts: RunRowActs & GroupActs;
  readonly loadMore: () => void;
  readonly handle: Ref<VirtualListHandle>;
}

/** Runs and groups of runs, of which only those in sight are in the document. */
export function RunList(props: RunListProps): ReactElement {
  const { rows, store, listed, marked, selection, acts, loadMore, handle } = props;
  const eyes = useBoard(store, (state) => state.body.eyes);
  const baseline = useBoard(store, (state) => state.body.baseline);
  const [, navigate] = useLocation();
  const nameCut = useNameCut();
  return (
    <RunMenus
      groupMenuOf={(id) => {
        const node = groupOf(rows, id);
        return node === undefined ? undefined : groupMenu(node, store, acts);
      }}
      headOf={(id) => rowOf(rows, id)?.head}
      menuOf={(head, row, colors) =>
        runMenu({
          head,
          isPinned: rowOf(rows, head.path.run)?.isPinned === true,
          isBaseline: head.path.run === baseline,
          isSelected: selection.has(head.path.run),
          colors,
          acts,
          open: () => navigate(runHref(head.path)),
          row,
        })
      }
    >
      <div className={styles.menus}>
        <Times listed={listed}>
          <VirtualList
            label={strings.runs}
            handle={handle}
            count={rows.length}
            rowHeight={nameCut === 'wrap' ? TALL_ROW_PX : ROW_PX}
            keyOf={(index) => rows[index]?.key ?? index}
            renderRow={(index) => {
              const row = rows[index];
              if (row === undefined) return undefined;
              if (row.kind === 'more') return <LoadMore load={loadMore} />;
              if (row.kind === 'group') return <GroupRow node={row.node} store={store} listed={listed} />;
              const { head, depth, isPinned } = row;
              const id = head.path.run;
              const found = listed?.rows.get(id);
              return (
                <RunRow
                  head={head}
                  depth={depth}
                  isOpen={isOpen(eyes, id)}
                  isActive={id === marked}
                  isPinned={isPinned}
                  isBaseline={id === baseline}
                  isSelected={selection.has(id)}
                  columns={listed?.columns}
                  row={found?.row}
                  ids={found?.ids}
                  acts={acts}
                />
              );
            }}
          />
        </Times>
      </div>
    </RunMenus>
  );
}

interface TimesProps {
  readonly listed: ListedValues | undefined;
  readonly children: ReactNode;
}

/** One clock for the times of all rows; none while no column shows times. */
function Times({ listed, children }: TimesProps): ReactElement {
  const hasTimes = listed?.columns.some(({ type }) => type === 'time' || type === 'duration') === true;
  const isLive = useMemo(
    () =>
      listed?.columns.some(({ type }) => type === 'duration') === true &&
      [...listed.rows.values()].some(({ row }) => row.head.state === 'running'),
    [listed],
  );
  const now = useNow(isLive ? 1000 : MINUTE_MS, hasTimes);
  return <NowContext value={now}>{children}</NowContext>;
}

/** A row that is not loaded yet; coming into sight it asks for its page. */
function LoadMore({ load }: { readonly load: () => void }): ReactElement {
  return (
    <div className={styles.row} ref={(element) => void (element !== null && load())}>
      <Skeleton width="70%" height="0.7rem" />
    </div>
  );
}
