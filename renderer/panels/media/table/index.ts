import { Table2 } from 'lucide-react';
import type { PanelKind } from '../../registry.ts';
import { viewOf } from '../view.tsx';
import { strings } from './strings.ts';
import { TablePanel } from './table-panel.tsx';

const TYPES: readonly string[] = ['table-file', 'incremental-table-file', 'partitioned-table', 'joined-table'];

/** Logged tables: typed columns, media in cells, sorted and filtered in the host. */
export const tablePanel: PanelKind = {
  id: 'table',
  title: strings.kind,
  icon: Table2,
  accepts: (typeCounts) => TYPES.some((type) => (typeCounts[type] ?? 0) > 0),
  takesManyKeys: false,
  sample: 'run.log({"predictions": wandb.Table(columns, rows)})',
  home: 'Tables',
  size: { columns: 3, rows: 8 },
  View: viewOf(TablePanel),
};
