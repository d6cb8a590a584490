import { useMemo, useState, type ReactElement } from 'react';
import { columnOfId, type ColumnRef } from '#shared/api';
import { paperLook } from '#ui/charts';
import { Button, ErrorNotice } from '#ui/widgets';
import { columnLabel } from '../columns/choices.ts';
import { lackingWords } from '../columns/lacking-words.ts';
import { withTitle } from '../columns/picture-parts.ts';
import plotStyles from '../columns/plot.module.css';
import { useVisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { Picture } from '../frame/picture.ts';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readScalarConfig, type ScalarConfig } from './config.ts';
import { paintScalars, scalarsSize } from './paint.ts';
import { ScalarCard } from './scalar-card.tsx';
import { ScalarForm } from './scalar-form.tsx';
import styles from './scalar.module.css';
import { baselineOf, refsOf, toScalars, type Scalar, type Scalars } from './series.ts';
import { strings } from './strings.ts';
import { tableOf } from './words.ts';

const NO_COLUMNS: readonly ColumnRef[] = [];
/** More cards than this are shown when asked for. */
const CARDS_AT_FIRST = 60;

/** One big number for each visible run or group. */
export function ScalarPanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readScalarConfig(saved), [saved]);
  const ref = useMemo(() => columnOfId(config.value ?? ''), [config.value]);
  const refs = useMemo(() => (ref === undefined ? NO_COLUMNS : refsOf(ref)), [ref]);
  const { data, error, retry } = useVisibleColumns({ project, scope, groups }, refs);
  const baseline = useBaseline(props, refs);
  const shown = useMemo(
    () => (data === undefined ? undefined : toScalars(data, config, groups, baseline)),
    [data, config, groups, baseline],
  );
  const [isFormOpen, setFormOpen] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const label = ref === undefined ? '' : columnLabel(ref);
  const scalars = shown?.scalars ?? [];
  const edit = (
    <Button size="small" onClick={() => setFormOpen(true)}>
      {panelStrings.edit}
    </Button>
  );
  const body = (): ReactElement => {
    if (ref === undefined) return <PanelMessage title={strings.noValue} tip={strings.noValueTip} action={edit} />;
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (data === undefined || shown === undefined) return <ChartSkeleton />;
    if (data.runs.length === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    const lacking = lackingWords(shown.lacking, label);
    const facts = [
      ...baselineFacts(scope.baseline !== '', baseline, scalars, label),
      ...(lacking.length === 0 ? [] : [strings.notDrawn(lacking.join(', '))]),
      ...(data.leftOutCount === 0 ? [] : [strings.leftOut(data.leftOutCount)]),
    ];
    if (scalars.length === 0)
      return <PanelMessage title={strings.nothing(label)} tip={lacking.join(', ')} action={edit} />;
    const cards = isWhole ? scalars : scalars.slice(0, CARDS_AT_FIRST);
    return (
      <div className={plotStyles.frame}>
        <div className={styles.cards} role="list" aria-label={title} data-alone={scalars.length === 1 ? '' : undefined}>
          {cards.map((scalar) => (
            <ScalarCard
              key={scalar.id}
              project={project}
              scalar={scalar}
              format={shown.format}
              center={config.center}
            />
          ))}
          {cards.length < scalars.length ? (
            <Button size="small" className={styles.all} onClick={() => setWhole(true)}>
              {strings.showAll(scalars.length)}
            </Button>
          ) : undefined}
        </div>
        {facts.length === 0 ? undefined : (
          <p className={plotStyles.facts} title={facts.join('\n')}>
            {facts.join(' · ')}
          </p>
        )}
      </div>
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      notes={
        scalars.length < 2 ? undefined : (
          <span>{groups === undefined ? strings.runs(scalars.length) : strings.groups(scalars.length)}</span>
        )
      }
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<ScalarForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty={scalars.length === 0}
          picture={() => (shown === undefined ? undefined : pictureOf(shown, config, title))}
          table={() => (shown === undefined ? { head: [], rows: [] } : tableOf(shown, label))}
        />
      }
    >
      {body()}
    </PanelFrame>
  );
}

/** All numbers for paper, in rows as wide as wanted. */
function pictureOf(shown: Scalars, config: ScalarConfig, title: string): Picture {
  const look = paperLook();
  const plain: Picture = {
    sizeOf: (wanted) => scalarsSize(shown.scalars.length, wanted),
    draw: (pen, wanted) => paintScalars(pen, shown, wanted, look, config),
  };
  return withTitle(plain, title, look);
}

/** Why no number has a difference beside it. */
function baselineFacts(
  hasBaseline: boolean,
  baseline: number | undefined,
  scalars: readonly Scalar[],
  label: string,
): readonly string[] {
  if (scalars.every((scalar) => scalar.value === undefined)) return [];
  if (!hasBaseline) return [strings.noBaseline];
  return baseline === undefined ? [strings.baselineLacks(label)] : [];
}

/** The baseline's number, whether that run is visible or not. */
function useBaseline({ project, scope }: PanelViewProps, refs: readonly ColumnRef[]): number | undefined {
  const { baseline } = scope;
  const alone = useMemo(
    (): PanelViewProps['scope'] => ({
      query: { filter: { op: '=', column: { kind: 'run', key: 'name' }, value: baseline } },
      isOpen: () => true,
      baseline,
    }),
    [baseline],
  );
  const { data } = useVisibleColumns({ project, scope: alone, groups: undefined }, refs);
  return data === undefined || baseline === '' ? undefined : baselineOf(data);
}
