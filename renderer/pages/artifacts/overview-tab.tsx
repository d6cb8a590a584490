import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { ArtifactDetail, ArtifactRun } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatBytes, formatDuration, runHref } from '#shared/units';
import { useEditArtifact, type VersionPath } from '#ui/data';
import { CopyButton, showToast, StateIcon } from '#ui/widgets';
import { Card } from '../run/overview/card.tsx';
import overview from '../run/overview/overview.module.css';
import { ValueTree } from '../run/overview/value-tree.tsx';
import { exactTime } from '../time.ts';
import styles from './artifacts.module.css';
import { Description } from './description.tsx';
import { versionHref } from './href.ts';
import { strings } from './strings.ts';

/** What a version is, says of itself, and how a script gets it. */
export function OverviewTab({
  detail,
  path,
}: {
  readonly detail: ArtifactDetail;
  readonly path: VersionPath;
}): ReactElement {
  const { mutate: edit } = useEditArtifact();
  return (
    <div className={overview.overview}>
      <div className={overview.columns}>
        <div className={overview.column}>
          <Description
            text={detail.description}
            onSave={(description) =>
              edit(
                { path, edit: { description } },
                {
                  onError: (error) => showToast(strings.editFailed, { kind: 'error', text: asProblem(error).message }),
                },
              )
            }
          />
          <Facts detail={detail} />
        </div>
        <div className={overview.column}>
          <Usage detail={detail} />
          <ValueTree title={strings.metadata} value={detail.metadata} empty={strings.noMetadata} />
        </div>
      </div>
    </div>
  );
}

function Facts({ detail }: { readonly detail: ArtifactDetail }): ReactElement {
  const { ref, version } = detail;
  const words = strings.facts;
  const facts: readonly (readonly [string, ReactNode, string?])[] = [
    [words.name, `${ref.collection}:v${ref.version}`, nameOf(detail)],
    [words.type, ref.type],
    [words.digest, <code key="digest">{detail.digest}</code>, detail.digest],
    [words.size, `${formatBytes(version.sizeBytes)} (${strings.freesExact(version.sizeBytes)})`],
    [words.files, version.fileCount.toLocaleString('en-US')],
    ...(version.run === undefined ? [] : [[words.run, <RunLink key="run" run={version.run} />] as const]),
    ...(detail.historyStep === undefined ? [] : [[words.step, detail.historyStep.toLocaleString('en-US')] as const]),
    [words.user, detail.username],
    [words.created, exactTime(version.createdAt)],
    [words.updated, exactTime(detail.updatedAt)],
    ...(version.ttlS === undefined
      ? []
      : [
          [
            words.ttl,
            <span key="ttl" title={strings.ttlNote}>
              {strings.ttl(formatDuration(version.ttlS * 1000))}
            </span>,
          ] as const,
        ]),
    ...(detail.places.length === 0
      ? []
      : [
          [
            words.linked,
            <List key="places">
              {detail.places.map((place) => (
                <Link key={versionHref(place)} href={versionHref(place)} className={styles.link}>
                  {place.collection}:v{place.version}
                </Link>
              ))}
            </List>,
          ] as const,
        ]),
    ...(detail.usedBy.length === 0
      ? []
      : [
          [
            words.usedBy,
            <List key="readers">
              {detail.usedBy.map((run) => (
                <RunLink key={runHref(run.path)} run={run} />
              ))}
            </List>,
          ] as const,
        ]),
  ];
  return (
    <Card title={strings.about}>
      <dl className={overview.facts}>
        {facts.map(([name, value, copy]) => (
          <div key={name} className={overview.fact}>
            <dt>{name}</dt>
            <dd>
              <span className={overview.factText}>{value}</span>
              {copy === undefined ? undefined : (
                <CopyButton className={overview.rowCopy} text={copy} label={strings.copyFact(name)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function List({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className={styles.links}>{children}</span>;
}

/** A run by name and state. */
export function RunLink({ run }: { readonly run: ArtifactRun }): ReactElement {
  return (
    <Link href={runHref(run.path)} className={styles.run}>
      <StateIcon state={run.state} />
      <span className={styles.cut}>{run.displayName}</span>
    </Link>
  );
}

/** As scripts name it. */
function nameOf({ ref }: ArtifactDetail): string {
  return `${ref.project.entity}/${ref.project.project}/${ref.collection}:v${ref.version}`;
}

function Usage({ detail }: { readonly detail: ArtifactDetail }): ReactElement {
  const name = JSON.stringify(nameOf(detail));
  const inRun = [
    'import wandb',
    '',
    `with wandb.init(project=${JSON.stringify(detail.ref.project.project)}) as run:`,
    `    artifact = run.use_artifact(${name}, type=${JSON.stringify(detail.ref.type)})`,
    '    folder = artifact.download()',
  ].join('\n');
  const byApi = `artifact = wandb.Api().artifact(${name})\nfolder = artifact.download()`;
  return (
    <Card title={strings.usage}>
      <Code title={strings.usageRun} text={inRun} />
      <Code title={strings.usageApi} text={byApi} />
    </Card>
  );
}

function Code({ title, text }: { readonly title: string; readonly text: string }): ReactElement {
  return (
    <>
      <p className={styles.codeTitle}>{title}</p>
      <div className={styles.code}>
        <pre tabIndex={0}>{text}</pre>
        <CopyButton text={text} label={strings.copyCode} />
      </div>
    </>
  );
}
