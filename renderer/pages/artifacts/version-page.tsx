import { ChevronDown, ChevronUp, Ellipsis, FolderOpen, GitCompare, Info, Trash2, Waypoints } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { ArtifactDetail } from '#shared/api';
import { formatBytes, type ProjectPath } from '#shared/units';
import { useArtifact, useArtifactCollection, type VersionPath } from '#ui/data';
import { copyText, cx, IconButton, LinkTabs, Menu, showToast, Skeleton, useCommands } from '#ui/widgets';
import page from '../page.module.css';
import styles from './artifacts.module.css';
import { Crumbs } from './collection-page.tsx';
import { CompareTab } from './compare-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { collectionHref, versionHref, type ArtifactTab } from './href.ts';
import { Aliases, Tags } from './labels.tsx';
import { LineageTab } from './lineage-tab.tsx';
import { Failed } from './notice.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { strings } from './strings.ts';

/** `/entity/project/artifacts/type/collection/v3`: one version. `version` may be an alias too. */
export function VersionPage({
  project,
  collection,
  version,
  tab,
}: {
  readonly project: ProjectPath;
  readonly collection: string;
  readonly version: string;
  readonly tab: ArtifactTab;
}): ReactElement {
  const artifact = useArtifact({ project, collection, version });
  if (artifact.data !== undefined) return <Loaded detail={artifact.data} tab={tab} />;
  if (artifact.error !== null) return <Failed error={artifact.error} onRetry={() => void artifact.refetch()} />;
  return (
    <div className={styles.message} aria-busy>
      <Skeleton width="16rem" height="1.5rem" />
    </div>
  );
}

function Loaded({ detail, tab }: { readonly detail: ArtifactDetail; readonly tab: ArtifactTab }): ReactElement {
  const { ref, version } = detail;
  const path: VersionPath = { project: ref.project, collection: ref.collection, version: `v${ref.version}` };
  const item = (name: ArtifactTab, label: string, icon: ReactElement, count?: number) => ({
    href: versionHref(ref, name),
    label,
    icon,
    isCurrent: name === tab,
    ...(count === undefined ? {} : { count: count.toLocaleString('en-US') }),
  });
  return (
    <div className={styles.page}>
      <header className={styles.head} data-tabs="">
        <Crumbs project={ref.project} type={ref.type} />
        <Title detail={detail} path={path} tab={tab} />
        <Marks detail={detail} path={path} />
        <LinkTabs
          label={strings.version}
          items={[
            item('overview', strings.overview, <Info size={15} aria-hidden />),
            item('files', strings.files, <FolderOpen size={15} aria-hidden />, version.fileCount),
            item('lineage', strings.lineage, <Waypoints size={15} aria-hidden />),
            item('compare', strings.compare, <GitCompare size={15} aria-hidden />),
          ]}
        />
      </header>
      <div className={styles.content}>
        {tab === 'overview' ? (
          <OverviewTab detail={detail} path={path} />
        ) : tab === 'files' ? (
          <FilesTab key={version.id} path={path} id={version.id} />
        ) : tab === 'lineage' ? (
          <LineageTab key={version.id} path={path} />
        ) : (
          <CompareTab detail={detail} path={path} />
        )}
      </div>
    </div>
  );
}

interface PartProps {
  readonly detail: ArtifactDetail;
  readonly path: VersionPath;
}

function Marks({ detail, path }: PartProps): ReactElement {
  const places = useArtifactCollection(path).data?.aliases ?? [];
  return (
    <div className={styles.marks}>
      <span className={styles.small}>{strings.aliases}</span>
      <Aliases path={path} values={detail.version.aliases} places={places} />
      <span className={styles.small}>{strings.tags}</span>
      <Tags path={path} values={detail.version.tags} />
    </div>
  );
}

function Title({ detail, path, tab }: PartProps & { readonly tab: ArtifactTab }): ReactElement {
  const { ref, newer, older, kind } = detail;
  const [, navigate] = useLocation();
  const [isRemoving, setRemoving] = useState(false);
  const list = collectionHref(ref.project, ref.type, ref.collection);
  const full = `${ref.project.entity}/${ref.project.project}/${ref.collection}:v${ref.version}`;
  const go = (version: number | undefined): void => {
    if (version !== undefined) navigate(versionHref({ ...ref, version }, tab));
  };
  useCommands([
    { id: 'artifact.newer', title: strings.newer, group: strings.group, keys: 'k', run: () => go(newer) },
    { id: 'artifact.older', title: strings.older, group: strings.group, keys: 'j', run: () => go(older) },
  ]);
  const copy = (text: string): void =>
    void copyText(text).then((isCopied) => showToast(isCopied ? strings.copied : strings.copyFailed));
  return (
    <div className={styles.headLine}>
      <h1 className={cx(page.title, styles.cut)} title={full}>
        <Link href={list} className={styles.titleLink}>
          {ref.collection}
        </Link>
        <span className={styles.titleVersion}>:v{ref.version}</span>
      </h1>
      <span className={styles.facts}>
        {formatBytes(detail.version.sizeBytes)} · {strings.fileCount(detail.version.fileCount)}
      </span>
      <span className={styles.spring} />
      <IconButton label={strings.newer} disabled={newer === undefined} onClick={() => go(newer)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton label={strings.older} disabled={older === undefined} onClick={() => go(older)}>
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
        entries={[
          { kind: 'action', label: strings.copyName, run: () => copy(full) },
          { kind: 'action', label: strings.copyDigest, run: () => copy(detail.digest) },
          { kind: 'separator' },
          {
            kind: 'action',
            label: kind === 'portfolio' ? strings.removeLink : strings.remove,
            icon: <Trash2 size={14} aria-hidden />,
            isDanger: true,
            run: () => setRemoving(true),
          },
        ]}
      />
      <RemoveDialog
        path={path}
        isLinks={kind === 'portfolio'}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onDone={() => navigate(list)}
      />
    </div>
  );
}
