import { TableProperties } from 'lucide-react';
import { lazyView } from '../../../lazy-view.tsx';
import type { PanelKind } from '../../../registry.ts';
import { readQueryTableConfig } from './config.ts';
import { QueryTableForm } from './query-table-form.tsx';
import { strings } from './strings.ts';

/** Runs or versions of artifacts as rows: sorted, filtered, grouped, computed with and plotted like logged tables. */
export const queryTablePanel: PanelKind = {
  id: 'query-table',
  title: strings.kind,
  icon: TableProperties,
  accepts: () => false,
  takesManyKeys: false,
  size: { columns: 3, rows: 8 },
  form: {
    Form: QueryTableForm,
    start: () => ({ version: 1 }),
    titleOf: (saved) => {
      const { title, on } = readQueryTableConfig(saved);
      if (title !== undefined) return title;
      if (on.kind === 'runs') return strings.on.runs;
      const name = on.collection === '' ? on.type : on.collection;
      return name === '' ? strings.on.artifacts : strings.titleOfVersions(name);
    },
  },
  View: lazyView(async () => (await import('./query-table-panel.tsx')).QueryTablePanel),
};
