import { SlidersVertical } from 'lucide-react';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { readParallelConfig } from './config.ts';
import { ParallelForm } from './parallel-form.tsx';
import { startParallel } from './start.ts';
import { strings } from './strings.ts';

/** A line for each run through upright axes of config and summary. */
export const parallelPanel: PanelKind = {
  id: 'parallel',
  title: strings.kind,
  icon: SlidersVertical,
  accepts: () => false,
  takesManyKeys: false,
  size: { columns: 3, rows: 8 },
  form: {
    Form: ParallelForm,
    start: startParallel,
    titleOf: (saved) => readParallelConfig(saved).title ?? strings.kind,
  },
  View: lazyView(async () => (await import('./parallel-panel.tsx')).ParallelPanel),
};
