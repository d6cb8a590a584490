import { createContext, useContext, useEffect, useRef } from 'react';
import { csvText } from '../csv.ts';
import { fileNameOf } from '../download.ts';
import type { DataTable } from './data-table.tsx';
import type { Picture, SelfMade } from './picture.ts';

/** A file that a panel makes; `/` between folders. */
export interface PanelFile {
  readonly name: string;
  readonly blob: Blob;
}

/** What a panel can save, as it is drawn now: the same for its own menu and for the export of its section. */
export interface PanelFiles {
  /** Nothing is drawn now. */
  readonly isEmpty: () => boolean;
  /** Left out = no pictures of this kind; undefined when there is nothing to draw. */
  readonly picture?: () => Picture | SelfMade | undefined;
  /** Its numbers, or the files that it shows. */
  readonly data?: () => readonly PanelFile[] | Promise<readonly PanelFile[]>;
}

/** Where panels leave what they can save; each part of a panel by itself. */
export class FilesDesk {
  readonly #offers = new Set<{ readonly current: PanelFiles }>();

  readonly offers = (): readonly PanelFiles[] => [...this.#offers].map((offer) => offer.current);

  add(offer: { readonly current: PanelFiles }): () => void {
    this.#offers.add(offer);
    return () => this.#offers.delete(offer);
  }
}

const DeskContext = createContext<FilesDesk | undefined>(undefined);
export const FilesDeskProvider = DeskContext.Provider;

/** True for a panel that stands there only to be saved. */
export function useIsForFiles(): boolean {
  return useContext(DeskContext) !== undefined;
}

/** Lets an export of several panels have what this one can save. */
export function useOfferFiles(files: PanelFiles): void {
  const desk = useContext(DeskContext);
  const latest = useRef(files);
  useEffect(() => {
    latest.current = files;
  });
  useEffect(() => desk?.add(latest), [desk]);
}

/** A table as a file of CSV. */
export function csvFile(title: string, table: DataTable): PanelFile {
  return { name: `${fileNameOf(title)}.csv`, blob: new Blob([csvText(table)], { type: 'text/csv' }) };
}
