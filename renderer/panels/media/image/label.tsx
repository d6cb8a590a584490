import type { ReactElement } from 'react';
import type { MediaCell } from '../cells.ts';
import { strings } from '../strings.ts';
import styles from './image.module.css';

/** Which picture it is, over its lower edge. */
export function Label({ cell, isEnd = false }: { readonly cell: MediaCell; readonly isEnd?: boolean }): ReactElement {
  return (
    <span className={styles.viewLabel} data-end={isEnd || undefined}>
      <span className={styles.swatch} style={{ background: cell.run.color }} aria-hidden />
      {factsOf(cell)}
    </span>
  );
}

/** Run, step, place and caption of a picture in words. */
export function factsOf(cell: MediaCell): string {
  const caption = cell.item.kind === 'image' ? cell.item.caption : undefined;
  const place = cell.count > 1 ? [strings.itemOf(cell.index + 1, cell.count)] : [];
  return [cell.run.label, strings.atStep(cell.step), ...place, ...(caption === undefined ? [] : [caption])].join(' · ');
}
