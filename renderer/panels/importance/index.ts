import { ListOrdered } from 'lucide-react';
import { columnOfId } from '#shared/api';
import { columnLabel } from '../columns/choices.ts';
import { suggestColumns } from '../columns/suggest.ts';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { strip } from '../strip.ts';
import { readImportanceConfig } from './config.ts';
import { ImportanceForm } from './importance-form.tsx';
import { strings } from './strings.ts';

/** Parameters ranked by what they say about a metric. */
export const importancePanel: PanelKind = {
  id: 'importance',
  title: strings.kind,
  icon: ListOrdered,
  accepts: () => false,
  takesManyKeys: false,
  size: { columns: 2, rows: 8 },
  form: {
    Form: ImportanceForm,
    start: (keys) => strip({ target: suggestColumns(keys).output }),
    titleOf: (saved) => {
      const { title, target } = readImportanceConfig(saved);
      const ref = columnOfId(target ?? '');
      return title ?? (ref === undefined ? strings.kind : strings.titleOf(columnLabel(ref)));
    },
  },
  View: lazyView(async () => (await import('./importance-panel.tsx')).ImportancePanel),
};
