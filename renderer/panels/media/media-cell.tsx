import { Download, Expand, GripVertical } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { formatBytes } from '#shared/units';
import { useData } from '#ui/data';
import { downloadBlob } from '../download.ts';
import { fileNameOfCell, type MediaCell } from './cells.ts';
import type { MediaConfig } from './config.ts';
import { Content } from './content.tsx';
import styles from './media.module.css';
import { prepareDrag, saveHref, startDrag } from './save.ts';
import { strings } from './strings.ts';
import { animationType } from './video/animated.ts';

/** What a cell can ask of its panel. */
export interface CellActs {
  /** Opens the large view. */
  readonly open: (cell: MediaCell) => void;
}

export interface MediaCellProps {
  readonly cell: MediaCell;
  readonly config: MediaConfig;
  readonly acts: CellActs;
  readonly hasRunName: boolean;
}

/** One item with the colour of its run, what it is called, and what can be done with it. */
export const MediaCellView = memo(function MediaCellView({ cell, config, acts, hasRunName }: MediaCellProps) {
  const { item, run } = cell;
  const caption = item.kind === 'text' ? undefined : item.caption;
  return (
    <figure
      className={styles.cell}
      role="listitem"
      data-run={run.path.run}
      data-step={cell.step}
      data-kind={item.kind}
      style={{ borderTopColor: run.color }}
    >
      <div className={styles.content}>
        <Content cell={cell} config={config} />
        <CellButtons cell={cell} acts={acts} />
      </div>
      {hasRunName || cell.isEarlier ? (
        <div className={styles.strip}>
          {hasRunName ? <span className={styles.runName}>{run.label}</span> : undefined}
          {cell.isEarlier ? (
            <span className={styles.earlier} title={strings.earlierTip(cell.step)}>
              {strings.earlier(cell.step)}
            </span>
          ) : undefined}
        </div>
      ) : undefined}
      {caption === undefined ? undefined : (
        <figcaption className={styles.caption} title={caption}>
          {caption}
        </figcaption>
      )}
    </figure>
  );
});

function CellButtons({ cell, acts }: { readonly cell: MediaCell; readonly acts: CellActs }): ReactElement | undefined {
  const { item } = cell;
  const href = saveHref(cell);
  if (item.kind !== 'text' && href === undefined) return undefined;
  // A picture is dragged by itself. In all others a drag does something else: it marks a text, moves a slider, turns a camera.
  const hasHandle = item.kind !== 'image' || animationType(item.file) !== undefined;
  return (
    <div className={styles.cellButtons}>
      {hasHandle ? (
        <span
          className={styles.cellButton}
          data-handle
          draggable
          title={strings.dragOut}
          onPointerDown={() => prepareDrag(cell)}
          onDragStart={(event) => startDrag(event, cell)}
        >
          <GripVertical size={13} aria-hidden />
        </span>
      ) : undefined}
      <SaveButton cell={cell} href={href} />
      {item.kind === 'image' ? (
        <button type="button" className={styles.cellButton} aria-label={strings.open} onClick={() => acts.open(cell)}>
          <Expand size={13} aria-hidden />
        </button>
      ) : undefined}
    </div>
  );
}

function SaveButton({ cell, href }: { readonly cell: MediaCell; readonly href: string | undefined }): ReactElement {
  const { clock } = useData();
  const { item } = cell;
  const name = fileNameOfCell(cell);
  const label = `${strings.save} ${name}`;
  if (item.kind === 'text') {
    const save = (): void => downloadBlob(clock, new Blob([item.text], { type: 'text/plain' }), name);
    return (
      <button type="button" className={styles.cellButton} aria-label={label} title={strings.save} onClick={save}>
        <Download size={13} aria-hidden />
      </button>
    );
  }
  const file = cell.files.get(item.file);
  const size = file === undefined ? '' : ` (${formatBytes(file.sizeBytes)})`;
  return (
    <a
      className={styles.cellButton}
      href={href}
      download={name}
      draggable={false}
      aria-label={label}
      title={`${strings.save}${size}`}
    >
      <Download size={13} aria-hidden />
    </a>
  );
}
