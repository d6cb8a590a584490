import type { DragEvent } from 'react';
import { fileHref } from '#ui/data';
import { fileNameOfCell, type MediaCell } from './cells.ts';

/** The file under its own name, for saving; undefined while it is not here. */
export function saveHref(cell: MediaCell): string | undefined {
  const { item } = cell;
  if (item.kind === 'text' || !cell.files.has(item.file)) return undefined;
  return `${fileHref(cell.run.path, item.file)}?download`;
}

/** Chromium makes a file of what is dropped on the desktop or in a folder. */
export function startDrag(event: DragEvent, cell: MediaCell, save: string): void {
  const address = new URL(save, location.href).href;
  event.dataTransfer.setData('DownloadURL', `application/octet-stream:${fileNameOfCell(cell)}:${address}`);
  event.dataTransfer.setData('text/uri-list', address);
}
