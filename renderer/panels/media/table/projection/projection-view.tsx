import { useMemo, useState, type ReactElement } from 'react';
import { MOST_VECTOR_COLUMNS } from '#shared/api';
import { useTableRow, useVectorColors } from '#ui/data';
import { Button, ErrorNotice } from '#ui/widgets';
import { PlotLegendView } from '../../../columns/legend.tsx';
import { PictureDialog } from '../../../frame/lazy-picture-dialog.tsx';
import { useOfferFiles } from '../../../frame/panel-files.ts';
import { PanelMessage } from '../../../frame/panel-frame.tsx';
import { strings as panelStrings } from '../../../strings.ts';
import type { PlotViewProps } from '../plot-view.tsx';
import { PlotKindSelect } from '../plot-kind.tsx';
import { strings as tableStrings } from '../strings.ts';
import tableStyles from '../table.module.css';
import { oneColor, pointColors } from './colors.ts';
import { Plane, type PointedAt } from './plane.tsx';
import { Progress } from './progress.tsx';
import { ProjectionForm } from './projection-form.tsx';
import styles from './projection.module.css';
import { cloudOnPaper } from './paper.ts';
import { cardWords, RowCard } from './row-card.tsx';
import { planOf, type ProjectionPlan } from './plan.ts';
import { strings } from './strings.ts';
import { LEAST_ROWS, useProjection, type ProjectionResult, type ProjectionStatus } from './use-projection.ts';

/** The kept rows as points of a plane, near each other where their vectors are. */
export function ProjectionView(props: PlotViewProps): ReactElement {
  const { head, names, config, onConfig } = props;
  const { columns } = head;
  const plan = planOf(config.plot.projection ?? {}, columns);
  if (plan === undefined) {
    return (
      <div className={styles.view}>
        <div className={tableStyles.plotForm} role="toolbar" aria-label={tableStrings.plot}>
          <PlotKindSelect kind="projection" config={config} onConfig={onConfig} />
        </div>
        <div className={tableStyles.nothing}>
          <PanelMessage
            title={strings.nothing}
            tip={strings.nothingTip}
            action={<code className={styles.sample}>{strings.sample}</code>}
          />
        </div>
      </div>
    );
  }
  const hasSources = names.length > 1 && config.layout !== 'join';
  const color = colorOf(props, hasSources);
  return (
    <div className={styles.view}>
      <ProjectionForm
        plan={plan}
        columns={columns}
        color={color}
        hasSources={hasSources}
        config={config}
        onConfig={onConfig}
      />
      <Picture {...props} plan={plan} color={color} />
    </div>
  );
}

/** What points are coloured by: what was chosen, else runs where there are several, else one colour. */
function colorOf({ head, config }: PlotViewProps, hasSources: boolean): string | undefined {
  const { color } = config.plot;
  if (color === undefined || color === '') return hasSources ? '' : undefined;
  return head.columns.find((column) => column.name === color && column.type !== 'media')?.name;
}

interface PictureProps extends PlotViewProps {
  readonly plan: ProjectionPlan;
  readonly color: string | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

function Picture(props: PictureProps): ReactElement {
  const { project, question, names, plan, color, title, isFullScreen, onOpen } = props;
  const { status, cancel, start, wanted } = useProjection(project, question, plan);
  const method = strings.methods[plan.task.method];
  const colored = useVectorColors(project, question, wanted, color);
  const [off, setOff] = useState({ color, names: NOTHING });
  const hidden = off.color === color ? off.names : NOTHING;
  const [at, setAt] = useState<PointedAt | undefined>(undefined);
  const shown = shownOf(status);
  const places = shown?.facts.places;
  const place = at === undefined ? undefined : places?.[at.i];
  const row = useTableRow(project, question, place);
  const count = places?.length ?? 0;
  const colors = useMemo(
    () =>
      colored.data === undefined || colored.data.of.length !== count
        ? oneColor(count)
        : pointColors(colored.data, color ?? '', names),
    [colored.data, count, color, names],
  );
  const [isExporting, setExporting] = useState(false);
  const isFinal = status.kind === 'done' && count > 0;
  const picture = () => (shown === undefined ? undefined : cloudOnPaper(shown.points, colors, hidden, title));
  useOfferFiles({ isEmpty: () => !isFinal, picture });
  if (status.kind === 'failed')
    return (
      <div className={tableStyles.nothing}>
        <ErrorNotice title={strings.failed} tip={status.error.message} onRetry={start} />
      </div>
    );
  if (status.kind === 'cancelled')
    return (
      <div className={tableStyles.nothing}>
        <PanelMessage
          title={strings.cancelled}
          tip={strings.cancelledTip}
          action={
            <Button size="small" onClick={start}>
              {strings.start}
            </Button>
          }
        />
      </div>
    );
  if (shown === undefined) return <Progress status={status} method={method} onCancel={cancel} isAlone />;
  if (shown.points.length === 0) return <TooFew facts={shown.facts} isVector={plan.isVector} />;
  return (
    <>
      <PlotLegendView
        legend={colors.legend}
        hidden={hidden}
        onHidden={(names) => setOff({ color, names })}
        isAtSide={false}
      />
      <Plane
        label={strings.label(title, method, count)}
        points={shown.points}
        colors={colors}
        hidden={hidden}
        isFinal={status.kind === 'done'}
        isWheelOwn={isFullScreen}
        pointed={at?.i}
        onPointed={setAt}
        onOpen={(i) => {
          const open = places?.[i];
          if (open !== undefined) onOpen(open);
        }}
      />
      {status.kind === 'done' ? (
        <div className={styles.notes}>
          <p className={tableStyles.plotNotes} role="status">
            {notesOf(status.result, plan).join(' · ')}
          </p>
          <Button size="small" kind="ghost" onClick={() => setExporting(true)}>
            {panelStrings.exportPicture}
          </Button>
        </div>
      ) : (
        <Progress status={status} method={method} onCancel={cancel} isAlone={false} />
      )}
      {at === undefined || place === undefined ? undefined : (
        <RowCard at={at} place={place} answer={row.data} names={names} color={color} />
      )}
      <p className="visually-hidden" aria-live="polite">
        {at?.isByKeys === true && place !== undefined ? cardWords(row.data, place, color) : ''}
      </p>
      {isExporting ? <PictureDialog title={title} picture={picture} onClose={() => setExporting(false)} /> : undefined}
    </>
  );
}

/** The points that can be seen by now. */
function shownOf(
  status: ProjectionStatus,
): { readonly points: Float32Array; readonly facts: ProjectionResult['facts'] } | undefined {
  if (status.kind === 'done') return status.result;
  if (status.kind !== 'computing' || status.points === undefined) return undefined;
  return { points: status.points, facts: status.facts };
}

function TooFew({
  facts,
  isVector,
}: {
  readonly facts: ProjectionResult['facts'];
  readonly isVector: boolean;
}): ReactElement {
  const reasons = strings.leftOut(facts.leftOut, isVector).join(' · ');
  return (
    <div className={tableStyles.nothing}>
      {facts.rowCount === 0 ? (
        <PanelMessage title={tableStrings.noMatch} />
      ) : (
        <PanelMessage title={strings.tooFew(LEAST_ROWS)} tip={reasons} />
      )}
    </div>
  );
}

/** What is drawn, of how much, and what is not. */
function notesOf({ facts, shares, reducedTo }: ProjectionResult, plan: ProjectionPlan): readonly string[] {
  const { leftOut, rowCount, places } = facts;
  const without = leftOut.missing + leftOut.otherLength + leftOut.notFinite;
  const isSampled = places.length < rowCount - without;
  return [
    isSampled ? strings.sampled(places.length, rowCount - without) : strings.rows(places.length, rowCount),
    ...strings.leftOut(leftOut, plan.isVector),
    ...(shares === undefined ? [] : [strings.shares(shares)]),
    ...(reducedTo === undefined ? [] : [strings.reduced(reducedTo)]),
    ...(!plan.isVector && plan.columns.length === MOST_VECTOR_COLUMNS ? [strings.cut(MOST_VECTOR_COLUMNS)] : []),
  ];
}
