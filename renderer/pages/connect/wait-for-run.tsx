import { ArrowRight } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { runHref, type RunPath } from '#shared/units';
import { useData, useLiveStatus, useRun } from '#ui/data';
import { StateIcon } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './connect.module.css';

/** Waits, and turns into a link when a run arrives while the page is open. */
export function WaitForRun({ isFirst }: { readonly isFirst: boolean }): ReactElement {
  const data = useData();
  const status = useLiveStatus();
  const [arrived, setArrived] = useState<RunPath | undefined>(undefined);
  useEffect(
    () =>
      data.live()?.onChange((event) => {
        if (event.kind === 'run' && event.aspects.includes('created')) setArrived(event.path);
      }),
    // The stream is another one after a restart of the client.
    [data, status],
  );
  return (
    <div role="status">
      {arrived === undefined ? (
        <p className={styles.waiting}>
          <span className={styles.beacon} aria-hidden />
          {isFirst ? strings.waiting : strings.waitingNext}
        </p>
      ) : (
        <Arrived path={arrived} />
      )}
    </div>
  );
}

function Arrived({ path }: { readonly path: RunPath }): ReactElement {
  const head = useRun(path).data?.head;
  return (
    <Link href={runHref(path)} className={styles.arrived}>
      <StateIcon state={head?.state ?? 'running'} />
      <span>
        {strings.arrived}: <strong>{head?.displayName ?? path.run}</strong> · {path.project}
      </span>
      <span className={styles.spring} />
      {strings.openRun}
      <ArrowRight size={15} aria-hidden />
    </Link>
  );
}
