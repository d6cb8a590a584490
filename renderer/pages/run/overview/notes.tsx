import { Pencil } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { RunPath } from '#shared/units';
import { useEditRun } from '#ui/data';
import { Button, IconButton, showToast, TextArea } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './overview.module.css';

/** Notes of a run as Markdown; raw HTML in them is shown as text, pictures from elsewhere are not fetched. */
export function Notes({ path, notes }: { readonly path: RunPath; readonly notes: string }): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const { mutate: edit } = useEditRun();
  const save = (): void => {
    const text = draft ?? '';
    setDraft(undefined);
    if (text !== notes)
      edit(
        { path, edit: { notes: text } },
        { onError: (error) => showToast(strings.failed, { kind: 'error', text: error.message }) },
      );
  };
  return (
    <section className={styles.card} aria-label={strings.notes}>
      <header className={styles.cardHead}>
        <h2>{strings.notes}</h2>
        <span className={styles.spring} />
        {draft === undefined ? (
          <IconButton label={strings.editNotes} size="small" onClick={() => setDraft(notes)}>
            <Pencil size={14} aria-hidden />
          </IconButton>
        ) : undefined}
      </header>
      {draft === undefined ? (
        notes.trim() === '' ? (
          <button type="button" className={styles.noNotes} onClick={() => setDraft(notes)}>
            {strings.noNotes}
          </button>
        ) : (
          <div className={styles.markdown}>
            <Markdown
              remarkPlugins={[remarkGfm]}
              disallowedElements={['img']}
              components={{
                a: ({ href, children }) => (
                  <a href={href} target="_blank" rel="noreferrer noopener">
                    {children}
                  </a>
                ),
              }}
            >
              {notes}
            </Markdown>
          </div>
        )
      ) : (
        <div className={styles.editor}>
          <TextArea
            label={strings.notes}
            isLabelHidden
            autoFocus
            rows={8}
            value={draft}
            onValue={setDraft}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setDraft(undefined);
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
            }}
          />
          <div className={styles.editorActs}>
            <Button size="small" onClick={() => setDraft(undefined)}>
              {strings.cancel}
            </Button>
            <Button size="small" kind="primary" onClick={save}>
              {strings.save}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
