import { useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import type { MenuEntry } from '#ui/widgets';
import { downloadBlob } from '../download.ts';
import { strings } from '../strings.ts';
import { DataTableDialog, type DataTable } from './data-table.tsx';
import { FullScreenButton, PanelMenu } from './panel-buttons.tsx';
import { csvFile, useOfferFiles } from './panel-files.ts';
import { PictureDialog } from './lazy-picture-dialog.tsx';
import type { Picture } from './picture.ts';

export interface PlotMenuProps {
  readonly title: string;
  readonly isFullScreen: boolean;
  readonly onFullScreen: () => void;
  /** What is drawn, for paper; left out = no pictures of this kind. */
  readonly picture?: () => Picture | undefined;
  /** What is drawn, as numbers: for a file and for readers who cannot see the picture. Left out = it is words already. */
  readonly table?: () => DataTable;
  /** Nothing is drawn now. */
  readonly isEmpty: boolean;
  readonly entries?: readonly MenuEntry[];
}

/** Full screen, and a menu with the exports of one picture. */
export function PlotMenu(props: PlotMenuProps): ReactElement {
  const { title, isFullScreen, onFullScreen, picture, table, isEmpty, entries = [] } = props;
  const { clock } = useData();
  const [isExporting, setExporting] = useState(false);
  const [shown, setShown] = useState<DataTable | undefined>(undefined);
  useOfferFiles({
    isEmpty: () => isEmpty,
    ...(picture === undefined ? {} : { picture }),
    ...(table === undefined ? {} : { data: () => [csvFile(title, table())] }),
  });
  const saveCsv = (drawn: DataTable): void => {
    const { blob, name } = csvFile(title, drawn);
    downloadBlob(clock, blob, name);
  };
  return (
    <>
      <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
      <PanelMenu
        entries={() => [
          ...(picture === undefined
            ? []
            : [
                {
                  kind: 'action',
                  label: strings.exportPicture,
                  isDisabled: isEmpty,
                  run: () => setExporting(true),
                } satisfies MenuEntry,
              ]),
          ...(table === undefined
            ? []
            : ([
                { kind: 'action', label: strings.csvDrawn, isDisabled: isEmpty, run: () => saveCsv(table()) },
                { kind: 'action', label: strings.asTable, isDisabled: isEmpty, run: () => setShown(table()) },
              ] satisfies MenuEntry[])),
          ...entries,
        ]}
      />
      {isExporting && picture !== undefined ? (
        <PictureDialog title={title} picture={picture} onClose={() => setExporting(false)} />
      ) : undefined}
      {shown === undefined ? undefined : (
        <DataTableDialog title={title} table={shown} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}
