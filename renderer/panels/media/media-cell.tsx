import { Download, Expand } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { formatBytes } from '#shared/units';
import { fileNameOfCell, type MediaCell } from './cells.ts';
import type { MediaConfig } from './config.ts';
import { Content } from './content.tsx';
import styles from './media.module.css';
import { saveHref, startDrag } from './save.ts';
import { strings } from './strings.ts';

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
  const save = saveHref(cell);
  if (save === undefined) return undefined;
  const file = cell.item.kind === 'text' ? undefined : cell.files.get(cell.item.file);
  const size = file === undefined ? '' : ` (${formatBytes(file.sizeBytes)})`;
  return (
    <div className={styles.cellButtons}>
      <a
        className={styles.cellButton}
        href={save}
        download={fileNameOfCell(cell)}
        draggable
        onDragStart={(event) => startDrag(event, cell, save)}
        aria-label={`${strings.save} ${fileNameOfCell(cell)}`}
        title={`${strings.save}${size}`}
      >
        <Download size={13} aria-hidden />
      </a>
      {cell.item.kind === 'image' ? (
        <button type="button" className={styles.cellButton} aria-label={strings.open} onClick={() => acts.open(cell)}>
          <Expand size={13} aria-hidden />
        </button>
      ) : undefined}
    </div>
  );
}
