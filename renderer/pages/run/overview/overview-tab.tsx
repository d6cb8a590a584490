import { useMemo, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { Refusal, RunDetail } from '#shared/api';
import type { RunPath } from '#shared/units';
import { fileHref, useFiles } from '#ui/data';
import { CopyButton } from '#ui/widgets';
import { RunArtifactCards } from '../../artifacts/run-artifacts.tsx';
import { RunSyncCard } from '../../sync/run-card.tsx';
import { strings } from '../strings.ts';
import { AlertList } from './alert-list.tsx';
import { factsOf } from './facts.ts';
import { Notes } from './notes.tsx';
import { Card } from './card.tsx';
import styles from './overview.module.css';
import { Segments } from './segments.tsx';
import { ValueTree } from './value-tree.tsx';

/** Holds the arrays of a summary. Source: the Python client. */
const ARRAYS = 'wandb.h5';

/** Everything known of a run besides its curves. */
export function OverviewTab({ path, detail }: { readonly path: RunPath; readonly detail: RunDetail }): ReactElement {
  const files = useFiles(path).data;
  const facts = useMemo(() => {
    const patches = files?.filter((file) => file.isUploaded && file.name.endsWith('.patch')) ?? [];
    return factsOf(
      detail,
      patches.map((file) => file.name),
    );
  }, [detail, files]);
  const hasArrays = files?.some((file) => file.isUploaded && file.name === ARRAYS) === true;
  const { refusals, head, config, summary, metadata } = detail;
  return (
    <div className={styles.overview}>
      {head.refusedLines === 0 ? undefined : <Refused count={head.refusedLines} refusals={refusals} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <AlertList alerts={detail.alerts} />
          <Notes path={path} notes={head.notes} />
          <Card title={strings.about}>
            <dl className={styles.facts}>
              {facts.map((fact) => (
                <div key={fact.name} className={styles.fact}>
                  <dt>{fact.name}</dt>
                  <dd>
                    <span className={styles.factText} data-code={fact.isCode === true ? '' : undefined}>
                      {fact.href === undefined ? fact.text : <Link href={fact.href}>{fact.text}</Link>}
                    </span>
                    <CopyButton
                      className={styles.rowCopy}
                      text={fact.copy ?? fact.text}
                      label={strings.copyFact(fact.name)}
                    />
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
          <RunSyncCard path={path} className={styles.card} headClassName={styles.cardHead} />
          <RunArtifactCards path={path} />
          <Segments segments={detail.segments} path={path} />
          {Object.keys(metadata).length === 0 ? undefined : (
            <ValueTree title={strings.metadata} value={metadata} empty={strings.noKeys} />
          )}
        </div>
        <div className={styles.column}>
          <ValueTree title={strings.config} value={config} empty={strings.noConfig} />
          <ValueTree
            title={strings.summary}
            value={summary}
            empty={strings.noSummary}
            arraysHref={hasArrays ? `${fileHref(path, ARRAYS)}?download` : undefined}
          />
        </div>
      </div>
    </div>
  );
}

/** Lines that were not stored: how many, and why for the latest of them. */
function Refused({ count, refusals }: { readonly count: number; readonly refusals: readonly Refusal[] }): ReactElement {
  return (
    <details className={styles.refused}>
      <summary>
        <strong>{strings.refusedTitle(count)}</strong> {strings.refusedText}
      </summary>
      <table>
        <thead>
          <tr>
            <th>{strings.refusals.file}</th>
            <th>{strings.refusals.line}</th>
            <th>{strings.refusals.reason}</th>
            <th>{strings.refusals.excerpt}</th>
          </tr>
        </thead>
        <tbody>
          {refusals.map((refusal) => (
            <tr key={`${refusal.file} ${refusal.line} ${refusal.at}`}>
              <td>{refusal.file}</td>
              <td>{refusal.line}</td>
              <td>{refusal.reason}</td>
              <td>
                <code>{refusal.excerpt}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
