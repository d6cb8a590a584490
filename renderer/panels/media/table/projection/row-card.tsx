import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { TableAnswer } from '#shared/api';
import { cellText, isMedia } from '../cell-text.ts';
import { SourceTag } from '../cells.tsx';
import { MediaCell } from '../media-cell.tsx';
import { filesFor, type SourceName } from '../placed.ts';
import { strings as tableStrings } from '../strings.ts';
import type { PointedAt } from './plane.tsx';
import styles from './projection.module.css';
import { strings } from './strings.ts';

export interface RowCardProps {
  readonly at: PointedAt;
  readonly place: number;
  /** With the row alone; undefined while it is on its way. */
  readonly answer: TableAnswer | undefined;
  readonly names: readonly SourceName[];
  /** Column that points are coloured by: it comes first. */
  readonly color: string | undefined;
}

const DISTANCE_PX = 14;
const MARGIN_PX = 8;
/** Values that a card has room for; the row's dialog has all. */
const MOST_VALUES = 8;
const MOST_MEDIA = 3;

/** The row under the pointer: its media as the table's cells show them, and its values. */
export function RowCard({ at, place, answer, names, color }: RowCardProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const right = at.clientX + DISTANCE_PX;
    const below = at.clientY + DISTANCE_PX;
    const left = right + width + MARGIN_PX <= innerWidth ? right : at.clientX - DISTANCE_PX - width;
    const top = below + height + MARGIN_PX <= innerHeight ? below : at.clientY - DISTANCE_PX - height;
    element.style.transform = `translate(${Math.max(MARGIN_PX, left)}px, ${Math.max(MARGIN_PX, top)}px)`;
  });
  const row = answer?.rows[0];
  return createPortal(
    <div ref={box} className={styles.card} role="tooltip">
      <div className={styles.cardHead}>
        <span>{strings.row(row?.index ?? place)}</span>
        {names.length > 1 && row !== undefined && answer?.joined === undefined ? (
          <SourceTag name={names[row.source]} />
        ) : undefined}
      </div>
      {answer === undefined || row === undefined ? (
        <div className={styles.quiet}>{strings.loadingRow}</div>
      ) : (
        <Cells answer={answer} row={row} color={color} />
      )}
    </div>,
    document.body,
  );
}

function Cells({
  answer,
  row,
  color,
}: {
  readonly answer: TableAnswer;
  readonly row: TableAnswer['rows'][number];
  readonly color: string | undefined;
}): ReactElement {
  const media = cellsOf(answer, row).filter(({ value }) => isMedia(value));
  const values = valuesOf(answer, row, color);
  const hidden = Math.max(0, values.length - MOST_VALUES) + Math.max(0, media.length - MOST_MEDIA);
  return (
    <>
      {media.length === 0 ? undefined : (
        // Only to be looked at: the pointer is on the plane.
        <div className={styles.cardMedia} inert>
          {media.slice(0, MOST_MEDIA).map(({ column, value }) => (
            <MediaCell key={column.name} value={value} files={filesFor(answer, column, row)} />
          ))}
        </div>
      )}
      <dl className={styles.cardValues}>
        {values.slice(0, MOST_VALUES).map(({ column, value }) => (
          <div key={column.name}>
            <dt>{column.name}</dt>
            <dd>{wordsOf(value)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.quiet}>{hidden > 0 ? strings.more(hidden) : strings.open}</div>
    </>
  );
}

type CardRow = TableAnswer['rows'][number];

function cellsOf({ columns }: TableAnswer, row: CardRow) {
  return columns.map((column, i) => ({ column, value: row.cells[i] }));
}

/** What can be said in words, the column that points are coloured by first. */
function valuesOf(answer: TableAnswer, row: CardRow, color: string | undefined) {
  return cellsOf(answer, row)
    .filter(({ column, value }) => !isMedia(value) && column.type !== 'media' && column.vector === undefined)
    .sort((a, b) => Number(b.column.name === color) - Number(a.column.name === color));
}

/** The card as one sentence, for those who hear it. */
export function cardWords(answer: TableAnswer | undefined, place: number, color: string | undefined): string {
  const row = answer?.rows[0];
  if (answer === undefined || row === undefined) return strings.row(place);
  const values = valuesOf(answer, row, color).slice(0, MOST_VALUES);
  return strings.values(
    strings.row(row.index ?? place),
    values.map(({ column, value }) => `${column.name} ${wordsOf(value)}`),
  );
}

function wordsOf(value: unknown): string {
  return value === null || value === undefined ? tableStrings.missing : cellText(value);
}
