import type { DragEvent } from 'react';
import { fileHref } from '#ui/data';
import { nativeBridge } from '#ui/widgets';
import { fileNameOfCell, type MediaCell } from './cells.ts';

/** The file under its own name, for saving; undefined while it is not here. */
export function saveHref(cell: MediaCell): string | undefined {
  const { item } = cell;
  if (item.kind === 'text' || !cell.files.has(item.file)) return undefined;
  return `${fileHref(cell.run.path, item.file)}?download`;
}

/** Addresses of files that the desktop window holds ready. */
const ready = new Set<string>();

/** In the desktop window: has the file ready by the time a drag begins, because then it is too late to fetch it. */
export function prepareDrag(cell: MediaCell): void {
  const save = saveHref(cell);
  const native = nativeBridge();
  if (save === undefined || native === undefined) return;
  // Asked each time: the file may have changed since.
  ready.delete(save);
  native.prepareDrag(save, fileNameOfCell(cell)).then(
    () => ready.add(save),
    // The drag goes on as in a browser.
    () => undefined,
  );
}

/**
 * The desktop window drags a real file, which every program takes. In a browser Chromium makes a file of what is dropped on
 * the desktop or in a folder; a text is also what an editor takes.
 */
export function startDrag(event: DragEvent, cell: MediaCell): void {
  const { item } = cell;
  const save = saveHref(cell);
  const native = nativeBridge();
  if (native !== undefined && save !== undefined && ready.has(save)) {
    event.preventDefault();
    native.startDrag(save);
    return;
  }
  const data = event.dataTransfer;
  data.effectAllowed = 'copy';
  if (item.kind === 'text') {
    data.setData('DownloadURL', `text/plain:${fileNameOfCell(cell)}:${textHref(item.text)}`);
    data.setData('text/plain', item.text);
  } else if (save !== undefined) {
    const address = new URL(save, location.href).href;
    data.setData('DownloadURL', `application/octet-stream:${fileNameOfCell(cell)}:${address}`);
    data.setData('text/uri-list', address);
  }
}

/** Letters that are one argument list of a function; more would be too many for it. */
const CHUNK = 8192;

/** A text as an address that holds it. */
function textHref(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let letters = '';
  for (let at = 0; at < bytes.length; at += CHUNK) letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return `data:text/plain;charset=utf-8;base64,${btoa(letters)}`;
}
