import { Ellipsis, Trash2 } from 'lucide-react';
import { useDeferredValue, useState, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { ArtifactCollectionDetail } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatBytes, formatDuration, runHref, type ProjectPath } from '#shared/units';
import {
  useArtifactCollection,
  useArtifactVersions,
  useEditArtifactCollection,
  useNow,
  type CollectionPath,
} from '#ui/data';
import {
  Chip,
  cx,
  EmptyState,
  IconButton,
  Menu,
  SearchField,
  showToast,
  Skeleton,
  StateIcon,
  VirtualList,
} from '#ui/widgets';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import styles from './artifacts.module.css';
import { Description } from './description.tsx';
import { typeHref, versionHref } from './href.ts';
import { Aliases, Tags } from './labels.tsx';
import { Failed } from './notice.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { strings } from './strings.ts';

const CLOCK_MS = 30_000;
const ROW_PX = 44;

/** `/entity/project/artifacts/type/collection`: all versions of one collection. */
export function CollectionPage({
  project,
  collection,
}: {
  readonly project: ProjectPath;
  readonly collection: string;
}): ReactElement {
  const path = { project, collection };
  const detail = useArtifactCollection(path);
  if (detail.data !== undefined) return <Loaded detail={detail.data} />;
  if (detail.error !== null) return <Failed error={detail.error} onRetry={() => void detail.refetch()} />;
  return (
    <div className={styles.message} aria-busy>
      <Skeleton width="16rem" height="1.5rem" />
    </div>
  );
}

function Loaded({ detail }: { readonly detail: ArtifactCollectionDetail }): ReactElement {
  const { project, summary, tags } = detail;
  const path: CollectionPath = { project, collection: summary.name };
  const [, navigate] = useLocation();
  const [isRemoving, setRemoving] = useState(false);
  const [text, setText] = useState('');
  const { mutate: edit } = useEditArtifactCollection();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Crumbs project={project} type={summary.type} />
        <div className={styles.headLine}>
          <h1 className={cx(page.title, styles.cut)} title={summary.name}>
            {summary.name}
          </h1>
          <span className={styles.facts}>
            {summary.kind === 'portfolio' ? `${strings.portfolio} · ` : ''}
            {summary.versionCount.toLocaleString('en-US')} {strings.versions.toLowerCase()} ·{' '}
            {formatBytes(summary.sizeBytes)}
          </span>
          {tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
          <span className={styles.spring} />
          <SearchField
            label={strings.findVersion}
            placeholder={strings.findVersion}
            className={styles.findVersion}
            value={text}
            onValue={setText}
          />
          <Menu
            align="end"
            trigger={
              <IconButton label={strings.more}>
                <Ellipsis size={16} aria-hidden />
              </IconButton>
            }
            entries={[
              {
                kind: 'action',
                label: strings.removeCollection,
                icon: <Trash2 size={14} aria-hidden />,
                isDanger: true,
                run: () => setRemoving(true),
              },
            ]}
          />
        </div>
        <Description
          isPlain
          text={detail.description}
          onSave={(description) =>
            edit(
              { path, edit: { description } },
              { onError: (error) => showToast(strings.editFailed, { kind: 'error', text: asProblem(error).message }) },
            )
          }
        />
      </header>
      <Versions detail={detail} text={useDeferredValue(text)} />
      <RemoveDialog
        path={path}
        isLinks={summary.kind === 'portfolio'}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onDone={() => navigate(typeHref(project))}
      />
    </div>
  );
}

/** The way back to the type. */
export function Crumbs({ project, type }: { readonly project: ProjectPath; readonly type: string }): ReactElement {
  return (
    <nav className={styles.crumbs} aria-label={strings.artifacts}>
      <Link href={typeHref(project)}>{strings.artifacts}</Link>
      <span aria-hidden>/</span>
      <Link href={typeHref(project, type)}>{type}</Link>
    </nav>
  );
}

interface VersionsProps {
  readonly detail: ArtifactCollectionDetail;
  readonly text: string;
}

function Versions({ detail, text }: VersionsProps): ReactElement {
  const path: CollectionPath = { project: detail.project, collection: detail.summary.name };
  const { total, error, refetch } = useArtifactVersions(path, text, [0, 1]);
  const now = useNow(CLOCK_MS, true);
  const words = strings.versionColumns;
  if (error !== undefined && total === undefined) return <Failed error={error} onRetry={refetch} />;
  if (total === 0) {
    return text === '' ? (
      <EmptyState title={strings.noVersions}>{strings.noVersionsText}</EmptyState>
    ) : (
      <p className={styles.none}>{strings.noVersionMatches(text)}</p>
    );
  }
  return (
    <div className={cx(styles.table, styles.versions)}>
      <div className={styles.tableHead} aria-hidden>
        <span>{words.version}</span>
        <span>{words.aliases}</span>
        <span>{words.tags}</span>
        <span>{words.run}</span>
        <span>{words.created}</span>
        <span className={styles.figure}>{words.size}</span>
        <span className={styles.figure}>{words.files}</span>
        <span>{words.ttl}</span>
      </div>
      <VirtualList
        label={strings.versions}
        count={total ?? 0}
        rowHeight={ROW_PX}
        renderRow={(index) => <VersionRow detail={detail} text={text} index={index} now={now} />}
      />
    </div>
  );
}

function VersionRow({
  detail,
  text,
  index,
  now,
}: VersionsProps & { readonly index: number; readonly now: number }): ReactElement {
  const { project, summary, aliases } = detail;
  const place: CollectionPath = { project, collection: summary.name };
  const row = useArtifactVersions(place, text, [index, index + 1]).rowAt(index);
  if (row === undefined) {
    return (
      <div className={styles.row} aria-busy>
        <Skeleton width="3rem" />
      </div>
    );
  }
  const path = { ...place, version: `v${row.version}` };
  const ref = { ...place, type: summary.type, version: row.version };
  return (
    <div className={styles.row}>
      <Link href={versionHref(ref)} className={cx(styles.rowLink, styles.tabular)}>
        v{row.version}
      </Link>
      <span className={styles.over}>
        <Aliases path={path} values={row.aliases} places={aliases} />
      </span>
      <span className={styles.over}>
        <Tags path={path} values={row.tags} />
      </span>
      {row.run === undefined ? (
        <span className={page.quiet}>{strings.none}</span>
      ) : (
        <Link href={runHref(row.run.path)} className={cx(styles.run, styles.over)} title={row.run.displayName}>
          <StateIcon state={row.run.state} />
          <span className={styles.cut}>{row.run.displayName}</span>
        </Link>
      )}
      <span className={page.quiet} title={exactTime(row.createdAt)}>
        {timeAgo(row.createdAt, now)}
      </span>
      <span className={styles.figure}>{formatBytes(row.sizeBytes)}</span>
      <span className={styles.figure}>{row.fileCount.toLocaleString('en-US')}</span>
      <span className={page.quiet} title={row.ttlS === undefined ? undefined : strings.ttlNote}>
        {row.ttlS === undefined ? strings.none : formatDuration(row.ttlS * 1000)}
      </span>
    </div>
  );
}
