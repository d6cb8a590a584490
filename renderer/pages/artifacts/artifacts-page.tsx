import { Box, Link2, PackageOpen } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { ArtifactCollection } from '#shared/api';
import { formatBytes, type ProjectPath } from '#shared/units';
import { useArtifacts, useNow } from '#ui/data';
import { cx, EmptyState, SearchField, Skeleton, VirtualList } from '#ui/widgets';
import page from '../page.module.css';
import { exactTime, timeAgo } from '../time.ts';
import styles from './artifacts.module.css';
import { collectionHref, typeHref } from './href.ts';
import { Failed } from './notice.tsx';
import { strings } from './strings.ts';

const CLOCK_MS = 30_000;
const ROW_PX = 40;

/** `/entity/project/artifacts` and `…/artifacts/type`: types at the side, their collections beside. */
export function ArtifactsPage({
  project,
  type,
}: {
  readonly project: ProjectPath;
  readonly type?: string | undefined;
}): ReactElement {
  const collections = useArtifacts(project);
  if (collections.data === undefined) {
    if (collections.error !== null)
      return <Failed error={collections.error} onRetry={() => void collections.refetch()} />;
    return (
      <div className={styles.message} aria-busy>
        <Skeleton width="16rem" height="1.5rem" />
      </div>
    );
  }
  if (collections.data.length === 0) {
    return (
      <EmptyState isPage title={strings.empty} icon={<PackageOpen size={28} aria-hidden />}>
        {strings.emptyText}
      </EmptyState>
    );
  }
  return <Browser project={project} type={type} collections={collections.data} />;
}

interface BrowserProps {
  readonly project: ProjectPath;
  readonly type: string | undefined;
  readonly collections: readonly ArtifactCollection[];
}

function Browser({ project, type, collections }: BrowserProps): ReactElement {
  const [text, setText] = useState('');
  const now = useNow(CLOCK_MS, true);
  const shown = useMemo(() => {
    const needle = text.trim().toLowerCase();
    return collections.filter(
      (one) => (type === undefined || one.type === type) && one.name.toLowerCase().includes(needle),
    );
  }, [collections, text, type]);
  return (
    <div className={styles.browser}>
      <Types project={project} type={type} collections={collections} />
      <section className={styles.main} aria-label={type ?? strings.allTypes}>
        <header className={styles.mainHead}>
          <h1 className={page.title}>{type ?? strings.artifacts}</h1>
          <span className={page.quiet}>{shown.length.toLocaleString('en-US')}</span>
          <span className={styles.spring} />
          <SearchField label={strings.find} placeholder={strings.find} value={text} onValue={setText} />
        </header>
        <div className={cx(styles.table, styles.collections)} data-typed={type === undefined ? undefined : ''}>
          <div className={styles.tableHead} aria-hidden>
            <span>{strings.columns.name}</span>
            {type === undefined ? <span>{strings.columns.type}</span> : undefined}
            <span>{strings.columns.latest}</span>
            <span className={styles.figure}>{strings.columns.versions}</span>
            <span className={styles.figure}>{strings.columns.size}</span>
            <span>{strings.columns.updated}</span>
          </div>
          {shown.length === 0 ? (
            <p className={styles.none}>{text === '' ? strings.empty : strings.noMatch(text)}</p>
          ) : (
            <VirtualList
              label={strings.artifacts}
              count={shown.length}
              rowHeight={ROW_PX}
              keyOf={(index) => shown[index]?.name ?? index}
              renderRow={(index) => {
                const one = shown[index];
                return one === undefined ? undefined : (
                  <CollectionRow project={project} one={one} hasType={type === undefined} now={now} />
                );
              }}
            />
          )}
        </div>
      </section>
    </div>
  );
}

interface RowProps {
  readonly project: ProjectPath;
  readonly one: ArtifactCollection;
  readonly hasType: boolean;
  readonly now: number;
}

function CollectionRow({ project, one, hasType, now }: RowProps): ReactElement {
  return (
    <div className={styles.row}>
      <span className={styles.name}>
        {one.kind === 'portfolio' ? <Link2 size={14} aria-hidden /> : <Box size={14} aria-hidden />}
        <Link href={collectionHref(project, one.type, one.name)} className={styles.rowLink} title={one.name}>
          {one.name}
        </Link>
        {one.kind === 'portfolio' ? (
          <span className={styles.small} title={strings.portfolioNote}>
            {strings.portfolio}
          </span>
        ) : undefined}
      </span>
      {hasType ? <span className={cx(page.quiet, styles.cut)}>{one.type}</span> : undefined}
      <span className={styles.tabular}>{one.latestVersion === undefined ? strings.none : `v${one.latestVersion}`}</span>
      <span className={styles.figure}>{one.versionCount.toLocaleString('en-US')}</span>
      <span className={styles.figure}>{formatBytes(one.sizeBytes)}</span>
      <span className={page.quiet} title={exactTime(one.updatedAt)}>
        {timeAgo(one.updatedAt, now)}
      </span>
    </div>
  );
}

function Types({ project, type, collections }: BrowserProps): ReactElement {
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const one of collections) found.set(one.type, (found.get(one.type) ?? 0) + 1);
    return [...found];
  }, [collections]);
  return (
    <nav className={styles.types} aria-label={strings.types}>
      <h2 className={styles.typesTitle}>{strings.types}</h2>
      <TypeLink href={typeHref(project)} name={strings.allTypes} count={collections.length} isAt={type === undefined} />
      {counts.map(([name, count]) => (
        <TypeLink key={name} href={typeHref(project, name)} name={name} count={count} isAt={type === name} />
      ))}
    </nav>
  );
}

function TypeLink(props: {
  readonly href: string;
  readonly name: string;
  readonly count: number;
  readonly isAt: boolean;
}): ReactElement {
  return (
    <Link href={props.href} className={styles.type} aria-current={props.isAt ? 'page' : undefined}>
      <span className={styles.cut}>{props.name}</span>
      <span className={styles.small}>{props.count.toLocaleString('en-US')}</span>
    </Link>
  );
}
