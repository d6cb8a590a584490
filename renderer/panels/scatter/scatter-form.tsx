import { useMemo, type ReactElement } from 'react';
import { useProjectKeys } from '#ui/data';
import { SegmentedControl, Switch } from '#ui/widgets';
import { ColumnSelect } from '../columns/column-select.tsx';
import { columnChoices, type ColumnChoice } from '../columns/choices.ts';
import { FormRow, NumberField, TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { readScatterConfig, sparseScatterConfig, type ScatterConfig } from './config.ts';
import styles from '../columns/form.module.css';
import { strings } from './strings.ts';

const RUNNING = [
  { value: 'none', label: strings.runningOff },
  { value: 'min', label: strings.runningMin },
  { value: 'max', label: strings.runningMax },
  { value: 'mean', label: strings.runningMean },
] as const;
const BETTER = [
  { value: 'min', label: strings.lower },
  { value: 'max', label: strings.higher },
] as const;
const Z_AS = [
  { value: 'color', label: strings.color },
  { value: 'size', label: strings.size },
] as const;
const LEGENDS = [
  { value: 'none', label: strings.legends.none },
  { value: 'top', label: strings.legends.top },
  { value: 'bottom', label: strings.legends.bottom },
  { value: 'right', label: strings.legends.right },
] as const;
const NO_CHOICES: readonly ColumnChoice[] = [];

/** All settings of a scatter: columns, axes, lines, legend. */
export function ScatterForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readScatterConfig(saved), [saved]);
  const keys = useProjectKeys(project).data;
  const choices = useMemo(() => (keys === undefined ? NO_CHOICES : columnChoices(keys)), [keys]);
  const set = (part: Partial<ScatterConfig>): void => onSave(sparseScatterConfig({ ...config, ...part }));
  return (
    <div className={styles.form}>
      <AxisRows {...{ config, choices, set }} axis="x" />
      <AxisRows {...{ config, choices, set }} axis="y" />
      <FormRow label={strings.z}>
        <div className={styles.stack}>
          <ColumnSelect
            label={strings.z}
            choices={choices}
            value={config.z}
            none={strings.none}
            onValue={(z) => set({ z })}
          />
          {config.z === undefined ? undefined : (
            <div className={styles.pair}>
              <SegmentedControl label={strings.zAs} items={Z_AS} value={config.zAs} onValue={(zAs) => set({ zAs })} />
              <Switch label={strings.logZ} isOn={config.isZLog} onToggle={(isZLog) => set({ isZLog })} />
            </div>
          )}
        </div>
      </FormRow>
      <LineRows {...{ config, set }} />
      <FormRow label={strings.legend}>
        <SegmentedControl
          label={strings.legend}
          items={LEGENDS}
          value={config.legend}
          onValue={(legend) => set({ legend })}
        />
      </FormRow>
      <TitleRow title={config.title} onTitle={(title) => set({ title })} />
    </div>
  );
}

interface RowsProps {
  readonly config: ScatterConfig;
  readonly set: (part: Partial<ScatterConfig>) => void;
}

/** Column, scale and range of one axis. */
function AxisRows({
  config,
  choices,
  set,
  axis,
}: RowsProps & { readonly choices: readonly ColumnChoice[]; readonly axis: 'x' | 'y' }): ReactElement {
  const isX = axis === 'x';
  const name = isX ? strings.x : strings.y;
  const isLog = isX ? config.isXLog : config.isYLog;
  const isNames = isX ? config.isXNames : config.isYNames;
  return (
    <FormRow label={name}>
      <div className={styles.stack}>
        <ColumnSelect
          label={name}
          choices={choices}
          value={config[axis]}
          onValue={(id) => set(isX ? { x: id } : { y: id })}
        />
        <div className={styles.pair}>
          <Switch
            label={strings.log(name)}
            isOn={isLog}
            isDisabled={isNames}
            onToggle={(isOn) => set(isX ? { isXLog: isOn } : { isYLog: isOn })}
          />
          <Switch
            label={strings.names(name)}
            isOn={isNames}
            onToggle={(isOn) => set(isX ? { isXNames: isOn } : { isYNames: isOn })}
          />
        </div>
        {isNames ? undefined : (
          <div className={styles.pair}>
            <NumberField
              label={strings.min(name)}
              value={isX ? config.xMin : config.yMin}
              onValue={(value) => set(isX ? { xMin: value } : { yMin: value })}
            />
            <span aria-hidden>–</span>
            <NumberField
              label={strings.max(name)}
              value={isX ? config.xMax : config.yMax}
              onValue={(value) => set(isX ? { xMax: value } : { yMax: value })}
            />
          </div>
        )}
      </div>
    </FormRow>
  );
}

/** What is drawn through the points. */
function LineRows({ config, set }: RowsProps): ReactElement {
  return (
    <>
      <FormRow label={strings.running}>
        <SegmentedControl
          label={strings.running}
          items={RUNNING}
          value={config.running}
          onValue={(running) => set({ running })}
        />
      </FormRow>
      <FormRow label={strings.lines}>
        <div className={styles.stack}>
          <Switch
            label={strings.regressionLine}
            isOn={config.hasRegression}
            onToggle={(hasRegression) => set({ hasRegression })}
          />
          <Switch
            label={strings.frontierLine}
            isOn={config.hasFrontier}
            onToggle={(hasFrontier) => set({ hasFrontier })}
          />
          {config.hasFrontier ? (
            <>
              <div className={styles.better}>
                <span>{strings.betterX}</span>
                <SegmentedControl
                  label={strings.betterX}
                  items={BETTER}
                  value={config.betterX}
                  onValue={(betterX) => set({ betterX })}
                />
                <span>{strings.betterY}</span>
                <SegmentedControl
                  label={strings.betterY}
                  items={BETTER}
                  value={config.betterY}
                  onValue={(betterY) => set({ betterY })}
                />
              </div>
              <Switch label={strings.labels} isOn={config.hasLabels} onToggle={(hasLabels) => set({ hasLabels })} />
            </>
          ) : undefined}
        </div>
      </FormRow>
    </>
  );
}
