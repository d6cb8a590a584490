import { ChartLine } from 'lucide-react';
import type { PanelKind } from '../registry.ts';
import { LinePanel } from './line-panel.tsx';
import { strings } from './strings.ts';

/** Numbers over an x axis, one line a run and key. */
export const linePanel: PanelKind = {
  id: 'line',
  title: strings.kind,
  icon: ChartLine,
  accepts: (typeCounts) => (typeCounts['number'] ?? 0) > 0,
  takesManyKeys: true,
  sample: 'run.log({"loss": 0.1})',
  View: LinePanel,
};
