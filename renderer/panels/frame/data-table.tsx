import { useState, type ReactElement } from 'react';
import { formatNumber } from '#shared/units';
import { Button, Dialog } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './data-table.module.css';

/** What a picture shows, as rows of cells. */
export interface DataTable {
  readonly head: readonly string[];
  /** Cells in the order of the head; undefined = there is no value. */
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

export interface DataTableDialogProps {
  readonly title: string;
  readonly table: DataTable;
  readonly onClose: () => void;
}

/** Rows shown at first, and with each press on "more". */
const ROWS_AT_ONCE = 200;

/** The numbers behind a picture, for reading, searching and screen readers. */
export function DataTableDialog({ title, table, onClose }: DataTableDialogProps): ReactElement {
  return (
    <Dialog isOpen onClose={onClose} title={title} width="wide">
      <div className={styles.bounded}>
        <DataTableView table={table} />
      </div>
    </Dialog>
  );
}

/** The same in the place where it stands, which it fills and scrolls in. */
export function DataTableView({ table }: { readonly table: DataTable }): ReactElement {
  const [count, setCount] = useState(ROWS_AT_ONCE);
  const rest = table.rows.length - count;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={strings.asTable}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.head.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, count).map((row, i) => (
            <tr key={i}>
              {row.map((cell, at) => (
                <td key={at} data-number={typeof cell === 'number' ? '' : undefined} title={String(cell ?? '')}>
                  {typeof cell === 'number' ? formatNumber(cell, 6) : (cell ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? (
        <Button size="small" onClick={() => setCount(count + ROWS_AT_ONCE)}>
          {strings.moreRows(Math.min(rest, ROWS_AT_ONCE), rest)}
        </Button>
      ) : undefined}
    </div>
  );
}
