import { Undo2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { XAxis } from '#shared/api';
import { countNotPositive, countOutliers, LineChart, type ChartLine, type LineChartHandle } from '#ui/charts';
import { Button, ErrorNotice, IconButton } from '#ui/widgets';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import { useWidth } from '../frame/use-size.ts';
import type { PanelViewProps } from '../registry.ts';
import { membersOf } from '../runs.ts';
import { strings as panelStrings } from '../strings.ts';
import { effectiveConfig, readOverrides, type LineConfig } from './config.ts';
import { Legend } from './legend.tsx';
import { LineActions, type Picture } from './line-actions.tsx';
import styles from './line-panel.module.css';
import { leastRange, sumFacts, toChartLines, xKindOf, xLabelOf, type PictureFacts } from './series.ts';
import { strings } from './strings.ts';
import { useCurves, type Curves } from './use-curves.ts';
import { useZoom, type Zoom } from './use-zoom.ts';

/** Numeric keys and expressions over an x axis, one line for each visible run or group. */
export function LinePanel(props: PanelViewProps): ReactElement {
  const { project, sources, groups, shared, saved, isFullScreen, keys } = props;
  const own = useMemo(() => readOverrides(saved), [saved]);
  const config = useMemo(() => effectiveConfig(shared, own), [shared, own]);
  const stream = sources[0]?.stream ?? 'history';
  const defaultX = shared.x ?? sources[0]?.stepMetric ?? (stream === 'events' ? '_runtime' : '_step');
  const x = own.x ?? defaultX;
  const zoom = useZoom(props.id, props.isZoomLinked ? x : undefined);
  const [body, width] = useWidth();
  const { pattern } = keys;
  const { window } = zoom;
  const runs = useMemo(
    () =>
      groups === undefined || !config.isMembersShown
        ? props.runs
        : [...props.runs, ...membersOf(project, groups, props.runs)],
    [project, props.runs, groups, config.isMembersShown],
  );
  const data = useCurves({ project, sources, stream, pattern, runs, groups, config, x, window, width });
  const lines = useMemo(
    () => toChartLines({ curves: data.curves, runs, groups, config }),
    [data.curves, runs, groups, config],
  );
  const facts = useMemo(() => sumFacts(data.curves.flatMap((curve) => [...curve.lines.values()])), [data.curves]);
  const notPositiveCount = useMemo(
    () => (config.yScale === 'log' ? countNotPositive(lines) : 0),
    [config.yScale, lines],
  );
  const outlierCount = useMemo(
    () => (config.isOutliersIgnored ? countOutliers(lines) : 0),
    [config.isOutliersIgnored, lines],
  );
  const chart = useRef<LineChartHandle>(null);
  const [isPointerIn, setPointerIn] = useState(false);
  useBackspace(zoom, isPointerIn || isFullScreen);
  const { reset } = zoom;
  const lastX = useRef(x);
  useEffect(() => {
    if (lastX.current !== x) reset();
    lastX.current = x;
  }, [x, reset]);
  const title = own.title ?? props.title;
  const picture = useRef<Picture>({ ...EMPTY_PICTURE, facts });
  useEffect(() => {
    picture.current = {
      lines,
      curves: data.curves,
      wants: data.wants,
      runs,
      groups,
      facts,
      notPositiveCount,
      outlierCount,
    };
  });
  const isKey = own.title === undefined && sources.length === 1 && title === sources[0]?.key;
  return (
    <PanelFrame
      title={title}
      isKey={isKey}
      subtitle={isKey ? undefined : sources.map((source) => source.key).join(', ')}
      notes={<Notes {...props} x={x} config={config} notPositiveCount={notPositiveCount} outlierCount={outlierCount} />}
      actions={
        <LineActions
          {...props}
          title={title}
          config={config}
          own={own}
          x={x}
          defaultX={defaultX}
          picture={picture}
          chart={chart}
        />
      }
      pinned={
        zoom.isZoomed ? (
          <IconButton label={panelStrings.resetZoom} size="small" data-act="reset-zoom" onClick={zoom.reset}>
            <Undo2 size={14} aria-hidden />
          </IconButton>
        ) : undefined
      }
    >
      <div
        ref={body}
        className={styles.body}
        aria-busy={data.isLoading && (runs.length > 0 || (groups?.length ?? 0) > 0)}
        onPointerEnter={() => setPointerIn(true)}
        onPointerLeave={() => setPointerIn(false)}
      >
        <Body
          {...props}
          data={data}
          lines={lines}
          facts={facts}
          config={config}
          x={x}
          zoom={zoom}
          title={title}
          chart={chart}
        />
      </div>
    </PanelFrame>
  );
}

const EMPTY_PICTURE = {
  lines: [],
  curves: [],
  wants: undefined,
  runs: [],
  groups: undefined,
  notPositiveCount: 0,
  outlierCount: 0,
} as const;

interface BodyProps extends PanelViewProps {
  readonly data: Curves;
  readonly lines: readonly ChartLine[];
  readonly facts: PictureFacts;
  readonly config: LineConfig;
  readonly x: XAxis;
  readonly zoom: Zoom;
  readonly title: string;
  readonly chart: React.Ref<LineChartHandle>;
}

/** The drawing, or why there is none. */
function Body(props: BodyProps): ReactElement {
  const { data, lines, config, runs, groups, fault } = props;
  const hasRuns = runs.length > 0 || (groups?.length ?? 0) > 0;
  if (fault !== undefined) return <PanelMessage title={panelStrings.badPattern} tip={fault} />;
  if (data.problem !== undefined && lines.length === 0) {
    return (
      <PanelMessage
        title={data.problem.message}
        action={<ErrorNotice title={data.problem.toData().tip} onRetry={data.retry} />}
      />
    );
  }
  if (lines.length === 0) return data.isLoading && hasRuns ? <ChartSkeleton /> : <Nothing {...props} />;
  if (config.yScale === 'log' && isNothingPositive(lines)) {
    return (
      <PanelMessage
        title={panelStrings.notPositive}
        tip={panelStrings.notPositiveTip}
        action={
          <Button size="small" onClick={() => props.onSave({ ...readOverrides(props.saved), yScale: 'symlog' })}>
            {panelStrings.useSymlog}
          </Button>
        }
      />
    );
  }
  return <Drawing {...props} />;
}

function Drawing({ sources, lines, config, x, zoom, title, isCursorLinked, chart }: BodyProps): ReactElement {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => (hidden.size === 0 ? lines : lines.filter((line) => !hidden.has(line.id))),
    [lines, hidden],
  );
  const { xMin, xMax, xScale, yScale, xLinearWidth, yLinearWidth, isOutliersIgnored } = config;
  // Kept to when all keys of the panel ask for it; a log axis and "ignore outliers" fit the data.
  const yRange = sources.every((one) => one.yRange !== undefined) ? sources[0]?.yRange : undefined;
  const isFitted = yScale !== 'linear' || isOutliersIgnored;
  const least = useMemo(() => (isFitted ? {} : leastRange(shown, yRange)), [isFitted, shown, yRange]);
  const yMin = config.yMin ?? least.yMin;
  const yMax = config.yMax ?? least.yMax;
  const hasRight = shown.some((line) => line.isRight === true) && shown.some((line) => line.isRight !== true);
  const scales = useMemo(
    () => ({
      xKind: xKindOf(x),
      x: { kind: x === '_timestamp' ? ('linear' as const) : xScale, linearWidth: xLinearWidth },
      y: { kind: yScale, linearWidth: yLinearWidth },
      hasRight,
    }),
    [x, xScale, yScale, xLinearWidth, yLinearWidth, hasRight],
  );
  const isYFree = zoom.window.y === undefined;
  const window = useMemo(
    () => ({ ...zoom.window, xMin, xMax, ...(isYFree ? { yMin, yMax } : {}), isRobust: isOutliersIgnored }),
    [zoom.window, isYFree, xMin, xMax, yMin, yMax, isOutliersIgnored],
  );
  return (
    <div className={styles.frame} data-legend={config.legend}>
      {config.legend === 'top' || config.legend === 'left' ? (
        <Legend lines={lines} hidden={hidden} onHidden={setHidden} />
      ) : undefined}
      <div className={styles.picture}>
        <LineChart
          lines={shown}
          scales={scales}
          axis={x}
          axisLabel={xLabelOf(x)}
          label={title}
          window={window}
          isLinked={isCursorLinked}
          tooltip={config.tooltip}
          onZoom={zoom.zoomTo}
          onWheelZoom={(range) => zoom.driftTo({ x: range })}
          onPan={zoom.driftTo}
          onReset={zoom.reset}
          handle={chart}
        />
      </div>
      {config.legend === 'bottom' || config.legend === 'right' ? (
        <Legend lines={lines} hidden={hidden} onHidden={setHidden} />
      ) : undefined}
    </div>
  );
}

interface NotesProps extends PanelViewProps {
  readonly x: XAxis;
  readonly config: LineConfig;
  readonly notPositiveCount: number;
  readonly outlierCount: number;
}

/** Small facts after the title: what is unusual about the axes, and what is not drawn. */
function Notes(props: NotesProps): ReactElement {
  const { sources, runs, groups, visibleCount, onShowAllRuns, x, config, notPositiveCount, outlierCount } = props;
  return (
    <>
      {x === (sources[0]?.stream === 'events' ? '_runtime' : '_step') ? undefined : (
        <span>{panelStrings.over(xLabelOf(x))}</span>
      )}
      {config.yScale === 'linear' ? undefined : (
        <span>
          {strings.scales[config.yScale]}
          {notPositiveCount > 0 ? `, ${strings.notDrawn(notPositiveCount)}` : ''}
        </span>
      )}
      {outlierCount > 0 ? <span>{strings.outliers(outlierCount)}</span> : undefined}
      {groups === undefined && runs.length < visibleCount ? (
        <span>
          {panelStrings.firstOf(runs.length, visibleCount)}{' '}
          <button type="button" onClick={onShowAllRuns}>
            {panelStrings.showAll}
          </button>
        </span>
      ) : undefined}
    </>
  );
}

/** Says why a panel has no lines. */
function Nothing({ sources, runs, groups, facts, x, zoom, config, title }: BodyProps): ReactElement {
  if (runs.length === 0 && (groups?.length ?? 0) === 0)
    return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
  if (sources.length === 0 && (config.expressions ?? []).length === 0)
    return <PanelMessage title={panelStrings.noKeys} tip={panelStrings.noKeysTip} />;
  if (zoom.isZoomed) {
    return (
      <PanelMessage
        title={strings.nothingHere}
        action={
          <Button size="small" onClick={zoom.reset}>
            {panelStrings.resetZoom}
          </Button>
        }
      />
    );
  }
  if (facts.withoutX > 0)
    return <PanelMessage title={panelStrings.noPairs(title, xLabelOf(x))} tip={panelStrings.noPairsTip} />;
  return <PanelMessage title={panelStrings.noData(title)} />;
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

function isNothingPositive(lines: readonly ChartLine[]): boolean {
  return lines.every((line) => !(line.high ?? line.faint ?? line.y).some((value) => value > 0));
}
