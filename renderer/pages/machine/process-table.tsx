import type { ReactElement } from 'react';
import styles from './machine.module.css';

/** A small table of texts; numbers stand at the right. */
export function ProcessTable({
  heads,
  rows,
}: {
  readonly heads: readonly { readonly text: string; readonly isNumber?: boolean }[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly string[] }[];
}): ReactElement {
  return (
    <div
      className={styles.tableFrame}
      tabIndex={0}
      role="region"
      aria-label={heads.map((head) => head.text).join(', ')}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head.text} className={head.isNumber === true ? styles.number : undefined}>
                {head.text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {row.cells.map((cell, i) => (
                <td
                  key={heads[i]?.text}
                  className={heads[i]?.isNumber === true ? styles.number : undefined}
                  title={cell}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
