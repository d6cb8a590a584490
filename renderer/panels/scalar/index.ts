import { Hash } from 'lucide-react';
import { columnOfId } from '#shared/api';
import { columnLabel } from '../columns/choices.ts';
import { suggestColumns } from '../columns/suggest.ts';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { strip } from '../strip.ts';
import { readScalarConfig } from './config.ts';
import { ScalarForm } from './scalar-form.tsx';
import { strings } from './strings.ts';

/** One big number for each run or group, with its difference to the baseline. */
export const scalarPanel: PanelKind = {
  id: 'scalar',
  title: strings.kind,
  icon: Hash,
  accepts: () => false,
  takesManyKeys: false,
  form: {
    Form: ScalarForm,
    start: (keys) => {
      const { output, better } = suggestColumns(keys);
      return strip({ value: output, better });
    },
    titleOf: (saved) => {
      const { title, value } = readScalarConfig(saved);
      const ref = columnOfId(value ?? '');
      return title ?? (ref === undefined ? strings.kind : columnLabel(ref));
    },
  },
  View: lazyView(async () => (await import('./scalar-panel.tsx')).ScalarPanel),
};
