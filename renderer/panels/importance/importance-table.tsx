import { ArrowDown } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ImportanceSort } from './config.ts';
import styles from './importance.module.css';
import type { ImportanceRow } from './rows.ts';
import { strings } from './strings.ts';

export interface ImportanceTableProps {
  readonly label: string;
  readonly rows: readonly ImportanceRow[];
  readonly sort: ImportanceSort;
  readonly onSort: (sort: ImportanceSort) => void;
}

const HEADS = [
  { sort: 'name', label: strings.parameter, tip: undefined },
  { sort: 'importance', label: strings.importance, tip: strings.importanceTip },
  { sort: 'correlation', label: strings.correlation, tip: strings.correlationTip },
] as const;

/** Parameters with their importance and correlation, as bars and as numbers. */
export function ImportanceTable({ label, rows, sort, onSort }: ImportanceTableProps): ReactElement {
  const most = rows.reduce((max, row) => Math.max(max, row.importance), 0);
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th
                key={head.sort}
                scope="col"
                aria-sort={sort !== head.sort ? 'none' : sort === 'name' ? 'ascending' : 'descending'}
              >
                <button
                  type="button"
                  className={styles.sort}
                  data-on={sort === head.sort ? '' : undefined}
                  title={head.tip}
                  onClick={() => onSort(head.sort)}
                >
                  {head.label}
                  {sort === head.sort ? <ArrowDown size={12} aria-hidden /> : undefined}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td className={styles.name} title={row.name}>
                {row.name}
              </td>
              <td title={String(row.importance)}>
                <div className={styles.measure}>
                  {row.importance.toFixed(3)}
                  <span className={styles.bar} aria-hidden>
                    <span
                      className={styles.fill}
                      style={{ width: `${most > 0 ? (row.importance / most) * 100 : 0}%` }}
                    />
                  </span>
                </div>
              </td>
              <td title={row.correlation === undefined ? undefined : String(row.correlation)}>
                <Correlation value={row.correlation} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className={styles.facts}>{strings.nothingFound}</p> : undefined}
    </div>
  );
}

/** Sign and colour say the direction, the bar its strength. */
function Correlation({ value }: { readonly value: number | undefined }): ReactElement {
  if (value === undefined) return <span className={styles.reason}>{strings.noCorrelation}</span>;
  const sign = value < 0 ? 'less' : 'more';
  return (
    <div className={styles.measure} title={sign === 'less' ? strings.less : strings.more}>
      {`${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`}
      <span className={`${styles.bar} ${styles.middle}`} aria-hidden>
        <span className={styles.fill} data-sign={sign} style={{ width: `${Math.abs(value) * 50}%` }} />
      </span>
    </div>
  );
}
