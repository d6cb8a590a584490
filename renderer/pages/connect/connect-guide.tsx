import { useState, type ReactElement } from 'react';
import { asProblem } from '#shared/errors';
import { useConnection, useSession } from '#ui/data';
import { CopyButton, cx, ErrorNotice, SegmentedControl, Skeleton, Switch } from '#ui/widgets';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import styles from './connect.module.css';
import { PointAll } from './point-all.tsx';
import { connectLines, likelyShell, SHELLS, type Shell } from './snippets.ts';
import { WaitForRun } from './wait-for-run.tsx';

/** Everything to connect a script: lines to paste, one act for all scripts, and a live sign when a run arrives. */
export function ConnectGuide({ isFirst }: { readonly isFirst: boolean }): ReactElement {
  const session = useSession();
  const connection = useConnection();
  const [shell, setShell] = useState<Shell>(() => likelyShell(navigator.platform));
  const [isQuick, setQuick] = useState(false);
  if (session.data === undefined && session.error !== null) {
    const problem = asProblem(session.error).toData();
    return <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void session.refetch()} />;
  }
  const info = session.data;
  // The address of the moment; which variables make the client send sooner is the host's knowledge.
  const faster = Object.entries(connection.data?.fasterEnvironment ?? {});
  const lines =
    info === undefined
      ? undefined
      : connectLines(shell, [
          ['WANDB_BASE_URL', info.address],
          ['WANDB_API_KEY', info.apiKey],
          ...(isQuick ? faster : []),
        ]);
  return (
    <div className={styles.guide}>
      <section className={cx(page.card, styles.snippet)}>
        <div className={styles.snippetHead}>
          <SegmentedControl label={strings.shells} items={SHELLS} value={shell} onValue={setShell} />
          <span className={styles.spring} />
          <CopyButton text={() => `${(lines ?? []).join('\n')}\n`} label={strings.copyLines} isLabelShown />
        </div>
        <p className={styles.where}>{shell === 'python' ? strings.pythonTitle : strings.linesTitle}</p>
        <pre className={styles.code} aria-label={strings.linesTitle} tabIndex={0}>
          {lines === undefined ? <Skeleton width="24rem" /> : lines.map((line) => <CodeLine key={line} line={line} />)}
        </pre>
        <div className={styles.quick}>
          <Switch label={strings.refresh} isOn={isQuick} isDisabled={faster.length === 0} onToggle={setQuick} />
          <p className={page.quiet}>{strings.refreshNote}</p>
        </div>
      </section>
      <WaitForRun isFirst={isFirst} />
      <PointAll />
    </div>
  );
}

/** Names and values told apart, so that the part that differs is seen at once. */
function CodeLine({ line }: { readonly line: string }): ReactElement {
  const parts = /^(.*?)(WANDB_\w+)(.*)$/.exec(line);
  return (
    <span className={styles.line}>
      {parts === null ? (
        line
      ) : (
        <>
          {parts[1]}
          <b className={styles.variable}>{parts[2]}</b>
          {parts[3]}
        </>
      )}
    </span>
  );
}
