import { ChartColumn } from 'lucide-react';
import { lazyView } from '../../lazy-view.tsx';
import type { PanelKind } from '../../registry.ts';
import { viewOf } from '../view.tsx';
import { strings } from './strings.ts';

/** Histograms over steps: as a heat map, as ridges, or one step's bars. */
export const histogramPanel: PanelKind = {
  id: 'histogram',
  title: strings.kind,
  icon: ChartColumn,
  accepts: (typeCounts) => (typeCounts['histogram'] ?? 0) > 0,
  takesManyKeys: false,
  sample: 'run.log({"weights": wandb.Histogram(values)})',
  View: lazyView(async () => viewOf((await import('./histogram-panel.tsx')).HistogramPanel)),
};
