import { Info } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import type { XAxis } from '#shared/api';
import { IconButton, Popover } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './line-panel.module.css';
import type { Picture } from './line-actions.tsx';
import { xLabelOf } from './series.ts';

export interface FactsPopoverProps {
  readonly picture: RefObject<Picture>;
  readonly keyName: string;
  readonly x: XAxis;
}

const count = (n: number): string => n.toLocaleString('en-US');

/** Exact points behind a picture, how they were gathered and what was left out; as of the moment it is opened. */
export function FactsPopover(props: FactsPopoverProps): ReactElement {
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
      <Facts {...props} />
    </Popover>
  );
}

function Facts({ picture, keyName, x }: FactsPopoverProps): ReactElement {
  const { facts, notPositiveCount, outlierCount } = picture.current;
  const isExact = facts.pointsPerBucket <= 1;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['Panel', keyName, true],
    ['Lines with points', count(facts.lineCount), true],
    ['Points behind the picture', count(facts.pointCount), true],
    ['Drawn as', isExact ? 'every point' : `buckets of up to ${count(facts.pointsPerBucket)} points`, true],
    [`Skipped, no ${xLabelOf(x)}`, count(facts.withoutX), facts.withoutX > 0],
    ['NaN, marked × at the foot', count(facts.nanCount), facts.nanCount > 0],
    ['±∞, marked ▲ at the edge', count(facts.infCount), facts.infCount > 0],
    [
      isExact ? 'Not above 0, not drawn' : 'Buckets with points not above 0',
      count(notPositiveCount),
      notPositiveCount > 0,
    ],
    ['Outliers, reached by zoom', count(outlierCount), outlierCount > 0],
    ['Runs with x going back', `${count(facts.outOfOrderCount)}, drawn in logged order`, facts.outOfOrderCount > 0],
  ];
  return (
    <>
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
        <p className={styles.factsNote}>
          The line is the mean of each bucket, the band its lowest and highest point. Zoom in for every point.
        </p>
      )}
    </>
  );
}
