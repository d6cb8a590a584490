import type { ReactElement } from 'react';
import { TextArea } from '#ui/widgets';
import type { PanelFormProps } from '../registry.ts';
import { readMarkdownConfig } from './config.ts';
import { strings } from './strings.ts';

/** The text of a new panel. */
export function MarkdownForm({ saved, onSave }: PanelFormProps): ReactElement {
  const config = readMarkdownConfig(saved);
  return (
    <TextArea
      label={strings.text}
      rows={10}
      placeholder={strings.placeholder}
      value={config.text}
      onValue={(text) => onSave({ ...config, text })}
    />
  );
}
