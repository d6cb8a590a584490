import type { ReactElement, ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './prose.module.css';

interface MarkdownTextProps {
  readonly text: string;
  /** Level of the heading that the text stands under; its own come below. */
  readonly under: 2 | 3;
}

/** Markdown as it is read. Raw HTML in it is shown as text, pictures are links and not fetched. */
export function MarkdownText({ text, under }: MarkdownTextProps): ReactElement {
  const [First, Second, Third] = under === 2 ? (['h3', 'h4', 'h5'] as const) : (['h4', 'h5', 'h6'] as const);
  return (
    <div className={styles.text}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{
          // A link that may not be followed (javascript:, file:) is left with no address: its words stay.
          a: ({ href, children }) => (href ? <Away href={href}>{children}</Away> : <>{children}</>),
          img: ({ src, alt }) => (src ? <Away href={src}>{alt || src}</Away> : <>{alt}</>),
          h1: ({ children }) => <First data-level="1">{children}</First>,
          h2: ({ children }) => <First data-level="2">{children}</First>,
          h3: ({ children }) => <Second>{children}</Second>,
          h4: ({ children }) => <Third>{children}</Third>,
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
