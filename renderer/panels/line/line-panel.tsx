import { Undo2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { XAxis } from '#shared/api';
import { countNotPositive, LineChart, type ChartScales, type LineChartHandle, type Range } from '#ui/charts';
import { useSeries, type SeriesWant } from '#ui/data';
import { Button, ErrorNotice, IconButton } from '#ui/widgets';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import { useWidth } from '../frame/use-size.ts';
import type { PanelViewProps } from '../registry.ts';
import { strings } from '../strings.ts';
import { effectiveConfig, readOverrides, type LineConfig } from './config.ts';
import { LineActions, type Picture } from './line-actions.tsx';
import styles from './line-panel.module.css';
import { leastRange, sumFacts, toChartLines, xKindOf, xLabelOf } from './series.ts';
import { useZoom, type Zoom } from './use-zoom.ts';

/** One numeric key over an x axis, one line for each visible run. */
export function LinePanel(props: PanelViewProps): ReactElement {
  const { source, runs, shared, saved, onSave, xKeys, isFullScreen } = props;
  const own = useMemo(() => readOverrides(saved), [saved]);
  const config = useMemo(() => effectiveConfig(shared, own), [shared, own]);
  const defaultX = shared.x ?? source.stepMetric ?? '_step';
  const x = config.x ?? defaultX;
  const zoom = useZoom();
  const [body, width] = useWidth();
  const want = useWant(props, config, x, zoom, width);
  const { lines, isLoading, problem, retry } = useSeries(want);
  const chartLines = useMemo(
    () => toChartLines(runs, lines, config.isOriginalShown),
    [runs, lines, config.isOriginalShown],
  );
  const facts = useMemo(() => sumFacts(lines.values()), [lines]);
  const isYLog = config.yScale === 'log';
  const notPositiveCount = useMemo(() => (isYLog ? countNotPositive(chartLines) : 0), [isYLog, chartLines]);
  const chart = useRef<LineChartHandle>(null);
  const [isPointerIn, setPointerIn] = useState(false);
  useBackspace(zoom, isPointerIn || isFullScreen);
  const { reset } = zoom;
  useEffect(() => reset(), [x, reset]);
  const title = own.title ?? source.title;
  const picture = useRef<Picture>({ runs, lines, facts, notPositiveCount });
  useEffect(() => {
    picture.current = { runs, lines, facts, notPositiveCount };
  }, [runs, lines, facts, notPositiveCount]);
  const actions = (
    <LineActions
      source={source}
      config={config}
      own={own}
      x={x}
      defaultX={defaultX}
      xKeys={xKeys}
      isFullScreen={isFullScreen}
      onFullScreen={props.onFullScreen}
      onSave={onSave}
      picture={picture}
      chart={chart}
    />
  );
  return (
    <PanelFrame
      title={title}
      isKey={title === source.key}
      subtitle={own.title === undefined ? undefined : source.key}
      notes={<Notes {...props} x={x} config={config} notPositiveCount={notPositiveCount} />}
      actions={actions}
      pinned={
        zoom.isZoomed ? (
          <IconButton label={strings.resetZoom} size="small" onClick={zoom.reset}>
            <Undo2 size={14} aria-hidden />
          </IconButton>
        ) : undefined
      }
    >
      <div
        ref={body}
        className={styles.body}
        onPointerEnter={() => setPointerIn(true)}
        onPointerLeave={() => setPointerIn(false)}
      >
        {problem !== undefined && lines.size === 0 ? (
          <PanelMessage title={problem.message} action={<ErrorNotice title={problem.toData().tip} onRetry={retry} />} />
        ) : chartLines.length === 0 ? (
          isLoading && runs.length > 0 ? (
            <ChartSkeleton />
          ) : (
            <Nothing
              keyName={source.key}
              x={x}
              runCount={runs.length}
              withoutX={facts.withoutX}
              isZoomed={zoom.isZoomed}
              onReset={zoom.reset}
            />
          )
        ) : isYLog && isNothingPositive(chartLines) ? (
          <PanelMessage
            title={strings.notPositive}
            tip={strings.notPositiveTip}
            action={
              <Button size="small" onClick={() => onSave({ ...own, yScale: 'linear' })}>
                {strings.useLinear}
              </Button>
            }
          />
        ) : (
          <Drawing
            config={config}
            yRange={source.yRange}
            x={x}
            zoom={zoom}
            chartLines={chartLines}
            label={title}
            isLinked={props.isCursorLinked}
            handle={chart}
          />
        )}
      </div>
    </PanelFrame>
  );
}

interface DrawingProps {
  readonly config: LineConfig;
  readonly yRange: PanelViewProps['source']['yRange'];
  readonly x: XAxis;
  readonly zoom: Zoom;
  readonly chartLines: ReturnType<typeof toChartLines>;
  readonly label: string;
  readonly isLinked: boolean;
  readonly handle: React.Ref<LineChartHandle>;
}

function Drawing({ config, yRange, x, zoom, chartLines, label, isLinked, handle }: DrawingProps): ReactElement {
  const { xScale, yScale } = config;
  const floor = useMemo(() => (yScale === 'log' ? {} : leastRange(chartLines, yRange)), [chartLines, yRange, yScale]);
  const yMin = config.yMin ?? floor.yMin;
  const yMax = config.yMax ?? floor.yMax;
  const scales = useMemo<ChartScales>(
    () => ({ xKind: xKindOf(x), isXLog: xScale === 'log' && x !== '_timestamp', isYLog: yScale === 'log' }),
    [x, xScale, yScale],
  );
  const window = useMemo(
    () => ({
      ...zoom.window,
      yMin: zoom.window.y === undefined ? yMin : undefined,
      yMax: zoom.window.y === undefined ? yMax : undefined,
    }),
    [zoom.window, yMin, yMax],
  );
  return (
    <LineChart
      lines={chartLines}
      scales={scales}
      axis={x}
      axisLabel={xLabelOf(x)}
      label={label}
      window={window}
      isLinked={isLinked}
      onZoom={zoom.zoomTo}
      onWheelZoom={zoom.wheelTo}
      onReset={zoom.reset}
      handle={handle}
    />
  );
}

function Notes({
  source,
  runs,
  visibleCount,
  onShowAllRuns,
  x,
  config,
  notPositiveCount,
}: PanelViewProps & {
  readonly x: XAxis;
  readonly config: LineConfig;
  readonly notPositiveCount: number;
}): ReactElement {
  return (
    <>
      {x === (source.stream === 'events' ? '_runtime' : '_step') ? undefined : <span>{strings.over(xLabelOf(x))}</span>}
      {config.yScale === 'log' ? (
        <span>log{notPositiveCount > 0 ? `, ${notPositiveCount.toLocaleString('en-US')} not drawn` : ''}</span>
      ) : undefined}
      {runs.length < visibleCount ? (
        <span>
          {strings.firstOf(runs.length, visibleCount)}{' '}
          <button type="button" onClick={onShowAllRuns}>
            {strings.showAll}
          </button>
        </span>
      ) : undefined}
    </>
  );
}

interface NothingProps {
  readonly keyName: string;
  readonly x: XAxis;
  readonly runCount: number;
  readonly withoutX: number;
  readonly isZoomed: boolean;
  readonly onReset: () => void;
}

/** Says why a panel has no lines. */
function Nothing({ keyName, x, runCount, withoutX, isZoomed, onReset }: NothingProps): ReactElement {
  if (runCount === 0) return <PanelMessage title={strings.noRuns} tip={strings.noRunsTip} />;
  if (isZoomed) {
    return (
      <PanelMessage
        title="No points in this window"
        action={
          <Button size="small" onClick={onReset}>
            {strings.resetZoom}
          </Button>
        }
      />
    );
  }
  if (withoutX > 0) return <PanelMessage title={strings.noPairs(keyName, xLabelOf(x))} tip={strings.noPairsTip} />;
  return <PanelMessage title={strings.noData(keyName)} />;
}

/** Backspace goes back to the zoom before, for the panel under the pointer. */
function useBackspace(zoom: Zoom, isActive: boolean): void {
  const { isZoomed, back } = zoom;
  useEffect(() => {
    if (!isActive || !isZoomed) return undefined;
    const press = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, [contenteditable]');
      if (event.key !== 'Backspace' || isTyping) return;
      event.preventDefault();
      back();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isActive, isZoomed, back]);
}

/** Buckets in steps of 100, so that a few pixels more do not fetch everything anew. */
function bucketsFor(width: number, runCount: number): number {
  const perLine = runCount > 40 ? width / 2 : width;
  return Math.min(4000, Math.max(100, Math.ceil(perLine / 100) * 100));
}

function useWant(
  { project, source, runs }: PanelViewProps,
  config: LineConfig,
  x: XAxis,
  zoom: Zoom,
  width: number,
): SeriesWant | undefined {
  const range: Range | undefined = zoom.window.x;
  const { smoothing } = config;
  const { key, stream } = source;
  const buckets = bucketsFor(width, runs.length);
  const isMeasured = width > 0;
  return useMemo(() => {
    if (!isMeasured) return undefined;
    return {
      project,
      stream,
      key,
      x,
      runs: runs.map((run) => run.path),
      buckets,
      ...(range === undefined ? {} : { range: { from: range[0], to: range[1] } }),
      ...(smoothing.kind === 'none' || smoothing.strength === 0 ? {} : { smoothing }),
    };
  }, [project, stream, key, x, runs, buckets, range, smoothing, isMeasured]);
}

function isNothingPositive(lines: ReturnType<typeof toChartLines>): boolean {
  return lines.every((line) => !(line.high ?? line.faint ?? line.y).some((value) => value > 0));
}
