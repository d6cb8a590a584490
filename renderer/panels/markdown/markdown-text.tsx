import type { ReactElement, ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown.module.css';

/** Markdown as it is read. Raw HTML in it is shown as text, pictures are links and not fetched. */
export function MarkdownText({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles.text}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{
          // A link that may not be followed (javascript:, file:) is left with no address: its words stay.
          a: ({ href, children }) => (href ? <Away href={href}>{children}</Away> : <>{children}</>),
          img: ({ src, alt }) => (src ? <Away href={src}>{alt || src}</Away> : <>{alt}</>),
          // The panel's title is a heading of the third level; those of the text come below it.
          h1: ({ children }) => <h4 data-level="1">{children}</h4>,
          h2: ({ children }) => <h4 data-level="2">{children}</h4>,
          h3: ({ children }) => <h5>{children}</h5>,
          h4: ({ children }) => <h6>{children}</h6>,
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
