import { ChevronRight, File, Folder } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Problem } from '#shared/errors';
import type { RunFile } from '#shared/api';
import { formatBytes, type RunPath } from '#shared/units';
import { useCodeArtifacts, useFiles, type CodeFile } from '#ui/data';
import { EmptyState, ErrorNotice, Skeleton, VirtualList } from '#ui/widgets';
import { strings } from '../strings.ts';
import { FilePreview, type ShownFile } from './file-preview.tsx';
import { isCode } from './languages.ts';
import { fileRows, type FileRow } from './file-tree.ts';
import styles from './files.module.css';

export interface FilesTabProps {
  readonly path: RunPath;
  /** Only what says how the run was made: code, packages, the patch. */
  readonly isCodeOnly?: boolean;
}

/** The files of a run as a tree, with a preview of the chosen one. */
export function FilesTab({ path, isCodeOnly = false }: FilesTabProps): ReactElement {
  const files = useFiles(path);
  const artifacts = useCodeArtifacts(
    useMemo(() => [path], [path]),
    isCodeOnly,
  );
  const [logged] = artifacts.values;
  const wanted = useMemo((): readonly ShownFile[] | undefined => {
    if (!isCodeOnly || files.data === undefined) return files.data;
    if (artifacts.isLoading) return undefined;
    return withLogged(
      files.data.filter((file) => isCode(file.name)),
      logged ?? [],
    );
  }, [files.data, isCodeOnly, artifacts.isLoading, logged]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const rows = useMemo(() => fileRows(wanted ?? [], closed), [wanted, closed]);
  if (files.isError && files.data === undefined) {
    const { error } = files;
    return (
      <div className={styles.message}>
        <ErrorNotice
          title={error.message}
          tip={error instanceof Problem ? error.toData().tip : undefined}
          onRetry={() => void files.refetch()}
        />
      </div>
    );
  }
  if (wanted === undefined)
    return (
      <div className={styles.message}>
        <Skeleton width="20rem" height="1rem" />
      </div>
    );
  if (wanted.length === 0)
    return isCodeOnly ? (
      <EmptyState title={strings.noCode}>{strings.noCodeText}</EmptyState>
    ) : (
      <EmptyState title={strings.noFiles}>{strings.noFilesText}</EmptyState>
    );
  const shown = wanted.find((file) => file.name === chosen) ?? firstReadable(wanted);
  const toggle = (folder: string): void =>
    setClosed((old) => {
      const next = new Set(old);
      if (!next.delete(folder)) next.add(folder);
      return next;
    });
  return (
    <div className={styles.files}>
      <div className={styles.tree}>
        <VirtualList
          label={strings.files}
          count={rows.length}
          rowHeight={28}
          keyOf={(index) => rows[index]?.path ?? index}
          renderRow={(index) => {
            const row = rows[index];
            return row === undefined ? undefined : (
              <Row
                row={row}
                isClosed={closed.has(row.path)}
                isChosen={row.path === shown?.name}
                onFolder={toggle}
                onFile={setChosen}
              />
            );
          }}
        />
      </div>
      {shown === undefined ? undefined : <FilePreview key={shown.name} path={path} file={shown} />}
    </div>
  );
}

interface RowProps {
  readonly row: FileRow;
  readonly isClosed: boolean;
  readonly isChosen: boolean;
  readonly onFolder: (path: string) => void;
  readonly onFile: (name: string) => void;
}

function Row({ row, isClosed, isChosen, onFolder, onFile }: RowProps): ReactElement {
  const indent = { paddingLeft: `${row.depth * 1 + 0.75}rem` };
  if (row.kind === 'folder') {
    return (
      <button
        type="button"
        className={styles.row}
        style={indent}
        aria-expanded={!isClosed}
        onClick={() => onFolder(row.path)}
      >
        <ChevronRight size={13} aria-hidden className={styles.chevron} />
        <Folder size={14} aria-hidden />
        <span className={styles.name}>{row.name}</span>
        <span className={styles.size}>{row.fileCount}</span>
        <span className={styles.size}>{formatBytes(row.sizeBytes)}</span>
      </button>
    );
  }
  return (
    <button
      type="button"
      className={styles.row}
      style={indent}
      aria-current={isChosen}
      title={row.path}
      onClick={() => onFile(row.path)}
    >
      <File size={14} aria-hidden />
      <span className={styles.name}>{row.name}</span>
      <span className={styles.size}>{row.file.isUploaded ? formatBytes(row.file.sizeBytes) : strings.notHere}</span>
    </button>
  );
}

/** The files of artifacts of code beside the run's own. */
function withLogged(own: readonly RunFile[], logged: readonly CodeFile[]): readonly ShownFile[] {
  const names = new Set(own.map((file) => file.name));
  const others = logged.map((file): ShownFile => ({
    ...file,
    name: names.has(file.name) ? `artifact/${file.name}` : file.name,
    mimetype: 'text/plain',
    isUploaded: true,
  }));
  return [...own, ...others];
}

function firstReadable(files: readonly ShownFile[]): ShownFile | undefined {
  return files.find((file) => file.isUploaded) ?? files[0];
}
