import { useState, type ReactElement } from 'react';
import { MarkdownText } from '#ui/prose';
import { SegmentedControl } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './files.module.css';

type Way = 'read' | 'source';

const WAYS: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'read', label: strings.asRead },
  { value: 'source', label: strings.asSource },
];

/** A Markdown file as it is read, or as it is written. `source`: the text as code. */
export function MarkdownBody({ text, source }: { readonly text: string; readonly source: ReactElement }): ReactElement {
  const [way, setWay] = useState<Way>('read');
  return (
    <div className={styles.markdown}>
      <SegmentedControl label={strings.shownAs} items={WAYS} value={way} onValue={setWay} />
      {way === 'read' ? <MarkdownText text={text} under={2} /> : source}
    </div>
  );
}
