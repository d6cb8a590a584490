import { Box, FileCode2, Volume2 } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState, type ReactElement } from 'react';
import type { TableFile } from '#shared/api';
import { decodeMedia, type MediaItem } from '#shared/media';
import { Dialog } from '#ui/widgets';
import { NEW_SPACE } from '../config.ts';
import { BokehView, HtmlView, PlotlyView } from '../frame/views.tsx';
import { LayeredImage } from '../image/layered-image.tsx';
import { LayeredThumb } from '../image/layered-thumb.tsx';
import { isLayered, type Hrefs } from '../image/picture-layers.ts';
import { animationType } from '../video/animated.ts';
import { SoundButton, VideoThumb } from './playing.tsx';
import { strings } from './strings.ts';
import styles from './table.module.css';

const ObjectView = lazy(async () => ({ default: (await import('../space/object-view.tsx')).ObjectView }));
const MoleculeView = lazy(async () => ({ default: (await import('../space/molecule-view.tsx')).MoleculeView }));

export interface MediaCellProps {
  /** The cell as it was logged. */
  readonly value: unknown;
  /** Files of the artifact that holds the table, by path. */
  readonly files: ReadonlyMap<string, TableFile>;
  /** Pictures are shown in the row; in the large view everything is. */
  readonly isLarge?: boolean;
}

type FileItem = Exclude<MediaItem, { kind: 'text' }>;

/** What can be seen or heard in a row; a button opens it large, and what cannot be shown there. */
export function MediaCell({ value, files, isLarge = false }: MediaCellProps): ReactElement {
  const items = useMemo(
    () => (decodeMedia(value) ?? []).filter((item): item is FileItem => item.kind !== 'text'),
    [value],
  );
  const type = typeof value === 'object' && value !== null ? (value as { _type?: unknown })._type : undefined;
  if (items.length === 0)
    return <span className={styles.quiet}>{typeof type === 'string' ? type : JSON.stringify(value)}</span>;
  return (
    <span className={styles.media}>
      {items.slice(0, isLarge ? 50 : 4).map((item, i) => (
        <One key={`${item.file}-${i}`} item={item} value={value} files={files} isLarge={isLarge} />
      ))}
    </span>
  );
}

interface OneProps {
  readonly item: FileItem;
  /** The cell that holds it. */
  readonly value: unknown;
  readonly files: ReadonlyMap<string, TableFile>;
  readonly isLarge: boolean;
}

function One({ item, value, files, isLarge }: OneProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const hrefOf = useCallback((path: string) => files.get(path)?.href, [files]);
  const file = files.get(item.file);
  if (file === undefined) return <span className={styles.quiet}>{strings.noFile}</span>;
  const whole = { item, file, value, hrefOf };
  if (isLarge) return <Whole {...whole} />;
  return (
    <>
      {item.kind === 'audio' ? <SoundButton href={file.href} name={item.caption ?? WORDS.audio} /> : undefined}
      <button
        type="button"
        className={styles.mediaButton}
        tabIndex={-1}
        aria-label={strings.openMedia(WORDS[item.kind])}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {item.kind === 'video' && animationType(item.file) === undefined ? (
          <VideoThumb href={file.href} />
        ) : item.kind !== 'image' && item.kind !== 'video' ? (
          <Icon kind={item.kind} />
        ) : item.kind === 'image' && isLayered({ item, value }) ? (
          <LayeredThumb item={item} value={value} href={file.href} hrefOf={hrefOf} />
        ) : (
          <img src={file.href} alt={item.caption ?? ''} loading="lazy" decoding="async" draggable={false} />
        )}
      </button>
      {isOpen ? (
        <Dialog
          isOpen
          onClose={() => setOpen(false)}
          title={item.caption ?? item.file.split('/').at(-1) ?? item.file}
          width="wide"
        >
          <div className={styles.whole}>
            <Whole {...whole} isFilling />
          </div>
        </Dialog>
      ) : undefined}
    </>
  );
}

const WORDS: Readonly<Record<FileItem['kind'], string>> = {
  image: 'picture',
  audio: 'sound',
  video: 'video',
  html: 'page',
  plotly: 'figure',
  bokeh: 'figure',
  object3d: 'scene',
  molecule: 'molecule',
};

function Icon({ kind }: { readonly kind: FileItem['kind'] }): ReactElement {
  const Picture = kind === 'audio' ? Volume2 : kind === 'object3d' || kind === 'molecule' ? Box : FileCode2;
  return (
    <span className={styles.mediaWord}>
      <Picture size={14} aria-hidden />
      {WORDS[kind]}
    </span>
  );
}

interface WholeProps extends Pick<OneProps, 'item' | 'value'> {
  readonly file: TableFile;
  readonly hrefOf: Hrefs;
  /** Small pictures are enlarged to the room that is there. */
  readonly isFilling?: boolean;
}

function Whole({ item, file, value, hrefOf, isFilling = false }: WholeProps): ReactElement {
  const { href, sizeBytes } = file;
  switch (item.kind) {
    case 'image':
      return isFilling || isLayered({ item, value }) ? (
        <LayeredImage item={item} value={value} href={href} hrefOf={hrefOf} />
      ) : (
        <img className={styles.wholeImage} src={href} alt={item.caption ?? ''} />
      );
    case 'audio':
      return <audio controls src={href} aria-label={item.caption ?? item.file} />;
    case 'video':
      return animationType(item.file) !== undefined ? (
        <img className={styles.wholeImage} src={href} alt={item.caption ?? ''} />
      ) : (
        <video className={styles.wholeImage} controls src={href} aria-label={item.caption ?? item.file} />
      );
    case 'html':
      return <HtmlView href={href} sizeBytes={sizeBytes} save={href} />;
    case 'plotly':
      return <PlotlyView href={href} sizeBytes={sizeBytes} save={href} />;
    case 'bokeh':
      return <BokehView href={href} sizeBytes={sizeBytes} save={href} />;
    case 'object3d':
      return (
        <Suspense>
          <ObjectView item={item} href={href} sizeBytes={sizeBytes} config={NEW_SPACE} save={href} />
        </Suspense>
      );
    case 'molecule':
      return (
        <Suspense>
          <MoleculeView item={item} href={href} sizeBytes={sizeBytes} config={NEW_SPACE} save={href} />
        </Suspense>
      );
  }
}
