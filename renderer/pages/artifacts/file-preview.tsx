import { Download } from 'lucide-react';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { ArtifactFile } from '#shared/api';
import { asProblem } from '#shared/errors';
import { formatBytes } from '#shared/units';
import { artifactFileHref, useArtifactText, type VersionPath } from '#ui/data';
import { isTableFile, PlayedFile, TableFile } from '#ui/panels';
import { CopyButton, EmptyState, ErrorNotice, Skeleton, VirtualList } from '#ui/widgets';
import { previewKind } from '../run/files/file-tree.ts';
import tree from '../run/files/files.module.css';
import { TextBody } from '../run/files/text-body.tsx';
import styles from './artifacts.module.css';
import { asRunFile } from './as-run-file.ts';
import { versionHref } from './href.ts';
import { strings } from './strings.ts';
import { readSeparated, type TextTable } from './table-text.ts';

/** Longer texts are for an editor, not for a preview. */
const MOST_TEXT_BYTES = 2_000_000;
const MOST_TABLE_BYTES = 20_000_000;
const MOST_IMAGE_BYTES = 50_000_000;
const MOST_PLAYED_BYTES = 500_000_000;
const ROW_PX = 28;

interface PreviewProps {
  readonly path: VersionPath;
  readonly id: string;
  readonly file: ArtifactFile;
}

/** One file: name, size, download, and its content where it can be shown. */
export function FilePreview(props: PreviewProps): ReactElement {
  const { file } = props;
  return (
    <section className={tree.preview} aria-label={file.path}>
      {isTableFile(file.path) ? (
        <LoggedTable {...props} />
      ) : file.ref === undefined ? (
        <Stored {...props} />
      ) : (
        <Reference file={file} refText={file.ref} />
      )}
    </section>
  );
}

function Head({ file, children }: { readonly file: ArtifactFile; readonly children: ReactNode }): ReactElement {
  return (
    <header className={tree.previewHead}>
      <h2 className={tree.previewName} title={file.path}>
        {file.path}
      </h2>
      <span className={tree.quiet}>{formatBytes(file.sizeBytes)}</span>
      <span className={tree.spring} />
      {children}
    </header>
  );
}

function Reference({ file, refText }: { readonly file: ArtifactFile; readonly refText: string }): ReactElement {
  return (
    <>
      <Head file={file}>
        <CopyButton text={refText} />
      </Head>
      <div className={tree.previewBody}>
        <EmptyState
          title={strings.reference}
          actions={
            file.target !== undefined ? (
              <Link href={versionHref(file.target, 'files')} className={styles.link}>
                {strings.openTarget}: {file.target.collection}:v{file.target.version}
              </Link>
            ) : /^https?:/.test(refText) ? (
              <a href={refText} target="_blank" rel="noreferrer noopener" className={styles.link}>
                {strings.openAway}
              </a>
            ) : undefined
          }
        >
          <p>{strings.referenceText}</p>
          <p>
            <code className={styles.address}>{refText}</code>
          </p>
        </EmptyState>
      </div>
    </>
  );
}

/** A table as the client writes it, also by reference and in parts: read by ranges. */
function LoggedTable({ path, id, file }: PreviewProps): ReactElement {
  const source = useMemo(() => ({ artifact: id, path: file.path }), [id, file.path]);
  return (
    <>
      <Head file={file}>
        {file.ref === undefined ? (
          <a
            className={tree.download}
            href={`${artifactFileHref(path, id, file)}?download`}
            download={file.path.split('/').at(-1)}
          >
            <Download size={14} aria-hidden /> {strings.download}
          </a>
        ) : undefined}
      </Head>
      <TableFile project={path.project} source={source} label={file.path} />
    </>
  );
}

type Kind = ReturnType<typeof previewKind> | 'csv' | 'tsv';

function kindOf(file: ArtifactFile): Kind {
  const name = file.path.toLowerCase();
  if (name.endsWith('.csv')) return 'csv';
  if (name.endsWith('.tsv')) return 'tsv';
  return previewKind(asRunFile(file));
}

const LIMITS: Readonly<Record<Kind, number>> = {
  image: MOST_IMAGE_BYTES,
  played: MOST_PLAYED_BYTES,
  patch: MOST_TEXT_BYTES,
  csv: MOST_TABLE_BYTES,
  tsv: MOST_TABLE_BYTES,
  json: MOST_TEXT_BYTES,
  text: MOST_TEXT_BYTES,
  none: 0,
};

function Stored({ path, id, file }: PreviewProps): ReactElement {
  const href = artifactFileHref(path, id, file);
  const kind = kindOf(file);
  const isShown = kind !== 'none' && file.sizeBytes <= LIMITS[kind];
  const text = useArtifactText(href, isShown && kind !== 'image' && kind !== 'played');
  const table = useMemo(() => tableOf(kind, text.data), [kind, text.data]);
  return (
    <>
      <Head file={file}>
        {table === undefined ? undefined : (
          <span className={tree.quiet}>
            {strings.rows(table.rows.length)} · {strings.columnCount(table.columns.length)}
          </span>
        )}
        {text.data === undefined ? undefined : <CopyButton text={text.data} label={strings.copyContent} />}
        <a className={tree.download} href={`${href}?download`} download={file.path.split('/').at(-1)}>
          <Download size={14} aria-hidden /> {strings.download}
        </a>
      </Head>
      {table === undefined ? (
        <div className={tree.previewBody} tabIndex={0} role="group" aria-label={file.path}>
          {content()}
        </div>
      ) : (
        <TableView table={table} label={file.path} />
      )}
    </>
  );

  function content(): ReactNode {
    if (kind === 'none') return <EmptyState title={strings.noPreview}>{strings.downloadIt}</EmptyState>;
    if (!isShown) return <EmptyState title={strings.tooLarge}>{strings.downloadIt}</EmptyState>;
    if (kind === 'image') return <img className={tree.image} src={href} alt={file.path} />;
    if (kind === 'played') return <PlayedFile name={file.path} href={href} />;
    if (text.error !== null)
      return <ErrorNotice title={asProblem(text.error).message} onRetry={() => void text.refetch()} />;
    if (text.data === undefined) return <Skeleton width="60%" height="1rem" />;
    return <TextBody name={file.path} text={text.data} kind={kind === 'json' || kind === 'patch' ? kind : 'text'} />;
  }
}

function tableOf(kind: Kind, text: string | undefined): TextTable | undefined {
  if (text === undefined) return undefined;
  return kind === 'csv' ? readSeparated(text, ',') : kind === 'tsv' ? readSeparated(text, '\t') : undefined;
}

/** Columns beyond this would only slow the page down; the file has them all. */
const MOST_COLUMNS = 200;

function TableView({ table, label }: { readonly table: TextTable; readonly label: string }): ReactElement {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const width = `${4 + columns.length * 11}rem`;
  return (
    <div className={styles.sheet} tabIndex={0} role="group" aria-label={label}>
      <div className={styles.sheetInner} style={{ width: `max(100%, ${width})` }}>
        <div className={styles.sheetHead}>
          <span className={styles.sheetNumber} />
          {columns.map((name, i) => (
            <span key={i} className={styles.sheetCell} title={name}>
              {name}
            </span>
          ))}
        </div>
        <div className={styles.sheetBody}>
          <VirtualList
            label={label}
            count={table.rows.length}
            rowHeight={ROW_PX}
            renderRow={(index) => (
              <div className={styles.sheetRow}>
                <span className={styles.sheetNumber}>{index}</span>
                {table.rows[index]?.slice(0, MOST_COLUMNS).map((cell, i) => (
                  <span key={i} className={styles.sheetCell} title={cell}>
                    {cell}
                  </span>
                ))}
              </div>
            )}
          />
        </div>
      </div>
    </div>
  );
}
