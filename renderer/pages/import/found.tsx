import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import type { FoundLog, ImportScan } from '#shared/api';
import { formatBytes } from '#shared/units';
import { useNow } from '#ui/data';
import { Button, Chip, EmptyState, VirtualList } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import styles from './import.module.css';
import { strings } from './strings.ts';

const ROW_PX = 52;
const MOST_HEIGHT_PX = 420;

interface FoundProps {
  readonly scan: ImportScan;
  readonly isWatched: boolean;
  readonly isBusy: boolean;
  readonly onOpen: (paths: readonly string[]) => void;
  readonly onWatch: () => void;
}

/** What lies at the path: opened all at once, or watched. */
export function Found({ scan, isWatched, isBusy, onOpen, onWatch }: FoundProps): ReactElement {
  const readable = scan.found.filter((log) => log.run !== undefined);
  const fresh = readable.filter((log) => log.here !== 'imported');
  const wanted = (fresh.length > 0 ? fresh : readable).map((log) => log.path);
  return (
    <section className={page.section} aria-label={strings.foundTitle(scan.found.length)}>
      <div className={styles.head}>
        <h2 className={page.sectionTitle}>{strings.foundTitle(scan.found.length)}</h2>
        <span className={styles.spring} />
        {scan.isFolder ? (
          <Button
            icon={<Eye size={14} aria-hidden />}
            disabled={isWatched || isBusy}
            onClick={onWatch}
            title={strings.watchNote}
          >
            {isWatched ? strings.watching : strings.watch}
          </Button>
        ) : undefined}
        {wanted.length === 0 ? undefined : (
          <Button kind="primary" disabled={isBusy} onClick={() => onOpen(wanted)}>
            {strings.openAll(wanted.length)}
          </Button>
        )}
      </div>
      {scan.isCut ? <p className={styles.note}>{strings.cut}</p> : undefined}
      {scan.found.length === 0 ? (
        <EmptyState title={strings.foundNone}>{strings.foundNoneNote}</EmptyState>
      ) : (
        <div className={page.card}>
          <div style={{ height: Math.min(MOST_HEIGHT_PX, scan.found.length * ROW_PX) }}>
            <VirtualList
              count={scan.found.length}
              rowHeight={ROW_PX}
              label={strings.foundTitle(scan.found.length)}
              renderRow={(index) => {
                const log = scan.found[index];
                return log === undefined ? undefined : <FoundRow log={log} />;
              }}
            />
          </div>
        </div>
      )}
    </section>
  );
}

function FoundRow({ log }: { readonly log: FoundLog }): ReactElement {
  const now = useNow(30_000, true);
  const name = log.displayName ?? log.run?.run ?? log.path.split(/[\\/]/).at(-1);
  const startedAt = log.startedAt ?? log.modifiedAt;
  return (
    <div className={styles.row} title={log.path}>
      <div className={styles.words}>
        <p className={styles.name}>{name}</p>
        <p className={styles.note}>
          {log.run === undefined ? (log.fault ?? log.path) : `${log.run.project} · ${log.run.run}`}
        </p>
      </div>
      <span className={styles.fact}>{strings.kinds[log.kind]}</span>
      <span className={styles.fact}>{formatBytes(log.sizeBytes)}</span>
      <span className={styles.fact} title={exactTime(startedAt)}>
        {timeAgo(startedAt, now)}
      </span>
      <Chip>{strings.here[log.here]}</Chip>
    </div>
  );
}
