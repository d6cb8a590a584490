import { ChartScatter } from 'lucide-react';
import { columnOfId } from '#shared/api';
import { columnLabel } from '../columns/choices.ts';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { readScatterConfig } from './config.ts';
import { ScatterForm } from './scatter-form.tsx';
import { startScatter } from './start.ts';
import { strings } from './strings.ts';

/** A point for each visible run: one column over another, with a third as colour or size. */
export const scatterPanel: PanelKind = {
  id: 'scatter',
  title: strings.kind,
  icon: ChartScatter,
  accepts: () => false,
  takesManyKeys: false,
  form: {
    Form: ScatterForm,
    start: startScatter,
    titleOf: (saved) => {
      const { title, x, y } = readScatterConfig(saved);
      const xRef = columnOfId(x ?? '');
      const yRef = columnOfId(y ?? '');
      if (title !== undefined) return title;
      return xRef === undefined || yRef === undefined
        ? strings.kind
        : strings.title(columnLabel(xRef), columnLabel(yRef));
    },
  },
  View: lazyView(async () => (await import('./scatter-panel.tsx')).ScatterPanel),
};
