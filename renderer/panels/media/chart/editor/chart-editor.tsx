import { useState, type ReactElement } from 'react';
import { SegmentedControl, TextField } from '#ui/widgets';
import { FormRow } from '../../../frame/settings-form.tsx';
import type { ChartConfig } from '../config.ts';
import { strings } from '../strings.ts';
import type { Chart } from '../use-chart.ts';
import styles from './editor.module.css';
import { FieldRows } from './field-rows.tsx';
import { PresetRow } from './preset-row.tsx';
import { Preview } from './preview.tsx';
import { QueryRows } from './query-rows.tsx';
import { SpecText } from './spec-text.tsx';
import type { ProjectPath } from '#shared/units';

export interface ChartEditorProps {
  readonly project: ProjectPath;
  /** What `config` makes now. */
  readonly chart: Chart;
  readonly config: ChartConfig;
  readonly onConfig: (part: Partial<ChartConfig>) => void;
  /** What the panel is called while it has no title of its own. */
  readonly title: string;
}

const PARTS = [
  { value: 'data', label: strings.partNames.data },
  { value: 'spec', label: strings.partNames.spec },
] as const;

/** Everything that makes a custom chart, with the chart that it makes beside it. */
export function ChartEditor({ project, chart, config, onConfig, title }: ChartEditorProps): ReactElement {
  const [part, setPart] = useState<'data' | 'spec'>('data');
  const shared = { chart, config, onConfig };
  return (
    <div className={styles.editor}>
      <div className={styles.side}>
        <SegmentedControl label={strings.parts} items={PARTS} value={part} onValue={setPart} />
        {part === 'spec' ? (
          <SpecText {...shared} />
        ) : (
          <div className={styles.rows}>
            <h3 className={styles.heading}>{strings.data}</h3>
            <QueryRows project={project} query={chart.query} onQuery={(query) => onConfig({ query })} />
            <h3 className={styles.heading}>{strings.chart}</h3>
            <PresetRow {...shared} />
            <FieldRows {...shared} />
            <FormRow label={strings.title}>
              <TextField
                label={strings.title}
                isLabelHidden
                size="small"
                placeholder={title}
                value={config.title ?? ''}
                onValue={(next) => onConfig({ title: next === '' ? undefined : next })}
              />
            </FormRow>
          </div>
        )}
      </div>
      <Preview chart={chart} title={config.title ?? title} />
    </div>
  );
}
