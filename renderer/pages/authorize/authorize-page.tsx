import type { ReactElement } from 'react';
import { asProblem } from '#shared/errors';
import { useSession } from '#ui/data';
import { CopyButton, cx, ErrorNotice, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import styles from './authorize.module.css';

/** `/authorize`: where `wandb login` sends people for a key. */
export function AuthorizePage(): ReactElement {
  const session = useSession();
  const problem = session.data === undefined && session.error !== null ? asProblem(session.error).toData() : undefined;
  return (
    <div className={cx(page.page, page.narrow)}>
      <h1 className={page.title}>{strings.authorizeTitle}</h1>
      <p className={page.lead}>{strings.authorizeText}</p>
      {problem === undefined ? (
        <div className={cx(page.card, styles.key)}>
          <code className={page.mono}>{session.data?.apiKey ?? <Skeleton width="20rem" />}</code>
          {session.data === undefined ? undefined : (
            <CopyButton text={session.data.apiKey} label={strings.copyKey} isLabelShown size="medium" />
          )}
        </div>
      ) : (
        <div className={styles.error}>
          <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void session.refetch()} />
        </div>
      )}
    </div>
  );
}
