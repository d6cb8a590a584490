import type { ReactElement } from 'react';
import type { RunPath } from '#shared/units';
import { useEditRun } from '#ui/data';
import { useWrittenText } from '#ui/prose';
import { showToast } from '#ui/widgets';
import { strings } from '../strings.ts';
import { Card } from './card.tsx';

const WORDS = { name: strings.notes, edit: strings.editNotes, none: strings.noNotes };

/** Notes of a run as Markdown, changed in place. */
export function Notes({ path, notes }: { readonly path: RunPath; readonly notes: string }): ReactElement {
  const { mutate: edit } = useEditRun();
  const onError = (error: Error): void => showToast(strings.failed, { kind: 'error', text: error.message });
  const onSave = (text: string): void => edit({ path, edit: { notes: text } }, { onError });
  const { content, pencil } = useWrittenText({ text: notes, words: WORDS, rows: 8, onSave });
  return (
    <Card title={strings.notes} acts={pencil}>
      {content}
    </Card>
  );
}
