import { FileDiff, GitCompareArrows } from 'lucide-react';
import { lazyView } from '../lazy-view.tsx';
import type { PanelKind } from '../registry.ts';
import { CompareForm } from './compare-form.tsx';
import { readCompareConfig } from './config.ts';
import { strings } from './strings.ts';

/** Config, summary, environment and packages of the visible runs, side by side. */
export const comparePanel: PanelKind = {
  id: 'compare',
  title: strings.kind,
  icon: GitCompareArrows,
  accepts: () => false,
  takesManyKeys: false,
  size: { columns: 3, rows: 10 },
  form: {
    Form: CompareForm,
    start: () => ({}),
    titleOf: (saved) => readCompareConfig(saved).title ?? strings.kind,
  },
  View: lazyView(async () => (await import('./compare-panel.tsx')).ComparePanel),
};

/** The saved code of two runs, line by line. */
export const codePanel: PanelKind = {
  id: 'code',
  title: strings.codeKind,
  icon: FileDiff,
  accepts: () => false,
  takesManyKeys: false,
  size: { columns: 3, rows: 10 },
  form: {
    Form: CompareForm,
    start: () => ({}),
    titleOf: (saved) => readCompareConfig(saved).title ?? strings.codeKind,
  },
  View: lazyView(async () => (await import('./compare-panel.tsx')).CodePanel),
};
