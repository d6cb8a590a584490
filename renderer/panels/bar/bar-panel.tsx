import { useMemo, useState, type ReactElement } from 'react';
import { columnOfId, type ColumnRef } from '#shared/api';
import { paperLook } from '#ui/charts';
import { Button, ErrorNotice } from '#ui/widgets';
import { lackingWords } from '../columns/lacking-words.ts';
import { placeWords } from '../columns/axis-of.ts';
import { PlotLegendView } from '../columns/legend.tsx';
import { withLegend, withTitle } from '../columns/picture-parts.ts';
import styles from '../columns/plot.module.css';
import { SelectionBar } from '../columns/selection-bar.tsx';
import { useVisibleColumns, type VisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { Picture } from '../frame/picture.ts';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { BarForm } from './bar-form.tsx';
import { BarView } from './bar-view.tsx';
import { readBarConfig, type BarConfig } from './config.ts';
import { layOutBars } from './layout.ts';
import { paintBars } from './paint.ts';
import { toBars, type Bars } from './series.ts';
import { strings } from './strings.ts';
import { tableOf } from './table.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** A bar, box or violin for each visible run or group. */
export function BarPanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readBarConfig(saved), [saved]);
  const refs = useRefs(config);
  const { data, error, retry } = useVisibleColumns({ project, scope, groups }, refs);
  const bars = useMemo(() => (data === undefined ? undefined : toBars(data, config, groups)), [data, config, groups]);
  const [hidden, setHidden] = useState(NOTHING);
  const shown = useMemo(() => (bars === undefined ? undefined : withoutParts(bars, hidden)), [bars, hidden]);
  const [isFormOpen, setFormOpen] = useState(false);
  const ids = useMemo(() => new Set((bars?.bars ?? []).flatMap((bar) => bar.runs)), [bars]);
  const isEmpty = bars === undefined || bars.bars.length === 0;
  const edit = (
    <Button size="small" onClick={() => setFormOpen(true)}>
      {panelStrings.edit}
    </Button>
  );
  const body = (): ReactElement => {
    if (refs.length === 0) return <PanelMessage title={strings.noValue} tip={strings.noValueTip} action={edit} />;
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (data === undefined || bars === undefined || shown === undefined) return <ChartSkeleton />;
    if (data.runs.length === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    const facts = factsOf(bars, config, data);
    if (isEmpty) return <PanelMessage title={strings.nothing(bars.axis.label)} tip={facts.join(' · ')} action={edit} />;
    const legend = (
      <PlotLegendView legend={bars.legend} hidden={hidden} onHidden={setHidden} isAtSide={config.legend === 'right'} />
    );
    return (
      <div className={styles.frame} data-legend={config.legend}>
        {config.legend === 'top' ? legend : undefined}
        <div className={styles.main}>
          <BarView id={props.id} project={project} bars={shown} config={config} label={summaryOf(bars, config)} />
          {facts.length === 0 ? undefined : (
            <p className={styles.facts} title={facts.join('\n')}>
              {facts.join(' · ')}
            </p>
          )}
        </div>
        {config.legend === 'bottom' || config.legend === 'right' ? legend : undefined}
        <SelectionBar scope={scope} source={props.id} ids={ids} />
      </div>
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      notes={isEmpty ? undefined : <span>{countWords(bars)}</span>}
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<BarForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty={isEmpty}
          picture={() => (shown === undefined ? undefined : pictureOf(shown, config, title))}
          table={() => (bars === undefined ? { head: [], rows: [] } : tableOf(bars, config))}
        />
      }
    >
      {body()}
    </PanelFrame>
  );
}

/** The value and what runs are taken together by; none until a value is chosen. */
function useRefs({ value, by }: BarConfig): readonly ColumnRef[] {
  return useMemo(() => {
    const ref = columnOfId(value ?? '');
    return ref === undefined ? [] : [ref, ...[columnOfId(by ?? '')].flatMap((one) => one ?? [])];
  }, [value, by]);
}

/** Counted texts without the groups that were turned off in the legend. */
function withoutParts(bars: Bars, hidden: ReadonlySet<string>): Bars {
  if (hidden.size === 0) return bars;
  return {
    ...bars,
    bars: bars.bars.map((bar) => {
      const parts = bar.parts.filter((part) => !hidden.has(part.label));
      return { ...bar, parts, center: parts.reduce((sum, part) => sum + part.count, 0) };
    }),
  };
}

function countWords({ bars, runCount }: Bars): string {
  const isByRun = bars.every((bar) => bar.isRun);
  return isByRun ? strings.runs(runCount) : `${strings.groups(bars.length)}, ${strings.runs(runCount)}`;
}

function summaryOf({ bars, axis, isCount }: Bars, { shape }: BarConfig): string {
  const centers = bars.map((bar) => bar.center);
  const words = (value: number): string => (isCount ? String(value) : placeWords(axis, value));
  return strings.summary(
    strings.shapes[shape],
    axis.label,
    bars.length,
    words(centers.reduce((a, b) => Math.max(a, b), -Infinity)),
    words(centers.reduce((a, b) => Math.min(a, b), Infinity)),
  );
}

/** What a reader must know: what the marks mean, and what is not drawn and why. */
function factsOf({ bars, axis, lacking, isCount }: Bars, config: BarConfig, data: VisibleColumns): readonly string[] {
  const not = lackingWords(lacking, axis.label);
  const hasMarks = !isCount && config.shape === 'bar' && bars.some((bar) => bar.error !== undefined);
  return [
    ...(hasMarks ? [`${strings.centers[config.center]}, ${strings.marks(strings.errors[config.error])}`] : []),
    ...(not.length === 0 ? [] : [strings.notDrawn(not.join(', '))]),
    ...(data.leftOutCount === 0 ? [] : [strings.leftOut(data.leftOutCount)]),
  ];
}

/** All bars for paper: as long as they need. */
function pictureOf(bars: Bars, config: BarConfig, title: string): Picture {
  const look = paperLook();
  const { isUpright } = config;
  // Bars need at least so much room each; see layOutBars.
  const least = isUpright ? bars.bars.length * 46 + 90 : bars.bars.length * 20 + 50;
  const sizeOf: Picture['sizeOf'] = ({ width, height }) =>
    isUpright ? { width: Math.max(width, least), height } : { width, height: Math.max(height, least) };
  const plain: Picture = {
    sizeOf,
    draw: (pen, wanted) => {
      const layout = layOutBars(pen, bars, sizeOf(wanted), isUpright, look);
      paintBars(pen, bars, layout, look, { offset: 0, config, isFaint: undefined });
    },
  };
  return withTitle(withLegend(plain, bars.legend, look), title, look);
}
