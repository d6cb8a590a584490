import type { ReactElement } from 'react';
import { Select } from '#ui/widgets';
import { PLOT_KINDS, type PlotKind, type TableConfig } from './config.ts';
import { strings } from './strings.ts';

export interface PlotKindSelectProps {
  readonly kind: PlotKind;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** Rows that change while a projection of them is computed have none. */
  readonly isLive?: boolean;
}

/** Which kind of plot the rows are shown as; what was set of the other kinds stays. */
export function PlotKindSelect({ kind, config, onConfig, isLive = false }: PlotKindSelectProps): ReactElement {
  return (
    <Select
      label={strings.plotKind}
      size="small"
      value={kind}
      options={PLOT_KINDS.filter((value) => !isLive || value !== 'projection').map((value) => ({
        value,
        label: strings.plotKinds[value],
      }))}
      onValue={(chosen) => onConfig({ plot: { ...config.plot, kind: chosen } })}
    />
  );
}

/** In the list of colours: one colour for all. No column can be called this. */
export const NO_COLOR = '\0none';
