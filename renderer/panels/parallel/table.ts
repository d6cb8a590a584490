import { textOf } from '#ui/data';
import type { DataTable } from '../frame/data-table.tsx';
import type { Parallel } from './series.ts';
import { strings } from './strings.ts';

/** What is drawn, a row for each run with an open eye. */
export function tableOf({ runs, isOpen, axes }: Parallel): DataTable {
  return {
    head: [strings.run, strings.id, ...axes.map((axis) => axis.label)],
    rows: runs.flatMap((run, row) => {
      if (isOpen[row] !== true) return [];
      const values = axes.map(({ column }) => column.values[row]);
      return [
        [
          run.label,
          run.id,
          ...values.map((value) => (typeof value === 'number' ? value : value === undefined ? '' : textOf(value))),
        ],
      ];
    }),
  };
}
