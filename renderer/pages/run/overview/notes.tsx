import { Pencil } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { RunPath } from '#shared/units';
import { useEditRun } from '#ui/data';
import { Button, IconButton, showToast, TextArea } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './overview.module.css';

/** Notes of a run as Markdown; raw HTML in them is shown as text, pictures are links and not fetched. */
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
              components={{
                // A link that may not be followed (javascript:, file:) is left with no address: its words stay.
                a: ({ href, children }) => (href ? <Away href={href}>{children}</Away> : <>{children}</>),
                img: ({ src, alt }) => (src ? <Away href={src}>{alt || src}</Away> : <>{alt}</>),
                // The page has its headings already; those of the notes come below them.
                h1: ({ children }) => <h3 data-level="1">{children}</h3>,
                h2: ({ children }) => <h3 data-level="2">{children}</h3>,
                h3: ({ children }) => <h4>{children}</h4>,
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

function Away({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactElement {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
