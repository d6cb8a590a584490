import { useMemo, type ReactElement } from 'react';
import type { NewPanelFormProps } from '../../../registry.ts';
import { membersOf } from '../../view.tsx';
import { readChartConfig, sparseChartConfig, type ChartConfig } from '../config.ts';
import { titleOfChart } from '../title.ts';
import { useChart } from '../use-chart.ts';
import { ChartEditor } from './chart-editor.tsx';

/** Makes a new chart: the editor over the visible runs of the board. */
export function ChartForm({ project, board, saved, onSave }: NewPanelFormProps): ReactElement {
  const { runs: drawn, groups, scope, isCursorLinked } = board;
  const runs = useMemo(
    () => (groups === undefined ? drawn : membersOf({ project, runs: drawn }, groups)),
    [project, drawn, groups],
  );
  const config = useMemo(() => readChartConfig(saved), [saved]);
  const chart = useChart({ project, runs, groups, scope, isCursorLinked }, undefined, config);
  const set = (part: Partial<ChartConfig>): void => onSave(sparseChartConfig({ ...config, ...part }));
  return <ChartEditor project={project} chart={chart} config={config} onConfig={set} title={titleOfChart(config)} />;
}
