import { useMemo, useState, type ReactElement } from 'react';
import { columnOfId, type ColumnRef } from '#shared/api';
import { useProjectKeys } from '#ui/data';
import { ErrorNotice, SearchField } from '#ui/widgets';
import { columnLabel } from '../columns/choices.ts';
import { ColumnSelect } from '../columns/column-select.tsx';
import { useVisibleColumns, type VisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readImportanceConfig, sparseImportanceConfig, type ImportanceConfig } from './config.ts';
import { toFeatures, type Features } from './features.ts';
import { ImportanceForm, useTargets } from './importance-form.tsx';
import { ImportanceTable } from './importance-table.tsx';
import styles from './importance.module.css';
import { ParameterManager } from './parameter-manager.tsx';
import { toRows, type ImportanceRow } from './rows.ts';
import { strings } from './strings.ts';
import { useRanks } from './use-ranks.ts';

/** More config keys than this are not asked for; those that most runs have come first. */
const MOST_KEYS = 150;
const LEAST_RUNS = 3;
const FEW_RUNS = 20;
const NO_COLUMNS: readonly ColumnRef[] = [];
const NO_ROWS: readonly ImportanceRow[] = [];

/** Which parameters matter for a metric, over all visible runs. */
export function ImportancePanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readImportanceConfig(saved), [saved]);
  const { refs, leftOutKeys } = useRefs(props, config);
  const { data, error, retry } = useVisibleColumns({ project, scope, groups }, refs);
  const lesson = useMemo(() => (data === undefined ? undefined : toLesson(data, config)), [data, config]);
  const { ranks, of, fault } = useRanks(lesson?.features ?? [], lesson?.target ?? NO_NUMBERS);
  const [search, setSearch] = useState('');
  const [isFormOpen, setFormOpen] = useState(false);
  const rows = useMemo(
    () => (ranks === undefined ? NO_ROWS : toRows(of, ranks, config.sort, search)),
    [of, ranks, config.sort, search],
  );
  const targets = useTargets(project);
  const set = (part: Partial<ImportanceConfig>): void => onSave(sparseImportanceConfig({ ...config, ...part }));
  const target = columnOfId(config.target ?? '');
  const label = target === undefined ? '' : columnLabel(target);
  const content = (): ReactElement => {
    if (target === undefined) return <PanelMessage title={strings.noTarget} tip={strings.noTargetTip} />;
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (fault !== undefined) return <ErrorNotice title={fault} />;
    if (data === undefined || lesson === undefined) return <ChartSkeleton />;
    if (data.runs.length === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    if (lesson.target.length === 0) return <PanelMessage title={strings.noNumbers(label)} />;
    if (lesson.target.length < LEAST_RUNS) return <PanelMessage title={strings.tooFew(lesson.target.length)} />;
    if (lesson.features.length === 0)
      return <PanelMessage title={strings.noParameters} tip={strings.noParametersTip} />;
    if (ranks === undefined) return <ChartSkeleton />;
    return (
      <ImportanceTable label={strings.ranked(label)} rows={rows} sort={config.sort} onSort={(sort) => set({ sort })} />
    );
  };
  const count = lesson?.target.length ?? 0;
  const facts = [
    ...(groups === undefined ? [] : [strings.inGroups]),
    ...(data === undefined || data.leftOutCount === 0 ? [] : [strings.leftOutRuns(data.leftOutCount)]),
    ...(leftOutKeys === 0 ? [] : [strings.leftOutKeys(leftOutKeys)]),
  ];
  return (
    <PanelFrame
      title={title}
      isKey={false}
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<ImportanceForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty={rows.length === 0}
          table={() => ({
            head: [strings.parameter, strings.importance, strings.correlation],
            rows: rows.map((row) => [row.name, row.importance, row.correlation]),
          })}
        />
      }
    >
      <div className={styles.frame}>
        <div className={styles.tools}>
          <ColumnSelect
            label={strings.target}
            choices={targets}
            value={config.target}
            onValue={(next) => set({ target: next })}
          />
          {lesson === undefined ? undefined : (
            <ParameterManager parameters={lesson.parameters} config={config} onConfig={set} />
          )}
          <SearchField label={strings.search} size="small" value={search} onValue={setSearch} />
        </div>
        {content()}
        {count < LEAST_RUNS ? undefined : (
          <p className={styles.facts}>
            {strings.standsOn(count)}
            {count < FEW_RUNS ? <span data-warn>, {strings.few}</span> : undefined}
            {facts.map((fact) => ` · ${fact}`)}
          </p>
        )}
      </div>
    </PanelFrame>
  );
}

const NO_NUMBERS = new Float64Array();

interface Lesson extends Features {
  /** The metric of the runs that have one; features have the same runs. */
  readonly target: Float64Array;
}

/** What there is to learn from: the runs with a number for the metric, which is the first column. */
function toLesson({ columns }: VisibleColumns, config: ImportanceConfig): Lesson {
  const [first, ...others] = columns;
  const rows = Array.from(first?.numbers ?? [], (value, row) => (Number.isNaN(value) ? -1 : row)).filter(
    (row) => row >= 0,
  );
  const { parameters, features } = toFeatures(others, config);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  return {
    parameters,
    features: features.map((one) => ({ ...one, values: pick(one.values) })),
    target: first === undefined ? NO_NUMBERS : pick(first.numbers),
  };
}

/** The metric and all of config, with an identity that lasts as long as they are the same. */
function useRefs(
  { project }: PanelViewProps,
  { target }: ImportanceConfig,
): { readonly refs: readonly ColumnRef[]; readonly leftOutKeys: number } {
  const keys = useProjectKeys(project).data?.config;
  const names = useMemo(
    () =>
      [...(keys ?? [])]
        .filter((key) => !key.name.startsWith('_wandb'))
        .sort((a, b) => b.runCount - a.runCount || (a.name < b.name ? -1 : 1))
        .map((key) => key.name),
    [keys],
  );
  const text = JSON.stringify(names.slice(0, MOST_KEYS));
  const refs = useMemo(() => {
    const ref = columnOfId(target ?? '');
    if (ref === undefined) return NO_COLUMNS;
    return [ref, ...(JSON.parse(text) as string[]).map((key): ColumnRef => ({ kind: 'config', key }))];
  }, [target, text]);
  return { refs, leftOutKeys: Math.max(0, names.length - MOST_KEYS) };
}
