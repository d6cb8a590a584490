import { Download } from 'lucide-react';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { Problem } from '#shared/errors';
import type { RunFile } from '#shared/api';
import { decodeTable } from '#shared/media';
import { formatBytes, type RunPath } from '#shared/units';
import { fileHref, useFileText, useMediaValues } from '#ui/data';
import { isTableFile, PlayedFile, TableFile } from '#ui/panels';
import { CopyButton, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import { strings } from '../strings.ts';
import { previewKind } from './file-tree.ts';
import styles from './files.module.css';
import { TextBody } from './text-body.tsx';

/** Longer texts are for an editor, not for a preview. */
const MOST_PREVIEW_BYTES = 2_000_000;
/** A picture on the page takes width × height × 4 bytes; this bounds only what is fetched for it. */
const MOST_IMAGE_BYTES = 50_000_000;
/** Sounds are read whole for their waveform; videos come in ranges. */
const MOST_PLAYED_BYTES = 500_000_000;

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A file of a run, or one that is stored elsewhere (`href`) and shown as if it were. */
export type ShownFile = RunFile & { readonly href?: string };

/** One file: name, size, download, and its content where it can be shown. */
export function FilePreview({ path, file }: { readonly path: RunPath; readonly file: ShownFile }): ReactElement {
  const href = file.href ?? fileHref(path, file.name);
  const kind = previewKind(file);
  const isTable = file.href === undefined && file.isUploaded && isTableFile(file.name);
  const isText = kind === 'text' || kind === 'json' || kind === 'patch';
  const mostBytes = isText ? MOST_PREVIEW_BYTES : kind === 'played' ? MOST_PLAYED_BYTES : MOST_IMAGE_BYTES;
  const isShown = file.isUploaded && file.sizeBytes <= mostBytes;
  const text = useFileText(href, file.md5, isText && isShown && !isTable);
  return (
    <section className={styles.preview} aria-label={file.name}>
      <header className={styles.previewHead}>
        <h2 className={styles.previewName}>{file.name}</h2>
        <span className={styles.quiet}>
          {formatBytes(file.sizeBytes)} · {when.format(file.updatedAt)}
        </span>
        <span className={styles.spring} />
        {text.data === undefined ? undefined : <CopyButton text={text.data} label={strings.copyContent} />}
        {file.isUploaded ? (
          <a className={styles.download} href={href} download={file.name.split('/').at(-1)}>
            <Download size={14} aria-hidden /> {strings.download}
          </a>
        ) : undefined}
      </header>
      {isTable ? (
        <LoggedTable path={path} name={file.name} />
      ) : (
        // Long content is scrolled by the keyboard too.
        <div className={styles.previewBody} tabIndex={0} role="group" aria-label={file.name}>
          {content()}
        </div>
      )}
    </section>
  );

  function content(): ReactNode {
    if (!file.isUploaded) return <EmptyState title={strings.notHereTitle}>{strings.notHereText}</EmptyState>;
    if (kind === 'none')
      return <EmptyState title={strings.noPreview}>{strings.noPreviewText(file.mimetype)}</EmptyState>;
    if (!isShown) return <EmptyState title={strings.tooLarge}>{strings.tooLargeText}</EmptyState>;
    if (kind === 'image') return <img className={styles.image} src={href} alt={file.name} />;
    if (kind === 'played') return <PlayedFile name={file.name} href={href} />;
    if (text.isError)
      return (
        <ErrorNotice
          title={text.error.message}
          tip={text.error instanceof Problem ? text.error.toData().tip : undefined}
          onRetry={() => void text.refetch()}
        />
      );
    if (text.data === undefined) return <Skeleton width="60%" height="1rem" />;
    return <TextBody name={file.name} text={text.data} kind={kind} />;
  }
}

function LoggedTable({ path, name }: { readonly path: RunPath; readonly name: string }): ReactElement {
  const { entity, project, run } = path;
  const place = useMemo(() => ({ entity, project }), [entity, project]);
  // The name tells under which key and at which step the table was logged; that value knows the artifact with its media.
  const [, key = '', step] = /^media\/table\/(.+)_(\d+)_[0-9a-f]+\.table\.json$/.exec(name) ?? [];
  const names = useMemo(() => (step === undefined ? [] : [run]), [step, run]);
  const pick = useMemo(() => ({ kind: 'step', step: Number(step ?? -1) }) as const, [step]);
  const values = useMediaValues(place, key, names, pick);
  const table = decodeTable(values.data?.[0]?.value);
  const artifactPath = table?.file === name ? table.artifactPath : undefined;
  const source = useMemo(
    () => ({ run, file: name, ...(artifactPath === undefined ? {} : { artifactPath }) }),
    [run, name, artifactPath],
  );
  if (names.length > 0 && values.isPending) return <Skeleton />;
  return <TableFile key={artifactPath} project={place} source={source} label={name} />;
}
