import type { ReactElement } from 'react';
import { Select } from '#ui/widgets';
import { FormRow } from '../../../frame/settings-form.tsx';
import type { ChartConfig } from '../config.ts';
import { PRESETS } from '../presets.ts';
import { strings } from '../strings.ts';
import type { Chart } from '../use-chart.ts';

export interface EditorPart {
  readonly chart: Chart;
  readonly config: ChartConfig;
  readonly onConfig: (part: Partial<ChartConfig>) => void;
}

const OWN = '';

/** Presets of ours, then one's own; a preset that is not here keeps its name. */
export function PresetRow({ chart, config, onConfig }: EditorPart): ReactElement {
  const { preset, presets } = chart;
  const own = presets.map(({ entity, name, displayName }) => {
    const id = `${entity}/${name}`;
    return { value: id, label: displayName === '' || displayName === name ? id : `${displayName} (${id})` };
  });
  const known = [...PRESETS.map((one) => ({ value: one.id, label: one.title })), ...own];
  const isKnown = known.some((one) => one.value === preset);
  const options = [
    ...(config.spec !== undefined ? [{ value: OWN, label: strings.ownSpec }] : []),
    ...(config.spec === undefined && preset === '' ? [{ value: OWN, label: strings.choose }] : []),
    ...known,
    ...(isKnown || preset === '' ? [] : [{ value: preset, label: preset }]),
  ];
  return (
    <FormRow label={strings.preset}>
      <Select
        label={strings.preset}
        size="small"
        options={options}
        value={config.spec === undefined ? preset : OWN}
        onValue={(next) => {
          if (next !== OWN) onConfig({ preset: next, spec: undefined });
        }}
      />
    </FormRow>
  );
}
