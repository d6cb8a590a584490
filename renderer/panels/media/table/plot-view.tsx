import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import type { TableAggregate, TableAnswer, TableColumn, TablePlot } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { isLiveTable, useTablePlot, type TableQuestion } from '#ui/data';
import { ErrorNotice, Select, useResolveColor, useTheme } from '#ui/widgets';
import { PanelMessage } from '../../frame/panel-frame.tsx';
import { VegaView } from '../chart/vega-view.tsx';
import { FoldingTools } from '../../frame/folding-tools.tsx';
import mediaStyles from '../media.module.css';
import type { TableConfig } from './config.ts';
import { NO_COLOR, PlotKindSelect } from './plot-kind.tsx';
import { plotSpec } from './plot-spec.ts';
import { strings } from './strings.ts';
import type { SourceName } from './placed.ts';
import styles from './table.module.css';

export interface PlotViewProps {
  readonly project: ProjectPath;
  readonly title: string;
  readonly head: TableAnswer;
  readonly question: TableQuestion;
  readonly names: readonly SourceName[];
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** Has the whole window, so that the wheel is its own. */
  readonly isFullScreen: boolean;
  /** Opens the row at a place of the kept rows. */
  readonly onOpen: (place: number) => void;
}

const Projection = lazy(async () => ({
  default: (await import('./projection/projection-view.tsx')).ProjectionView,
}));
const AGGREGATES: readonly TableAggregate[] = ['count', 'mean', 'sum', 'min', 'max'];

/** The kept rows as a plot of their columns, or as points that lie by their vectors. */
export function PlotView(props: PlotViewProps): ReactElement {
  if (props.config.plot.kind !== 'projection' || isLiveTable(props.question)) return <MarksView {...props} />;
  return (
    <Suspense fallback={<div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />}>
      <Projection {...props} />
    </Suspense>
  );
}

/** The host counts, the page draws. */
function MarksView(props: PlotViewProps): ReactElement {
  const { project, title, head, question, names, config, onConfig } = props;
  const columns = head.columns.filter((column) => column.type !== 'media');
  const plot = completePlot(marksOf(config.plot), columns, names.length > 1 && config.layout !== 'join');
  const answer = useTablePlot(project, question, plot);
  const theme = useTheme();
  const resolve = useResolveColor();
  const drawn = useMemo(
    () =>
      answer.data === undefined || plot === undefined
        ? undefined
        : plotSpec(
            answer.data,
            plot,
            names.map(({ label, color }) => ({ label, color: resolve(color) })),
            theme,
          ),
    // The plot is made anew in each drawing; what it says is what counts.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [answer.data, JSON.stringify(plot), names, theme, resolve],
  );
  if (plot === undefined) return <PanelMessage title={strings.nothingToPlot} />;
  return (
    <>
      <PlotForm {...{ plot, columns, names, question, config, onConfig }} />
      {answer.error !== null ? (
        <div className={styles.nothing}>
          <ErrorNotice title={answer.error.message} onRetry={() => void answer.refetch()} />
        </div>
      ) : answer.data === undefined || drawn === undefined ? (
        <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
      ) : answer.data.marks.length === 0 ? (
        <div className={styles.nothing}>
          <PanelMessage title={strings.noMarks} />
        </div>
      ) : (
        <>
          <VegaView
            spec={drawn.spec}
            rows={drawn.rows}
            label={strings.plotOf(title, plot.kind, answer.data.rowCount)}
          />
          <p className={styles.plotNotes} role="status">
            {strings.plotNotes(answer.data)}
          </p>
        </>
      )}
    </>
  );
}

/** What a person left open: the first columns that can be drawn. undefined: there is none. */
export function completePlot(
  plot: Partial<TablePlot>,
  columns: readonly TableColumn[],
  hasSources: boolean,
): TablePlot | undefined {
  const numbers = columns.filter((column) => column.type === 'number');
  const kind = plot.kind ?? (numbers.length > 0 ? 'histogram' : 'bar');
  const isPlane = kind === 'scatter' || kind === 'line';
  const xChoices = isPlane ? numbers : columns;
  const known = (name: string | undefined, among: readonly TableColumn[]): string | undefined =>
    among.find((column) => column.name === name)?.name;
  const usualX =
    kind === 'bar' ? (columns.find((column) => column.type === 'text') ?? columns[0]) : (numbers[0] ?? columns[0]);
  const x = known(plot.x, xChoices) ?? (isPlane ? numbers[0] : usualX)?.name;
  if (x === undefined) return undefined;
  const aggregate = plot.aggregate ?? 'count';
  const hasY = isPlane || (kind === 'bar' && aggregate !== 'count');
  const y = hasY
    ? (known(plot.y, numbers) ?? (numbers.find((column) => column.name !== x) ?? numbers[0])?.name)
    : undefined;
  if (isPlane && y === undefined) return undefined;
  const color =
    plot.color === undefined
      ? hasSources
        ? ''
        : undefined
      : plot.color === '' && hasSources
        ? ''
        : known(plot.color, columns);
  return {
    kind,
    x,
    ...(y === undefined ? {} : { y }),
    ...(color === undefined ? {} : { color }),
    ...(kind === 'bar' ? { aggregate: y === undefined ? ('count' as const) : aggregate } : {}),
  };
}

/** What concerns plots that the host counts. */
function marksOf({ kind, projection: _projection, ...shared }: TableConfig['plot']): Partial<TablePlot> {
  return kind === undefined || kind === 'projection' ? shared : { ...shared, kind };
}

interface PlotFormProps extends Pick<PlotViewProps, 'names' | 'question' | 'config' | 'onConfig'> {
  readonly plot: TablePlot;
  readonly columns: readonly TableColumn[];
}

function PlotForm({ plot, columns, names, question, config, onConfig }: PlotFormProps): ReactElement {
  const numbers = columns.filter((column) => column.type === 'number');
  const isPlane = plot.kind === 'scatter' || plot.kind === 'line';
  const set = (part: Partial<TablePlot>): void => onConfig({ plot: { ...config.plot, ...part } });
  const optionsOf = (word: string, list: readonly TableColumn[]) =>
    list.slice(0, MOST_CHOICES).map(({ name }) => ({ value: name, label: `${word}: ${name}` }));
  const hasSources = names.length > 1 && config.layout !== 'join';
  return (
    <FoldingTools
      label={strings.plotTools}
      inUse={0}
      before={<PlotKindSelect kind={plot.kind} config={config} onConfig={onConfig} isLive={isLiveTable(question)} />}
    >
      <Select
        label={strings.x}
        size="small"
        value={plot.x}
        options={optionsOf(strings.x, isPlane ? numbers : columns)}
        onValue={(x) => set({ x })}
      />
      {plot.kind === 'bar' && numbers.length > 0 ? (
        <Select
          label={strings.aggregate}
          size="small"
          value={plot.aggregate ?? 'count'}
          options={AGGREGATES.map((value) => ({ value, label: strings.aggregates[value] }))}
          onValue={(aggregate) => set({ aggregate })}
        />
      ) : undefined}
      {plot.y === undefined ? undefined : (
        <Select
          label={strings.y}
          size="small"
          value={plot.y}
          options={optionsOf(strings.y, numbers)}
          onValue={(y) => set({ y })}
        />
      )}
      <Select
        label={strings.color}
        size="small"
        value={plot.color ?? NO_COLOR}
        options={[
          { value: NO_COLOR, label: strings.oneColor },
          ...(hasSources ? [{ value: '', label: strings.colorByRun }] : []),
          ...optionsOf(strings.color, columns),
        ]}
        onValue={(color) => set({ color })}
      />
    </FoldingTools>
  );
}

/** Columns that a list names; tables with thousands of columns would only be slow lists. */
const MOST_CHOICES = 300;
