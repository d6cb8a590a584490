import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TableAnswer } from '#shared/api';
import type { TableBlocks } from '#ui/data';
import { CopyButton, Dialog, IconButton } from '#ui/widgets';
import { exactText, isMedia } from './cell-text.ts';
import type { Dress } from './dress.ts';
import { Dressed } from './dressed-cell.tsx';
import { MediaCell } from './media-cell.tsx';
import { strings } from './strings.ts';
import { SourceTag } from './cells.tsx';
import { filesFor, rowAt, type SourceName } from './placed.ts';
import styles from './table.module.css';

export interface RowDialogProps {
  readonly head: TableAnswer;
  readonly table: TableBlocks;
  /** The run of each source, in heads of joined columns. */
  readonly names: readonly SourceName[];
  /** How single cells are shown. */
  readonly dress?: Dress | undefined;
  readonly place: number;
  readonly onPlace: (place: number) => void;
  readonly onClose: () => void;
}

/** One row in full: every cell whole, media in large. */
export function RowDialog(props: RowDialogProps): ReactElement {
  const { head, table, names, dress, place, onPlace, onClose } = props;
  const { row, answer } = rowAt(table, place);
  return (
    <Dialog isOpen onClose={onClose} title={strings.row(row?.index ?? place)} width="wide" isToRead>
      <div className={styles.rowSteps}>
        <IconButton label={strings.previousRow} size="small" disabled={place === 0} onClick={() => onPlace(place - 1)}>
          <ChevronLeft size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={strings.nextRow}
          size="small"
          disabled={place >= head.matchCount - 1}
          onClick={() => onPlace(place + 1)}
        >
          <ChevronRight size={14} aria-hidden />
        </IconButton>
      </div>
      <dl className={styles.rowCells}>
        {head.columns.map((column, i) => {
          const value = row?.cells[i];
          const dressed = row === undefined ? undefined : dress?.(answer ?? head, row, column);
          return (
            <div key={column.name} className={styles.rowCell}>
              <dt>
                {column.source === undefined ? (
                  column.name
                ) : (
                  <SourceTag name={names[column.source]} words={column.base ?? column.name} />
                )}
              </dt>
              <dd
                data-media={isMedia(value) || undefined}
                data-differs={row?.differs?.includes(i) === true || undefined}
              >
                {isMedia(value) ? (
                  <MediaCell value={value} files={filesFor(answer, column, row)} isLarge />
                ) : value === null || value === undefined ? (
                  <span className={styles.quiet}>{strings.missing}</span>
                ) : dressed?.href !== undefined ? (
                  <Dressed cell={dressed} words={exactText(value)} isInGrid={false} />
                ) : (
                  <>
                    <pre>{exactText(value)}</pre>
                    <CopyButton text={exactText(value)} label={column.name} />
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </Dialog>
  );
}
