import { EyeOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { WatchedFolder } from '#shared/api';
import { IconButton } from '#ui/widgets';
import { cx } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime } from '../time.ts';
import styles from './import.module.css';
import { strings } from './strings.ts';

/** Folders that are looked through for new logs. */
export function Watched({
  folders,
  onUnwatch,
}: {
  readonly folders: readonly WatchedFolder[];
  readonly onUnwatch: (path: string) => void;
}): ReactElement {
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{strings.watchedTitle}</h2>
      <ul className={cx(page.card, styles.list)}>
        {folders.map((folder) => (
          <li key={folder.path} className={styles.item}>
            <div className={styles.row}>
              <div className={styles.words}>
                <p className={cx(styles.name, page.mono)}>{folder.path}</p>
                <p className={cx(styles.note, folder.fault !== undefined && styles.bad)}>
                  {folder.fault ?? strings.since(exactTime(folder.since))}
                </p>
              </div>
              <IconButton label={strings.unwatch} size="small" onClick={() => onUnwatch(folder.path)}>
                <EyeOff size={14} aria-hidden />
              </IconButton>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
