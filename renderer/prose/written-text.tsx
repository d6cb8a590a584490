import { Pencil } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button, IconButton, TextArea } from '#ui/widgets';
import { MarkdownText } from './markdown-text.tsx';
import styles from './prose.module.css';
import { strings } from './strings.ts';

interface WrittenTextInput {
  readonly text: string;
  /** What the text is called, what the pencil says, and what stands there while there is none. */
  readonly words: { readonly name: string; readonly edit: string; readonly none: string };
  /** Lines of the field. */
  readonly rows: number;
  /** Called with a text that is not the old one. */
  readonly onSave: (text: string) => void;
}

interface WrittenText {
  /** The text as it is read, or the field while it is written. */
  readonly content: ReactElement;
  /** Undefined while it is written. */
  readonly pencil: ReactElement | undefined;
}

/** A text as Markdown, changed in place: Ctrl Enter saves, Escape leaves it as it was. */
export function useWrittenText({ text, words, rows, onSave }: WrittenTextInput): WrittenText {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const begin = (): void => setDraft(text);
  const leave = (): void => setDraft(undefined);
  if (draft === undefined) {
    const pencil = (
      <IconButton label={words.edit} size="small" onClick={begin}>
        <Pencil size={14} aria-hidden />
      </IconButton>
    );
    if (text.trim() !== '') return { pencil, content: <MarkdownText text={text} under={2} /> };
    const nothing = (
      <button type="button" className={styles.none} onClick={begin}>
        {words.none}
      </button>
    );
    return { pencil, content: nothing };
  }
  const save = (): void => {
    leave();
    if (draft !== text) onSave(draft);
  };
  const field = (
    <div className={styles.editor}>
      <TextArea
        label={words.name}
        isLabelHidden
        autoFocus
        rows={rows}
        value={draft}
        onValue={setDraft}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <div className={styles.acts}>
        <Button size="small" onClick={leave}>
          {strings.cancel}
        </Button>
        <Button size="small" kind="primary" onClick={save}>
          {strings.save}
        </Button>
      </div>
    </div>
  );
  return { pencil: undefined, content: field };
}
