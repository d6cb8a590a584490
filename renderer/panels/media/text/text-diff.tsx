import { useMemo, type ReactElement } from 'react';
import { DiffView } from '../../diff/diff-view.tsx';
import { compareLines, countChanges } from '../../diff/lines.ts';
import { strings as diffStrings } from '../../diff/strings.ts';
import { useWidth } from '../../frame/use-size.ts';
import type { MediaCell } from '../cells.ts';
import type { MediaConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { TextView } from './text-view.tsx';
import styles from './text.module.css';

/** In pixels. */
const LEAST_SPLIT = 280;

export interface TextDiffProps {
  readonly text: string;
  readonly cell: MediaCell;
  readonly config: MediaConfig;
}

/** A logged text against the same item at another step: what was added, removed and changed, down to words. */
export function TextDiff({ text, cell, config }: TextDiffProps): ReactElement {
  const { against, step } = cell;
  const [place, width] = useWidth();
  const before = against === undefined || against === 'none' ? undefined : against;
  const lines = useMemo(() => (before === undefined ? [] : compareLines(before.text, text)), [before, text]);
  const { added, removed } = countChanges(lines ?? []);
  const isSame = before !== undefined && lines !== undefined && added + removed === 0;
  const words =
    before === undefined
      ? strings.nothingBefore
      : before.step === step
        ? strings.sameStep(step)
        : `${strings.stepsCompared(before.step, step)} · ${
            lines === undefined
              ? diffStrings.tooDifferent
              : isSame
                ? strings.sameText
                : diffStrings.summaryOf(added, removed)
          }`;
  return (
    <div ref={place} className={styles.compared}>
      <p className={styles.comparedHead} role="status">
        {words}
      </p>
      {before === undefined || lines === undefined || isSame ? (
        <TextView text={text} isWrapped={config.isWrapped} />
      ) : (
        <DiffView
          key={`${before.step} ${step}`}
          label={words}
          lines={lines}
          // Two columns need room; below that they would hold no word.
          layout={width < LEAST_SPLIT ? 'inline' : config.diffLayout}
          isWhole={false}
          isWrapped={config.isWrapped}
        />
      )}
    </div>
  );
}
