import { Maximize2, Minimize2, MoreHorizontal, Settings2 } from 'lucide-react';
import { useState, type ReactElement, type RefObject } from 'react';
import { useData } from '#ui/data';
import { IconButton, Menu, resolveColor, showToast } from '#ui/widgets';
import { csvText } from '../../csv.ts';
import { downloadBlob, fileNameOf } from '../../download.ts';
import { usePanelMenu } from '../../frame/chrome.tsx';
import { DataTableDialog } from '../../frame/data-table.tsx';
import type { PanelViewProps } from '../../registry.ts';
import { tableOfRows } from './csv.ts';
import type { DrawnChart } from './draw.ts';
import { strings } from './strings.ts';
import type { Chart } from './use-chart.ts';

export interface ChartActionsProps extends PanelViewProps {
  readonly name: string;
  readonly chart: Chart;
  readonly drawn: RefObject<DrawnChart | undefined>;
  readonly onEdit: () => void;
}

/** The buttons of a custom chart: its editor, full screen, pictures and rows as files. */
export function ChartActions(props: ChartActionsProps): ReactElement {
  const { name, chart, drawn, onEdit, isFullScreen, onFullScreen } = props;
  const { clock } = useData();
  const panelMenu = usePanelMenu();
  const [isTableOpen, setTableOpen] = useState(false);
  const { data, labels } = chart;
  const savePicture = (kind: 'svg' | 'png'): void => {
    const made = drawn.current?.toImage(kind, resolveColor('var(--surface)'));
    made?.then(
      (blob) => downloadBlob(clock, blob, `${fileNameOf(name)}.${kind}`),
      () => showToast(strings.pictureFailed, { kind: 'error' }),
    );
  };
  const isDrawn = chart.state.kind === 'ready';
  const hasRows = data.rows.length > 0;
  const saveRows = (): void =>
    downloadBlob(
      clock,
      new Blob([csvText(tableOfRows(data, labels))], { type: 'text/csv' }),
      `${fileNameOf(name)}.csv`,
    );
  return (
    <>
      <IconButton label={strings.edit} size="small" onClick={onEdit}>
        <Settings2 size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={isFullScreen ? strings.leaveFullScreen : strings.fullScreen}
        size="small"
        onClick={onFullScreen}
      >
        {isFullScreen ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more} size="small">
            <MoreHorizontal size={14} aria-hidden />
          </IconButton>
        }
        entries={[
          { kind: 'action', label: strings.savePng, isDisabled: !isDrawn, run: () => savePicture('png') },
          { kind: 'action', label: strings.saveSvg, isDisabled: !isDrawn, run: () => savePicture('svg') },
          { kind: 'action', label: strings.saveCsv, isDisabled: !hasRows, run: saveRows },
          { kind: 'action', label: strings.asTable, isDisabled: !hasRows, run: () => setTableOpen(true) },
          ...panelMenu(),
        ]}
      />
      {isTableOpen ? (
        <DataTableDialog title={name} table={tableOfRows(data, labels)} onClose={() => setTableOpen(false)} />
      ) : undefined}
    </>
  );
}
