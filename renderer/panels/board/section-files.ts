import { csvText } from '../csv.ts';
import { fileNameOf } from '../download.ts';
import type { PanelFile, PanelFiles } from '../frame/panel-files.ts';
import { pictureFile, type Paper } from '../frame/picture.ts';
import { strings } from '../strings.ts';
import { zipOf } from '../zip.ts';

/** How the panels of a section are saved. */
export interface ExportWish {
  readonly size: { readonly width: number; readonly height: number };
  readonly paper: Paper;
  /** Numbers and files of media beside the pictures. */
  readonly hasData: boolean;
}

/** What came of one panel. */
export interface MadePanel {
  readonly title: string;
  readonly files: readonly PanelFile[];
  /** Why there is no file; empty when there is one. */
  readonly note: string;
}

/** Makes the files of one panel from what its parts offer; `message` is what it shows in place of a picture. */
export async function makeFiles(
  title: string,
  offers: readonly PanelFiles[],
  wish: ExportWish,
  message: string | undefined,
): Promise<MadePanel> {
  const able = offers.filter((offer) => offer.picture !== undefined || offer.data !== undefined);
  const nothing = (note: string): MadePanel => ({ title, files: [], note });
  if (able.length === 0) return nothing(message ?? strings.noFiles);
  const full = able.filter((offer) => !offer.isEmpty());
  if (full.length === 0) return nothing(message ?? strings.nothingDrawn);
  const files: PanelFile[] = [];
  try {
    for (const { picture, data } of full) {
      const drawn = picture?.();
      if (drawn !== undefined) {
        const blob = await pictureFile(drawn, wish.size, wish.paper);
        files.push({ name: `${fileNameOf(title)}.${wish.paper.format}`, blob });
      }
      if (wish.hasData && data !== undefined) files.push(...(await data()));
    }
  } catch (error) {
    // The host went away, or the browser has no canvas of that size: the other panels go on.
    return nothing(error instanceof Error ? error.message : String(error));
  }
  if (files.length > 0) return { title, files, note: '' };
  return nothing(full.some((offer) => offer.picture !== undefined) ? strings.nothingDrawn : strings.noPicture);
}

/** All files in one archive, each under a name of its own, with a list of what became of every panel. */
export async function zipOfPanels(made: readonly MadePanel[]): Promise<Blob> {
  const taken = new Set<string>(['contents.csv']);
  const listed = made.map(({ title, files, note }) => ({
    title,
    note,
    files: files.map(({ name, blob }) => ({ name: freeName(name, taken), blob })),
  }));
  const rows = listed.flatMap(({ title, files, note }): (readonly string[])[] =>
    files.length === 0 ? [['', title, note]] : files.map(({ name }) => [name, title, note]),
  );
  const { file, panel, note } = strings.contents;
  const contents = new Blob([csvText({ head: [file, panel, note], rows })]);
  const entries = [{ name: 'contents.csv', blob: contents }, ...listed.flatMap(({ files }) => files)];
  return zipOf(
    await Promise.all(
      entries.map(async ({ name, blob }) => ({ name, bytes: new Uint8Array(await blob.arrayBuffer()) })),
    ),
  );
}

/** Names that differ only in case are one file on many machines. */
function freeName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot <= name.lastIndexOf('/') ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}-${n}${ending}`;
  taken.add(free.toLowerCase());
  return free;
}
