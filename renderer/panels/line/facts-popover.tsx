import { Info } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import type { XAxis } from '#shared/api';
import { IconButton, Popover } from '#ui/widgets';
import { strings as panelStrings } from '../strings.ts';
import styles from './line-panel.module.css';
import type { Picture } from './line-actions.tsx';
import { xLabelOf } from './series.ts';
import { strings } from './strings.ts';

export interface FactsPopoverProps {
  readonly picture: RefObject<Picture>;
  readonly keyName: string;
  readonly x: XAxis;
}

const words = strings.facts;
const count = (n: number): string => n.toLocaleString('en-US');

/** Exact points behind a picture, how they were gathered and what was left out; as of the moment it is opened. */
export function FactsPopover(props: FactsPopoverProps): ReactElement {
  return (
    <Popover
      label={panelStrings.info}
      align="end"
      trigger={
        <IconButton label={panelStrings.info} size="small">
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
    [words.panel, keyName, true],
    [words.lines, count(facts.lineCount), true],
    [words.points, count(facts.pointCount), true],
    [words.drawnAs, isExact ? words.everyPoint : words.buckets(facts.pointsPerBucket), true],
    [words.withoutX(xLabelOf(x)), count(facts.withoutX), facts.withoutX > 0],
    [words.nan, count(facts.nanCount), facts.nanCount > 0],
    [words.infinite, count(facts.infCount), facts.infCount > 0],
    [isExact ? words.notPositive : words.notPositiveBuckets, count(notPositiveCount), notPositiveCount > 0],
    [words.outliers, count(outlierCount), outlierCount > 0],
    [words.goingBack, words.loggedOrder(facts.outOfOrderCount), facts.outOfOrderCount > 0],
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
      {isExact ? undefined : <p className={styles.factsNote}>{words.bucketsNote}</p>}
    </>
  );
}
