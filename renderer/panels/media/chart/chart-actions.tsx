import { Settings2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { IconButton } from '#ui/widgets';
import { downloadBlob } from '../../download.ts';
import { DataTableDialog } from '../../frame/data-table.tsx';
import { FullScreenButton, PanelMenu } from '../../frame/panel-buttons.tsx';
import { csvFile, useOfferFiles } from '../../frame/panel-files.ts';
import { PictureDialog } from '../../frame/lazy-picture-dialog.tsx';
import type { PanelViewProps } from '../../registry.ts';
import { strings as panelStrings } from '../../strings.ts';
import { fileOfRows, tableOfRows } from './csv.ts';
import { chartOnPaper } from './paper.ts';
import { strings } from './strings.ts';
import type { Chart } from './use-chart.ts';

export interface ChartActionsProps extends PanelViewProps {
  readonly name: string;
  readonly chart: Chart;
  readonly onEdit: () => void;
}

/** The buttons of a custom chart: its editor, full screen, pictures and rows as files. */
export function ChartActions(props: ChartActionsProps): ReactElement {
  const { name, chart, onEdit, isFullScreen, onFullScreen } = props;
  const { clock } = useData();
  const [isTableOpen, setTableOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const { state, data, labels } = chart;
  const isDrawn = state.kind === 'ready';
  const hasRows = data.rows.length > 0;
  const picture = () => (state.kind === 'ready' ? chartOnPaper(state) : undefined);
  const rows = () => csvFile(name, fileOfRows(data, labels));
  useOfferFiles({ isEmpty: () => !isDrawn, picture, data: () => (hasRows ? [rows()] : []) });
  const saveRows = (): void => {
    const file = rows();
    downloadBlob(clock, file.blob, file.name);
  };
  return (
    <>
      <IconButton label={strings.edit} size="small" data-act="edit" onClick={onEdit}>
        <Settings2 size={14} aria-hidden />
      </IconButton>
      <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
      <PanelMenu
        entries={() => [
          { kind: 'action', label: panelStrings.exportPicture, isDisabled: !isDrawn, run: () => setExporting(true) },
          { kind: 'action', label: panelStrings.csvDrawn, isDisabled: !hasRows, run: saveRows },
          { kind: 'action', label: panelStrings.asTable, isDisabled: !hasRows, run: () => setTableOpen(true) },
        ]}
      />
      {isExporting ? <PictureDialog title={name} picture={picture} onClose={() => setExporting(false)} /> : undefined}
      {isTableOpen ? (
        <DataTableDialog title={name} table={tableOfRows(data, labels)} onClose={() => setTableOpen(false)} />
      ) : undefined}
    </>
  );
}
