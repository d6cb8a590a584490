import { Settings2 } from 'lucide-react';
import { useState, type ReactElement, type RefObject } from 'react';
import type { SeriesLine, XAxis } from '#shared/api';
import { toRequestForAll, useData, type SeriesWant } from '#ui/data';
import { paperInk, type ChartLine, type LineChartHandle, type ScaleKind } from '#ui/charts';
import { Button, copyText, IconButton, Popover, showToast } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { DataTableDialog, type DataTable } from '../frame/data-table.tsx';
import { FullScreenButton, PanelMenu } from '../frame/panel-buttons.tsx';
import { useOfferFiles, type PanelFile } from '../frame/panel-files.ts';
import { PictureDialog } from '../frame/lazy-picture-dialog.tsx';
import type { PanelViewProps } from '../registry.ts';
import type { DrawnGroup, DrawnRun } from '../runs.ts';
import { strings as panelStrings } from '../strings.ts';
import type { LineConfig, LineOverrides } from './config.ts';
import { csvRows, CSV_HEAD, lineTable } from './csv.ts';
import { FactsPopover } from './facts-popover.tsx';
import styles from './line-panel.module.css';
import { LineSettings } from './line-settings.tsx';
import { linesOnPaper } from './paper.ts';
import { pythonCode } from './python.ts';
import { xLabelOf, type Curve, type PictureFacts } from './series.ts';
import { strings } from './strings.ts';

/** The picture of the moment, read when something is done with it. */
export interface Picture {
  readonly lines: readonly ChartLine[];
  readonly curves: readonly Curve[];
  readonly wants: readonly SeriesWant[] | undefined;
  readonly runs: readonly DrawnRun[];
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly facts: PictureFacts;
  readonly notPositiveCount: number;
  readonly outlierCount: number;
}

export interface LineActionsProps extends PanelViewProps {
  readonly config: LineConfig;
  readonly own: LineOverrides;
  readonly x: XAxis;
  readonly defaultX: XAxis;
  readonly picture: RefObject<Picture>;
  readonly chart: RefObject<LineChartHandle | null>;
}

const NEXT_SCALE: Readonly<Record<ScaleKind, ScaleKind>> = { linear: 'log', log: 'symlog', symlog: 'linear' };

/** The buttons of a line panel. They take the picture by reference, so that new points do not draw popups anew. */
export function LineActions(props: LineActionsProps): ReactElement {
  const { config, own, x, onSave, isFullScreen, picture, chart, title } = props;
  const save = (next: LineOverrides): void => onSave(Object.keys(next).length === 0 ? undefined : next);
  const [isExporting, setExporting] = useState(false);
  const [shown, setShown] = useState<DataTable | undefined>(undefined);
  const downloads = useDownloads(title, x, picture);
  const onPaper = () => {
    const ranges = chart.current?.ranges();
    return ranges === undefined ? undefined : linesOnPaper({ title, x, config, lines: picture.current.lines, ranges });
  };
  useOfferFiles({
    isEmpty: () => picture.current.lines.length === 0,
    picture: onPaper,
    data: () => [downloads.drawnFile()],
  });
  return (
    <>
      <Button
        size="small"
        kind="ghost"
        className={styles.scale}
        data-act="scale"
        aria-pressed={config.yScale !== 'linear'}
        title={strings.nextScale(strings.scales[config.yScale], strings.scales[NEXT_SCALE[config.yScale]])}
        onClick={() => save({ ...own, yScale: NEXT_SCALE[config.yScale] })}
      >
        {config.yScale === 'symlog' ? strings.scales.symlog : strings.scales.log}
      </Button>
      <FactsPopover picture={picture} keyName={title} x={x} />
      <Popover
        label={panelStrings.edit}
        align="end"
        trigger={
          <IconButton label={panelStrings.edit} size="small" data-act="edit">
            <Settings2 size={14} aria-hidden />
          </IconButton>
        }
      >
        <Settings {...props} save={save} />
      </Popover>
      <FullScreenButton isFullScreen={isFullScreen} onFullScreen={props.onFullScreen} />
      <PanelMenu
        entries={() => {
          const isDisabled = picture.current.lines.length === 0;
          return [
            { kind: 'action', label: panelStrings.exportPicture, isDisabled, run: () => setExporting(true) },
            { kind: 'action', label: panelStrings.csvDrawn, isDisabled, run: downloads.drawn },
            { kind: 'action', label: panelStrings.csvWhole, isDisabled, run: downloads.whole },
            { kind: 'action', label: panelStrings.asTable, isDisabled, run: () => setShown(downloads.table()) },
            { kind: 'action', label: panelStrings.copyPython, isDisabled, run: () => copyPython(props) },
            { kind: 'separator' },
            { kind: 'action', label: panelStrings.copyKey, run: () => copyKey(title) },
          ];
        }}
      />
      {isExporting ? <PictureDialog title={title} picture={onPaper} onClose={() => setExporting(false)} /> : undefined}
      {shown === undefined ? undefined : (
        <DataTableDialog title={title} table={shown} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}

/** Drawn only while open, so that it may show the lines of the moment. */
function Settings({
  save,
  ...props
}: LineActionsProps & { readonly save: (own: LineOverrides) => void }): ReactElement {
  const { lines, curves } = props.picture.current;
  return <LineSettings {...props} placeholder={props.title} lines={lines} curves={curves} onChange={save} />;
}

/** The picture of the moment as a script. */
function copyPython({ title, x, config, picture }: LineActionsProps): void {
  const lines = picture.current.lines.map((line) => ({ ...line, color: paperInk(line.color) }));
  void copyText(pythonCode({ title, xLabel: xLabelOf(x), config, lines })).then((isCopied) =>
    showToast(isCopied ? panelStrings.pythonCopied : panelStrings.copyFailed),
  );
}

function copyKey(key: string): void {
  void copyText(key).then((isCopied) => showToast(isCopied ? panelStrings.keyCopied : panelStrings.copyFailed));
}

/** CSV of the picture, and of every point behind it, fetched run by run so that no answer grows without bound. */
function useDownloads(title: string, x: XAxis, picture: RefObject<Picture>) {
  const { api, clock } = useData();
  const fileOf = (parts: readonly string[], name: string): PanelFile => ({
    name: `${fileNameOf(name)}.csv`,
    blob: new Blob([...parts], { type: 'text/csv' }),
  });
  const save = ({ blob, name }: PanelFile): void => downloadBlob(clock, blob, name);
  const nameOf = (id: string): string => {
    const { runs, groups } = picture.current;
    return runs.find((run) => run.path.run === id)?.label ?? groups?.find((one) => one.id === id)?.label ?? id;
  };
  const rows = (key: string, line: SeriesLine): string =>
    csvRows({ run: line.run.run, name: nameOf(line.run.run), key, line });
  const fetchWhole = async (): Promise<void> => {
    const parts = [CSV_HEAD(x)];
    for (const want of picture.current.wants ?? []) {
      for (const run of want.runs) {
        const lines = await api.series(want.project, [toRequestForAll(want, run)]);
        parts.push(...lines.map((line) => rows(want.key, line)));
      }
    }
    save(fileOf(parts, `${title}-all`));
  };
  const drawnFile = (): PanelFile =>
    fileOf(
      [
        CSV_HEAD(x),
        ...picture.current.curves.flatMap(({ name, lines }) => [...lines.values()].map((line) => rows(name, line))),
      ],
      title,
    );
  const table = (): DataTable =>
    lineTable(
      xLabelOf(x),
      picture.current.curves.flatMap(({ name, lines }) =>
        [...lines.values()].map((line) => ({ name: nameOf(line.run.run), key: name, line })),
      ),
    );
  return {
    table,
    drawnFile,
    drawn: () => save(drawnFile()),
    whole: () =>
      void fetchWhole().catch((error: unknown) =>
        showToast(panelStrings.exportFailed, { kind: 'error', text: error instanceof Error ? error.message : '' }),
      ),
  };
}
