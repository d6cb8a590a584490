import { Unplug } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useLiveStatus } from '#ui/data';
import { cx } from '#ui/widgets';
import styles from './frame.module.css';
import { strings } from './strings.ts';

/** A short blink of the stream is not worth a word. */
const PATIENCE_MS = 1200;
const BACK_MS = 2500;

/** Says that the host is away, and that it is back. Floats, so that nothing moves. */
export function Connection(): ReactElement {
  const status = useLiveStatus();
  const [shown, setShown] = useState<'lost' | 'back' | undefined>(undefined);
  const wasLost = useRef(false);
  useEffect(() => {
    if (status === 'lost') {
      const timer = setTimeout(() => {
        wasLost.current = true;
        setShown('lost');
      }, PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    if (status === 'open' && wasLost.current) {
      wasLost.current = false;
      setShown('back');
      const timer = setTimeout(() => setShown(undefined), BACK_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [status]);
  return (
    <div role="status" className={styles.connectionPlace}>
      {shown === undefined ? undefined : (
        <div className={cx(styles.connection, shown === 'back' && styles.connectionBack)}>
          {shown === 'lost' ? <Unplug size={15} aria-hidden /> : undefined}
          <strong>{shown === 'lost' ? strings.lost : strings.back}</strong>
          {shown === 'lost' ? <span>{strings.lostNote}</span> : undefined}
        </div>
      )}
    </div>
  );
}
