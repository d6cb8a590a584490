import { FileDiff, GitCompareArrows } from 'lucide-react';
import type { PanelKind } from '../registry.ts';
import { CompareForm } from './compare-form.tsx';
import { CodePanel, ComparePanel } from './compare-panel.tsx';
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
  View: ComparePanel,
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
  View: CodePanel,
};
