import { FileText } from 'lucide-react';
import type { PanelKind } from '../registry.ts';
import { firstHeading, readMarkdownConfig } from './config.ts';
import { MarkdownForm } from './markdown-form.tsx';
import { MarkdownPanel } from './markdown-panel.tsx';
import { strings } from './strings.ts';

/** A text between the charts, written in place. */
export const markdownPanel: PanelKind = {
  id: 'markdown',
  title: strings.kind,
  icon: FileText,
  accepts: () => false,
  takesManyKeys: false,
  form: {
    Form: MarkdownForm,
    start: () => ({ text: '' }),
    titleOf: (saved) => {
      const { title, text } = readMarkdownConfig(saved);
      return title ?? firstHeading(text) ?? strings.kind;
    },
  },
  View: MarkdownPanel,
};
