import { Unplug } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useData, useLiveStatus } from '#ui/data';
import { cx } from '#ui/widgets';
import styles from './frame.module.css';
import { strings } from './strings.ts';

/** A short blink of the stream is not worth a word. */
const PATIENCE_MS = 1200;
const BACK_MS = 2500;

/** Says that the host is away, and that it is back. Floats, so that nothing moves. */
export function Connection(): ReactElement {
  const { clock } = useData();
  const status = useLiveStatus();
  const [shown, setShown] = useState<'lost' | 'back' | undefined>(undefined);
  const wasLost = useRef(false);
  useEffect(() => {
    if (status === 'lost') {
      return clock.after(PATIENCE_MS, () => {
        wasLost.current = true;
        setShown('lost');
      });
    }
    if (status !== 'open' || !wasLost.current) return undefined;
    wasLost.current = false;
    const showBack = clock.after(0, () => setShown('back'));
    const hide = clock.after(BACK_MS, () => setShown(undefined));
    return () => {
      showBack();
      hide();
    };
  }, [clock, status]);
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
