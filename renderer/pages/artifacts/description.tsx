import type { ReactElement } from 'react';
import { useWrittenText } from '#ui/prose';
import { Card } from '../run/overview/card.tsx';
import styles from './artifacts.module.css';
import { strings } from './strings.ts';

interface DescriptionProps {
  readonly text: string;
  readonly onSave: (text: string) => void;
  /** Without a card of its own. */
  readonly isPlain?: boolean;
}

const WORDS = { name: strings.description, edit: strings.editDescription, none: strings.noDescription };

/** A description as Markdown, changed in place. */
export function Description({ text, onSave, isPlain = false }: DescriptionProps): ReactElement {
  const { content, pencil } = useWrittenText({ text, words: WORDS, rows: 6, onSave });
  if (isPlain) {
    return (
      <div className={styles.plainDescription}>
        <div className={styles.plainText}>{content}</div>
        {pencil}
      </div>
    );
  }
  return (
    <Card title={strings.description} acts={pencil}>
      {content}
    </Card>
  );
}
