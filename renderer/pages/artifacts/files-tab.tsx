import { ChevronRight, ExternalLink, File, Folder, Link2 } from 'lucide-react';
import { useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import type { ArtifactFile } from '#shared/api';
import { formatBytes } from '#shared/units';
import { useArtifactFiles, type VersionPath } from '#ui/data';
import { EmptyState, SearchField, Skeleton, VirtualList } from '#ui/widgets';
import { fileRows, type FileRow } from '../run/files/file-tree.ts';
import tree from '../run/files/files.module.css';
import styles from './artifacts.module.css';
import { asRunFile } from './as-run-file.ts';
import { FilePreview } from './file-preview.tsx';
import { Failed } from './notice.tsx';
import { strings } from './strings.ts';

const ROW_PX = 28;

/** The manifest of a version as a tree, references among it, with a preview of the chosen file. */
export function FilesTab({ path, id }: { readonly path: VersionPath; readonly id: string }): ReactElement {
  const list = useArtifactFiles(path, id);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [text, setText] = useState('');
  const needle = useDeferredValue(text.trim().toLowerCase());
  const files = list.data?.files;
  const byPath = useMemo(() => new Map(files?.map((file) => [file.path, file])), [files]);
  const rows = useMemo(
    () =>
      fileRows(
        (files ?? []).filter((file) => file.path.toLowerCase().includes(needle)).map(asRunFile),
        needle === '' ? closed : new Set(),
      ),
    [files, closed, needle],
  );
  if (list.error !== null) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined || files === undefined)
    return (
      <div className={styles.message} aria-busy>
        <Skeleton width="20rem" height="1rem" />
      </div>
    );
  if (files.length === 0) return <EmptyState title={strings.noFiles}>{strings.noFilesText}</EmptyState>;
  const shown = byPath.get(chosen ?? '') ?? files[0];
  const toggle = (folder: string): void =>
    setClosed((old) => {
      const next = new Set(old);
      if (!next.delete(folder)) next.add(folder);
      return next;
    });
  return (
    <div className={tree.files}>
      <div className={styles.tree}>
        <div className={styles.treeHead}>
          <SearchField
            label={strings.findFile}
            placeholder={strings.findFile}
            size="small"
            value={text}
            onValue={setText}
          />
        </div>
        {list.data.total > files.length ? (
          <p className={styles.none}>{strings.filesCut(files.length, list.data.total)}</p>
        ) : undefined}
        {rows.length === 0 ? <p className={styles.none}>{strings.noFileMatches}</p> : undefined}
        <VirtualList
          label={strings.files}
          count={rows.length}
          rowHeight={ROW_PX}
          keyOf={(index) => rows[index]?.path ?? index}
          renderRow={(index) => {
            const row = rows[index];
            return row === undefined ? undefined : (
              <Row
                row={row}
                file={byPath.get(row.path)}
                isClosed={needle === '' && closed.has(row.path)}
                isChosen={row.path === shown?.path}
                onFolder={toggle}
                onFile={setChosen}
              />
            );
          }}
        />
      </div>
      {shown === undefined ? undefined : <FilePreview key={shown.path} path={path} id={id} file={shown} />}
    </div>
  );
}

interface RowProps {
  readonly row: FileRow;
  readonly file: ArtifactFile | undefined;
  readonly isClosed: boolean;
  readonly isChosen: boolean;
  readonly onFolder: (path: string) => void;
  readonly onFile: (path: string) => void;
}

function Row({ row, file, isClosed, isChosen, onFolder, onFile }: RowProps): ReactElement {
  const indent = { paddingLeft: `${row.depth + 0.75}rem` };
  if (row.kind === 'folder') {
    return (
      <button
        type="button"
        className={tree.row}
        style={indent}
        aria-expanded={!isClosed}
        onClick={() => onFolder(row.path)}
      >
        <ChevronRight size={13} aria-hidden className={tree.chevron} />
        <Folder size={14} aria-hidden />
        <span className={tree.name}>{row.name}</span>
        <span className={tree.size}>{row.fileCount.toLocaleString('en-US')}</span>
        <span className={tree.size}>{formatBytes(row.sizeBytes)}</span>
      </button>
    );
  }
  const icon =
    file?.target !== undefined ? (
      <Link2 size={14} aria-label={strings.reference} />
    ) : file?.ref !== undefined ? (
      <ExternalLink size={14} aria-label={strings.reference} />
    ) : (
      <File size={14} aria-hidden />
    );
  return (
    <button
      type="button"
      className={tree.row}
      style={indent}
      aria-current={isChosen}
      title={row.path}
      onClick={() => onFile(row.path)}
    >
      {icon}
      <span className={tree.name}>{row.name}</span>
      <span className={tree.size}>
        {file?.ref !== undefined && row.file.sizeBytes === 0 ? strings.reference : formatBytes(row.file.sizeBytes)}
      </span>
    </button>
  );
}
