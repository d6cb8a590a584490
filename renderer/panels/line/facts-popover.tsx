import { Info } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton, Popover } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './line-panel.module.css';
import type { PictureFacts } from './series.ts';

export interface FactsPopoverProps {
  readonly facts: PictureFacts;
  readonly keyName: string;
  readonly xLabel: string;
  /** Values a log scale could not show. */
  readonly notPositiveCount: number;
}

const count = (n: number): string => n.toLocaleString('en-US');

/** Exact points behind a picture, how they were gathered and what was left out. */
export function FactsPopover({ facts, keyName, xLabel, notPositiveCount }: FactsPopoverProps): ReactElement {
  const isExact = facts.pointsPerBucket <= 1;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['Key', keyName, true],
    ['Lines with points', count(facts.lineCount), true],
    ['Points behind the picture', count(facts.pointCount), true],
    ['Drawn as', isExact ? 'every point' : `buckets of up to ${count(facts.pointsPerBucket)} points`, true],
    [`Skipped, no ${xLabel}`, count(facts.withoutX), facts.withoutX > 0],
    ['NaN, marked × at the foot', count(facts.nanCount), facts.nanCount > 0],
    ['±∞, marked ▲ at the edge', count(facts.infCount), facts.infCount > 0],
    ['Not above 0, not drawn', count(notPositiveCount), notPositiveCount > 0],
    ['Runs with x going back', `${count(facts.outOfOrderCount)}, drawn in logged order`, facts.outOfOrderCount > 0],
  ];
  return (
    <Popover
      label={strings.info}
      align="end"
      trigger={
        <IconButton label={strings.info} size="small">
          <Info size={14} aria-hidden />
        </IconButton>
      }
    >
      <dl className={styles.facts}>
        {rows
          .filter(([, , isShown]) => isShown)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {isExact ? undefined : (
        <p className={styles.factsNote}>The line is the mean of each bucket, the band its lowest and highest point. Zoom in for every point.</p>
      )}
    </Popover>
  );
}
