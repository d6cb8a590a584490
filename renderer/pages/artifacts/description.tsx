import { Pencil } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Button, IconButton, TextArea } from '#ui/widgets';
import overview from '../run/overview/overview.module.css';
import styles from './artifacts.module.css';
import { strings } from './strings.ts';

interface DescriptionProps {
  readonly text: string;
  readonly onSave: (text: string) => void;
  /** Without a card of its own. */
  readonly isPlain?: boolean;
}

/** A description as Markdown, changed in place; raw HTML in it is shown as text, pictures are links and not fetched. */
export function Description({ text, onSave, isPlain = false }: DescriptionProps): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const save = (): void => {
    if (draft !== undefined && draft !== text) onSave(draft);
    setDraft(undefined);
  };
  const content =
    draft !== undefined ? (
      <div className={overview.editor}>
        <TextArea
          label={strings.description}
          isLabelHidden
          autoFocus
          rows={6}
          value={draft}
          onValue={setDraft}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setDraft(undefined);
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
        />
        <div className={overview.editorActs}>
          <Button size="small" onClick={() => setDraft(undefined)}>
            {strings.cancel}
          </Button>
          <Button size="small" kind="primary" onClick={save}>
            {strings.save}
          </Button>
        </div>
      </div>
    ) : text.trim() === '' ? (
      <button type="button" className={overview.noNotes} onClick={() => setDraft(text)}>
        {strings.noDescription}
      </button>
    ) : (
      <MarkdownText text={text} />
    );
  const pencil =
    draft === undefined && text.trim() !== '' ? (
      <IconButton label={strings.editDescription} size="small" onClick={() => setDraft(text)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
    ) : undefined;
  if (isPlain) {
    return (
      <div className={styles.plainDescription}>
        <div className={styles.plainText}>{content}</div>
        {pencil}
      </div>
    );
  }
  return (
    <section className={overview.card} aria-label={strings.description}>
      <header className={overview.cardHead}>
        <h2>{strings.description}</h2>
        <span className={overview.spring} />
        {pencil}
      </header>
      {content}
    </section>
  );
}

function MarkdownText({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={overview.markdown}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{
          a: ({ href, children }) => (href ? <Away href={href}>{children}</Away> : <>{children}</>),
          img: ({ src, alt }) => (src ? <Away href={src}>{alt || src}</Away> : <>{alt}</>),
          h1: ({ children }) => <h3 data-level="1">{children}</h3>,
          h2: ({ children }) => <h3 data-level="2">{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}

function Away({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactElement {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
