import type { MediaFile, MediaValue } from '#shared/api';
import { decodeMedia, type MediaItem } from '#shared/media';
import type { DrawnRun } from '../runs.ts';

/** One place of the grid: an item of one run. */
export interface MediaCell {
  /** Unique in its grid and the same at every step, so that what plays or is zoomed keeps its place. */
  readonly id: string;
  readonly run: DrawnRun;
  readonly item: MediaItem;
  /** Place in the list that was logged, from 0, and how long that list is. */
  readonly index: number;
  readonly count: number;
  /** When the item was logged; below the wanted step where the run has none there. */
  readonly step: number;
  readonly isEarlier: boolean;
  /** Files that are here, by name. */
  readonly files: ReadonlyMap<string, MediaFile>;
  readonly labels: MediaValue['labels'];
  /** Of a text that is compared: what it was at another step, `none` where it was not there yet. */
  readonly against?: { readonly text: string; readonly step: number } | 'none';
}

/** What the values of a step look like: items of each run together, runs in drawing order. */
export function toCells(
  values: readonly MediaValue[],
  runs: readonly DrawnRun[],
  wantedStep: number | undefined,
): readonly MediaCell[] {
  const byRun = new Map(values.map((value) => [value.run, value]));
  return runs.flatMap((run): MediaCell[] => {
    const value = byRun.get(run.path.run);
    if (value === undefined) return [];
    const items = decodeMedia(value.value) ?? [];
    const files = new Map(value.files.map((file) => [file.name, file]));
    return items.map((item, index) => ({
      id: `${run.path.run}/${index}`,
      run,
      item,
      index,
      count: items.length,
      step: value.step,
      isEarlier: wantedStep !== undefined && value.step < wantedStep,
      files,
      labels: value.labels,
    }));
  });
}

/** Rows of the grid: `columns` in a row; when runs have several items, each run begins a row of its own. */
export function toRows(cells: readonly MediaCell[], columns: number): readonly (readonly MediaCell[])[] {
  const isByRun = isByRunOf(cells);
  const rows: MediaCell[][] = [];
  for (const cell of cells) {
    const row = rows.at(-1);
    const isNew = row === undefined || row.length >= columns || (isByRun && row[0]?.run !== cell.run);
    if (isNew) rows.push([cell]);
    else row.push(cell);
  }
  return rows;
}

/** Columns that rows can fill: more would stay empty. */
export function longestRow(cells: readonly MediaCell[]): number {
  return isByRunOf(cells) ? Math.max(...cells.map((cell) => cell.count)) : cells.length;
}

function isByRunOf(cells: readonly MediaCell[]): boolean {
  return cells.some((cell) => cell.count > 1);
}

/** The name under which an item is saved. */
export function fileNameOfCell(cell: MediaCell): string {
  if (cell.item.kind === 'text') return `${cell.run.path.run}-${cell.step}.txt`;
  return cell.item.file.split('/').at(-1) ?? cell.item.file;
}
