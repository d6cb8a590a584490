import { useState, type ReactElement } from 'react';
import { ErrorNotice, SegmentedControl } from '#ui/widgets';
import { DataTableView } from '../../../frame/data-table.tsx';
import { PanelMessage } from '../../../frame/panel-frame.tsx';
import { PlainStepBar } from '../../step-bar.tsx';
import { tableOfRows } from '../csv.ts';
import { strings } from '../strings.ts';
import type { Chart } from '../use-chart.ts';
import { VegaView } from '../vega-view.tsx';
import styles from './editor.module.css';

const KINDS = [
  { value: 'chart', label: strings.previewKinds.chart },
  { value: 'rows', label: strings.previewKinds.rows },
] as const;

/** The chart as it is going to be, or the rows that it is drawn from. */
export function Preview({ chart, title }: { readonly chart: Chart; readonly title: string }): ReactElement {
  const [kind, setKind] = useState<'chart' | 'rows'>('chart');
  const { state, data, warnings } = chart;
  // What was last understood stays while a letter is missing.
  const [good, setGood] = useState(state);
  if (state !== good && (state.kind === 'ready' || chart.fault === undefined)) setGood(state);
  const shown = chart.fault === undefined ? state : good;
  return (
    <section className={styles.preview} aria-label={strings.preview}>
      <div className={styles.previewHead}>
        <SegmentedControl label={strings.preview} items={KINDS} value={kind} onValue={setKind} />
        <span className={styles.note}>
          {[strings.rows(data.rows.length), ...(chart.isSampled ? [strings.sampled] : [])].join(' · ')}
        </span>
      </div>
      {warnings.map((one) => (
        <p key={one} className={styles.warning}>
          {one}
        </p>
      ))}
      <div className={styles.picture}>
        {kind === 'rows' ? (
          <DataTableView table={tableOfRows(data, chart.labels)} />
        ) : chart.error !== undefined && state.kind !== 'ready' ? (
          <ErrorNotice title={chart.error.message} onRetry={chart.retry} />
        ) : shown.kind === 'ready' ? (
          <VegaView
            spec={shown.spec}
            rows={shown.data.rows}
            mark={shown.data.runs.length === 1 ? shown.data.runs[0]?.color : undefined}
            label={strings.summary(title, shown.data.rows.length, shown.data.series.length)}
          />
        ) : (
          <PanelMessage
            title={shown.kind === 'loading' ? strings.loading : shown.title}
            tip={shown.kind === 'nothing' ? shown.tip : undefined}
          />
        )}
      </div>
      <PlainStepBar steps={chart.steps} step={chart.step} />
    </section>
  );
}
