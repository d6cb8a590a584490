import { lazy, Suspense, type ReactElement } from 'react';
import styles from './files.module.css';
import { indentJson } from './indent-json.ts';
import { languageOf } from './languages.ts';

const Highlighted = lazy(async () => ({ default: (await import('./highlighted.tsx')).Highlighted }));
const MarkdownBody = lazy(async () => ({ default: (await import('./markdown-body.tsx')).MarkdownBody }));

export interface TextBodyProps {
  readonly name: string;
  readonly text: string;
  readonly kind: 'patch' | 'json' | 'text';
}

/** The content of a text file: code in colours, Markdown as it is read, JSON indented, patches by their lines. */
export function TextBody({ name, text, kind }: TextBodyProps): ReactElement {
  if (kind === 'patch') return <Patch text={text} />;
  const shown = kind === 'json' ? indentJson(text) : text;
  const language = languageOf(name, shown.length);
  const plain = <pre className={styles.text}>{shown}</pre>;
  if (language === undefined) return plain;
  const colored = <Highlighted text={shown} language={language} />;
  return (
    <Suspense fallback={plain}>
      {language === 'markdown' ? <MarkdownBody text={shown} source={colored} /> : colored}
    </Suspense>
  );
}

/** A patch with its added and removed lines coloured, and marked by their sign for those who do not see colours. */
function Patch({ text }: { readonly text: string }): ReactElement {
  return (
    <pre className={styles.text}>
      {text.split('\n').map((line, i) => (
        <span key={i} className={styles.patchLine} data-change={changeOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function changeOf(line: string): string | undefined {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('diff ')) return 'file';
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : undefined;
}
