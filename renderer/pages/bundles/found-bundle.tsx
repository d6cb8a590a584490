import type { ReactElement } from 'react';
import type { BundleLook } from '#shared/api';
import { Button } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime } from '../time.ts';
import styles from './bundles.module.css';
import { strings } from './strings.ts';

/** So many runs are named; the others are counted. */
const SHOWN = 8;

/** What a bundle at a path says it holds, before it is imported. */
export function FoundBundle({
  look,
  isBusy,
  onImport,
}: {
  readonly look: BundleLook;
  readonly isBusy: boolean;
  readonly onImport: () => void;
}): ReactElement {
  const left = look.runs.length - SHOWN;
  return (
    <section className={page.section} aria-label={strings.foundTitle}>
      <h2 className={page.sectionTitle}>{strings.foundTitle}</h2>
      <div className={`${page.card} ${styles.found}`}>
        <div className={styles.words}>
          <p className={styles.name}>{strings.foundFacts(look.runs.length, look.artifactCount, look.sizeBytes)}</p>
          <p className={styles.line}>{strings.foundBy(look.madeBy, exactTime(Date.parse(look.madeAt)))}</p>
          <ul className={styles.foundRuns}>
            {look.runs.slice(0, SHOWN).map((run) => (
              <li key={`${run.entity}/${run.project}/${run.run}`}>
                {run.displayName} <span className={styles.line}>{`${run.entity}/${run.project}/${run.run}`}</span>
              </li>
            ))}
            {left > 0 ? <li className={styles.line}>{strings.more(left)}</li> : undefined}
          </ul>
        </div>
        <Button kind="primary" disabled={isBusy} onClick={onImport}>
          {strings.import}
        </Button>
      </div>
    </section>
  );
}
