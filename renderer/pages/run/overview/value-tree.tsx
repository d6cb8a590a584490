import { ChevronRight } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ApiValue } from '#shared/api';
import { decodeHistogram } from '#shared/media';
import { formatNumber } from '#shared/units';
import { HistogramSpark } from '#ui/panels';
import { Button, CopyButton, SearchField } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './overview.module.css';
import { isArrayFacts, leafText, pathKey, treeRows, type TreeRow } from './tree.ts';

/** Lines shown before "show all": enough for most runs, few enough to draw at once. */
const FIRST_ROWS = 300;

export interface ValueTreeProps {
  readonly title: string;
  readonly value: Readonly<Record<string, ApiValue>>;
  readonly empty: string;
  /** Where the file is that holds the long arrays among the values. */
  readonly arraysHref?: string | undefined;
}

/** Nested values with search over keys and values; each line and the whole can be copied. */
export function ValueTree({ title, value, empty, arraysHref }: ValueTreeProps): ReactElement {
  const [search, setSearch] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const rows = useMemo(() => treeRows(value, closed, search), [value, closed, search]);
  const count = Object.keys(value).length;
  const toggle = (path: readonly string[]): void =>
    setClosed((old) => {
      const next = new Set(old);
      if (!next.delete(pathKey(path))) next.add(pathKey(path));
      return next;
    });
  const shown = isAll ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.cardHead}>
        <h2>{title}</h2>
        <span className={styles.cardCount}>{count}</span>
        {count === 0 ? undefined : (
          <>
            <SearchField
              label={strings.searchKeys}
              size="small"
              className={styles.cardSearch}
              value={search}
              onValue={setSearch}
              count={search === '' ? undefined : rows.filter((row) => row.childCount === undefined).length}
            />
            <CopyButton label={strings.copyJson} text={() => JSON.stringify(value, undefined, 2)} />
          </>
        )}
      </header>
      {rows.length === 0 ? <p className={styles.quiet}>{count === 0 ? empty : strings.noKeyMatches}</p> : undefined}
      <div role="tree" aria-label={title}>
        {shown.map((row) => (
          <Row key={pathKey(row.path)} row={row} arraysHref={arraysHref} onToggle={() => toggle(row.path)} />
        ))}
      </div>
      {shown.length < rows.length ? (
        <Button size="small" kind="ghost" onClick={() => setAll(true)}>
          {strings.showMore(rows.length - shown.length)}
        </Button>
      ) : undefined}
    </section>
  );
}

function Row({
  row,
  arraysHref,
  onToggle,
}: {
  readonly row: TreeRow;
  readonly arraysHref: string | undefined;
  readonly onToggle: () => void;
}): ReactElement {
  const indent = { paddingLeft: `${row.depth * 1.1 + 0.25}rem` };
  if (row.childCount !== undefined) {
    return (
      <div role="treeitem" aria-level={row.depth + 1} aria-expanded={row.isOpen} className={styles.treeRow}>
        <button type="button" className={styles.branch} style={indent} onClick={onToggle}>
          <ChevronRight size={13} aria-hidden data-open={row.isOpen ? '' : undefined} />
          {row.name}
          <span className={styles.branchCount}>{row.childCount}</span>
        </button>
        {arraysHref === undefined || !isArrayFacts(row.value) ? undefined : (
          <a href={arraysHref} className={styles.rowFile} title={strings.arrayFile}>
            wandb.h5
          </a>
        )}
        <CopyButton className={styles.rowCopy} text={() => JSON.stringify(row.value, undefined, 2)} />
      </div>
    );
  }
  const text = leafText(row.value);
  return (
    <div role="treeitem" aria-level={row.depth + 1} className={styles.treeRow}>
      <span className={styles.leafName} style={indent} title={row.path.join('.')}>
        {row.name}
      </span>
      <span
        className={styles.leafValue}
        data-kind={kindOf(row.value)}
        title={isHistogram(row.value) ? undefined : text}
      >
        {isHistogram(row.value) ? <HistogramSpark value={row.value} /> : shownText(row.value, text)}
      </span>
      <CopyButton className={styles.rowCopy} text={text} />
    </div>
  );
}

/** Six digits for measured numbers, all digits where an exponent would hide them; the whole is in the title and the copy. */
function shownText(value: ApiValue, text: string): string {
  if (typeof value === 'number' && Math.abs(value) < 1e6) return formatNumber(value, 6);
  return text === '' ? '""' : text;
}

function isHistogram(value: ApiValue): boolean {
  return decodeHistogram(value) !== undefined;
}

function kindOf(value: ApiValue): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'json' : typeof value;
}
