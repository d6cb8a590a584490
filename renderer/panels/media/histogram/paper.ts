import { fit, fontOf, paperLook, ShiftedPen } from '#ui/charts';
import { withLegend, withTitle } from '../../columns/picture-parts.ts';
import type { DataTable } from '../../frame/data-table.tsx';
import type { Picture } from '../../frame/picture.ts';
import type { HistogramMode } from './config.ts';
import { paintBars, paintSteps, type RunBars, type RunColumns } from './paint.ts';
import { strings } from './strings.ts';

const NAME_ROW = 20;
/** A run needs so much height to be read. */
const LEAST_RUN = 90;

export interface DrawnHistograms {
  readonly mode: HistogramMode;
  readonly runs: readonly RunColumns[];
  readonly bars: readonly RunBars[];
}

/** What a panel shows, for paper: one drawing for each run, or one of all runs as bars with their names below. */
export function histogramsOnPaper({ mode, runs, bars }: DrawnHistograms, title: string): Picture {
  const look = paperLook();
  if (mode === 'bars') {
    const entries = bars.map(({ run, column }) => ({
      label: strings.runAtStep(run.label, column.step),
      color: run.color,
    }));
    const plain: Picture = { sizeOf: (wanted) => wanted, draw: (pen, wanted) => paintBars(pen, bars, wanted, look) };
    return withTitle(withLegend(plain, { kind: 'names', label: '', entries }, look), title, look);
  }
  const sizeOf: Picture['sizeOf'] = ({ width, height }) => ({
    width,
    height: Math.max(height, runs.length * (NAME_ROW + LEAST_RUN)),
  });
  const draw: Picture['draw'] = (pen, wanted) => {
    const { width, height } = sizeOf(wanted);
    const each = height / runs.length;
    runs.forEach((one, i) => {
      const own = new ShiftedPen(pen, 0, i * each);
      own.font = fontOf(look, 11);
      own.textAlign = 'left';
      own.textBaseline = 'alphabetic';
      own.fillStyle = look.text;
      own.fillText(fit(own, one.run.label, width - 24), 12, 13);
      paintSteps(new ShiftedPen(pen, 0, i * each + NAME_ROW), one, mode, { width, height: each - NAME_ROW }, look);
    });
  };
  return withTitle({ sizeOf, draw }, title, look);
}

/** The same as numbers: a row for each bin of each histogram that is drawn. */
export function tableOfHistograms({ mode, runs, bars }: DrawnHistograms): DataTable {
  const drawn = mode === 'bars' ? bars : runs.flatMap(({ run, columns }) => columns.map((column) => ({ run, column })));
  return {
    head: Object.values(strings.table),
    rows: drawn.flatMap(({ run, column: { step, item } }) =>
      Array.from(item.counts, (count, bin) => [run.label, step, item.edges[bin], item.edges[bin + 1], count]),
    ),
  };
}
