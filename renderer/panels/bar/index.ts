import { ChartBarBig } from 'lucide-react';
import { columnOfId } from '#shared/api';
import { columnLabel } from '../columns/choices.ts';
import { suggestColumns } from '../columns/suggest.ts';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { strip } from '../strip.ts';
import { BarForm } from './bar-form.tsx';
import { readBarConfig } from './config.ts';
import { strings } from './strings.ts';

/** A bar, box or violin for each run or group: one column of the runs, counted where it holds texts. */
export const barPanel: PanelKind = {
  id: 'bar',
  title: strings.kind,
  icon: ChartBarBig,
  accepts: () => false,
  takesManyKeys: false,
  form: {
    Form: BarForm,
    start: (keys) => {
      const { output, better } = suggestColumns(keys);
      return strip({ value: output, order: better === 'min' ? 'ascending' : undefined });
    },
    titleOf: (saved) => {
      const { title, value, by } = readBarConfig(saved);
      const ref = columnOfId(value ?? '');
      const byRef = columnOfId(by ?? '');
      if (title !== undefined) return title;
      return ref === undefined
        ? strings.kind
        : strings.title(columnLabel(ref), byRef === undefined ? undefined : columnLabel(byRef));
    },
  },
  View: lazyView(async () => (await import('./bar-panel.tsx')).BarPanel),
};
