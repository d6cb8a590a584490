import type { ReactElement } from 'react';
import type { TableColumn } from '#shared/api';
import { Button, Checkbox, Popover, Select } from '#ui/widgets';
import { FoldingTools } from '../../../frame/folding-tools.tsx';
import type { TableConfig } from '../config.ts';
import { NO_COLOR, PlotKindSelect } from '../plot-kind.tsx';
import { strings as tableStrings } from '../strings.ts';
import tableStyles from '../table.module.css';
import type { ProjectionMethod } from './math/project.ts';
import {
  MIN_DISTANCES,
  NEIGHBORS,
  numberColumns,
  PERPLEXITIES,
  type ProjectionPlan,
  usualNumbers,
  vectorColumns,
} from './plan.ts';
import { METHODS, type ProjectionConfig } from './settings.ts';
import { strings } from './strings.ts';

export interface ProjectionFormProps {
  readonly plan: ProjectionPlan;
  readonly columns: readonly TableColumn[];
  readonly color: string | undefined;
  /** Points can be told apart by run. */
  readonly hasSources: boolean;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
}

/** In the list of vectors: columns of numbers taken together. No column can be called this. */
const NUMBERS = '\0numbers';
/** Columns that a list names; tables with thousands of columns would only be slow lists. */
const MOST_CHOICES = 300;

/** How the rows are projected, and what they are coloured by. */
export function ProjectionForm(props: ProjectionFormProps): ReactElement {
  const { plan, columns, color, hasSources, config, onConfig } = props;
  const { task } = plan;
  const setPlot = (part: Partial<TableConfig['plot']>): void => onConfig({ plot: { ...config.plot, ...part } });
  const set = (part: ProjectionConfig): void => setPlot({ projection: { ...config.plot.projection, ...part } });
  return (
    <FoldingTools
      label={tableStrings.plotTools}
      inUse={0}
      before={<PlotKindSelect kind="projection" config={config} onConfig={onConfig} />}
    >
      <Select<ProjectionMethod>
        label={strings.method}
        size="small"
        value={task.method}
        options={METHODS.map((value) => ({ value, label: strings.methods[value] }))}
        onValue={(method) => set({ method })}
      />
      <Vectors plan={plan} columns={columns} onColumns={(names) => set({ columns: names })} />
      {task.method === 'umap' ? (
        <>
          <NumberSelect
            label={strings.neighbors}
            value={task.neighbors}
            values={NEIGHBORS}
            onValue={(neighbors) => set({ neighbors })}
          />
          <NumberSelect
            label={strings.minDist}
            value={task.minDist}
            values={MIN_DISTANCES}
            onValue={(minDist) => set({ minDist })}
          />
        </>
      ) : task.method === 'tsne' ? (
        <NumberSelect
          label={strings.perplexity}
          value={task.perplexity}
          values={PERPLEXITIES}
          onValue={(perplexity) => set({ perplexity })}
        />
      ) : undefined}
      <Select
        label={tableStrings.color}
        size="small"
        value={color ?? NO_COLOR}
        options={[
          { value: NO_COLOR, label: tableStrings.oneColor },
          ...(hasSources ? [{ value: '', label: tableStrings.colorByRun }] : []),
          ...columns
            .filter((column) => column.type !== 'media' && column.vector === undefined)
            .slice(0, MOST_CHOICES)
            .map(({ name }) => ({ value: name, label: `${tableStrings.color}: ${name}` })),
        ]}
        onValue={(chosen) => setPlot({ color: chosen })}
      />
      <span title={strings.standardTip}>
        <Checkbox label={strings.standard} state={task.isStandard} onToggle={(isStandard) => set({ isStandard })} />
      </span>
    </FoldingTools>
  );
}

interface VectorsProps extends Pick<ProjectionFormProps, 'plan' | 'columns'> {
  readonly onColumns: (columns: readonly string[]) => void;
}

/** One column of lists of numbers, or which columns of numbers. */
function Vectors({ plan, columns, onColumns }: VectorsProps): ReactElement {
  const vectors = vectorColumns(columns);
  const numbers = numberColumns(columns);
  const usual = usualNumbers(columns);
  const chosen = new Set(plan.columns);
  const hasNumbers = numbers.length >= 2;
  return (
    <>
      <Select
        label={strings.vectors}
        size="small"
        value={plan.isVector ? (plan.columns[0] ?? '') : NUMBERS}
        options={[
          ...vectors
            .slice(0, MOST_CHOICES)
            .map(({ name, vector = 0 }) => ({ value: name, label: strings.vector(name, vector) })),
          ...(hasNumbers
            ? [{ value: NUMBERS, label: strings.numbers(plan.isVector ? usual.length : plan.columns.length) }]
            : []),
        ]}
        onValue={(name) => onColumns(name === NUMBERS ? usual : [name])}
      />
      {plan.isVector ? undefined : (
        <Popover label={strings.chooseTip} align="start" trigger={<Button size="small">{strings.choose}</Button>}>
          <div className={tableStyles.columnList}>
            <Button size="small" onClick={() => onColumns(vectors.length > 0 ? usual : [])}>
              {strings.usual}
            </Button>
            {numbers.slice(0, MOST_CHOICES).map(({ name }) => (
              <Checkbox
                key={name}
                label={name}
                state={chosen.has(name)}
                isDisabled={chosen.has(name) && chosen.size <= 2}
                onToggle={(isOn) =>
                  onColumns(
                    numbers.flatMap((column) =>
                      (column.name === name ? isOn : chosen.has(column.name)) ? [column.name] : [],
                    ),
                  )
                }
              />
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}

function NumberSelect({
  label,
  value,
  values,
  onValue,
}: {
  readonly label: string;
  readonly value: number;
  readonly values: readonly number[];
  readonly onValue: (value: number) => void;
}): ReactElement {
  // A view may hold another number than those of the list.
  const all = [...new Set([...values, value])].sort((a, b) => a - b);
  return (
    <Select
      label={label}
      size="small"
      value={value}
      options={all.map((one) => ({ value: one, label: `${label}: ${one}` }))}
      onValue={onValue}
    />
  );
}
