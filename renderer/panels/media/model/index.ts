import { Workflow } from 'lucide-react';
import { lazyView } from '../../lazy-view.tsx';
import type { PanelKind } from '../../registry.ts';
import { viewOf } from '../view.tsx';
import { strings } from './strings.ts';

/** Model graphs of `wandb.watch(log_graph=True)` and `wandb.Graph`: layers and modules with the flow between them. */
export const modelPanel: PanelKind = {
  id: 'model',
  title: strings.kind,
  icon: Workflow,
  accepts: (typeCounts) => (typeCounts['graph-file'] ?? 0) > 0,
  takesManyKeys: false,
  sample: 'run.watch(model, log="all", log_graph=True)',
  home: 'Model',
  size: { columns: 3, rows: 8 },
  View: lazyView(async () => viewOf((await import('./model-panel.tsx')).ModelPanel)),
};
