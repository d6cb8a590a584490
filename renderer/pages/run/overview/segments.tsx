import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunSegment } from '#shared/api';
import { runHref, type RunPath } from '#shared/units';
import { exactTime } from '../../time.ts';
import { strings } from '../strings.ts';
import { Card } from './card.tsx';
import styles from './overview.module.css';

/** The processes that wrote to a run, where there is more to tell than that one did. */
export function Segments({
  segments,
  path,
}: {
  readonly segments: readonly RunSegment[];
  readonly path: RunPath;
}): ReactElement | undefined {
  if (segments.length < 2 && segments[0]?.kind !== 'fork') return undefined;
  return (
    <Card title={strings.segments} count={segments.length}>
      <table className={styles.segments}>
        <thead>
          <tr>
            <th>{strings.segmentKind}</th>
            <th>{strings.segmentTime}</th>
            <th>{strings.segmentSteps}</th>
            <th>{strings.segmentHost}</th>
          </tr>
        </thead>
        <tbody>
          {segments.map((segment, i) => (
            <tr key={`${segment.startedAt} ${i}`}>
              <td>
                {strings.segmentKinds[segment.kind]} <Origin segment={segment} path={path} />
              </td>
              <td>{exactTime(segment.startedAt)}</td>
              <td>{stepsOf(segment)}</td>
              <td>{[segment.host, segment.label].filter((one) => one !== undefined).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** Where a fork comes from, or how far a rewind went back. */
function Origin({
  segment,
  path,
}: {
  readonly segment: RunSegment;
  readonly path: RunPath;
}): ReactElement | string | undefined {
  const { kind, fromRun, fromStep } = segment;
  if (fromRun !== undefined) {
    return <Link href={runHref({ ...path, run: fromRun })}>{strings.ofRun(fromRun, fromStep)}</Link>;
  }
  return kind === 'rewind' && fromStep !== undefined ? strings.fromStep(fromStep) : undefined;
}

function stepsOf({ firstStep, lastStep }: RunSegment): string {
  if (firstStep === undefined || lastStep === undefined) return strings.noSteps;
  const [first, last] = [firstStep, lastStep].map((step) => step.toLocaleString('en-US'));
  return first === last ? `${first}` : `${first} – ${last}`;
}
