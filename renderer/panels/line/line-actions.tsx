import { Maximize2, MoreHorizontal, Settings2 } from 'lucide-react';
import { memo, type RefObject } from 'react';
import type { SeriesLine, XAxis } from '#shared/api';
import type { LineChartHandle } from '#ui/charts';
import { useData, type Clock } from '#ui/data';
import { Button, copyText, IconButton, Menu, Popover, resolveColor, showToast } from '#ui/widgets';
import { downloadBlob, fileNameOf, titledPng } from '../download.ts';
import type { PanelSource } from '../registry.ts';
import type { DrawnRun } from '../runs.ts';
import { strings } from '../strings.ts';
import type { LineConfig, LineOverrides } from './config.ts';
import { FactsPopover } from './facts-popover.tsx';
import styles from './line-panel.module.css';
import { LineSettings } from './line-settings.tsx';
import { toCsv, type PictureFacts } from './series.ts';

/** The picture of the moment, read when something is done with it. */
export interface Picture {
  readonly runs: readonly DrawnRun[];
  readonly lines: ReadonlyMap<string, SeriesLine>;
  readonly facts: PictureFacts;
  readonly notPositiveCount: number;
}

export interface LineActionsProps {
  readonly source: PanelSource;
  readonly config: LineConfig;
  readonly own: LineOverrides;
  readonly x: XAxis;
  readonly defaultX: XAxis;
  readonly xKeys: readonly string[];
  readonly isFullScreen: boolean;
  readonly onFullScreen: () => void;
  readonly onSave: (config: unknown) => void;
  readonly picture: RefObject<Picture>;
  readonly chart: RefObject<LineChartHandle | null>;
}

/**
 * The buttons of a line panel. They take the picture by reference: new points and eyes that open or close must not draw
 * five popups of every panel anew.
 */
export const LineActions = memo(function LineActions(props: LineActionsProps) {
  const { source, config, own, x, onSave, isFullScreen, picture, chart } = props;
  const { clock } = useData();
  const isYLog = config.yScale === 'log';
  const title = own.title ?? source.title;
  return (
    <>
      <Button
        size="small"
        kind="ghost"
        className={styles.scale}
        aria-pressed={isYLog}
        title={isYLog ? strings.linearY : strings.logY}
        onClick={() => onSave({ ...own, yScale: isYLog ? 'linear' : 'log' })}
      >
        log
      </Button>
      <FactsPopover picture={picture} keyName={source.key} x={x} />
      <Popover
        label={strings.edit}
        align="end"
        trigger={
          <IconButton label={strings.edit} size="small">
            <Settings2 size={14} aria-hidden />
          </IconButton>
        }
      >
        <LineSettings
          config={config}
          own={own}
          defaultX={props.defaultX}
          xKeys={props.xKeys}
          keyName={source.key}
          onChange={(next) => onSave(Object.keys(next).length === 0 ? undefined : next)}
        />
      </Popover>
      <IconButton
        label={isFullScreen ? strings.leaveFullScreen : strings.fullScreen}
        size="small"
        onClick={props.onFullScreen}
      >
        <Maximize2 size={14} aria-hidden />
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more} size="small">
            <MoreHorizontal size={14} aria-hidden />
          </IconButton>
        }
        entries={() => {
          const isDisabled = picture.current.lines.size === 0;
          return [
            {
              kind: 'action',
              label: strings.downloadCsv,
              isDisabled,
              run: () => downloadCsv(clock, source.key, x, picture.current),
            },
            {
              kind: 'action',
              label: strings.downloadPng,
              isDisabled,
              run: () => void downloadPng(clock, chart.current, title),
            },
            { kind: 'separator' },
            { kind: 'action', label: strings.copyKey, run: () => copyKey(source.key) },
          ];
        }}
      />
    </>
  );
});

function copyKey(key: string): void {
  void copyText(key).then((isCopied) => showToast(isCopied ? strings.keyCopied : strings.copyFailed));
}

function downloadCsv(clock: Clock, key: string, x: XAxis, { runs, lines }: Picture): void {
  downloadBlob(clock, new Blob([toCsv(x, runs, lines)], { type: 'text/csv' }), `${fileNameOf(key)}.csv`);
}

async function downloadPng(clock: Clock, chart: LineChartHandle | null, title: string): Promise<void> {
  const background = resolveColor('var(--surface)');
  const canvas = chart?.toCanvas(background);
  const blob =
    canvas === undefined ? undefined : await titledPng(canvas, title, background, resolveColor('var(--text)'));
  if (blob === undefined) showToast(strings.pngFailed, { kind: 'error' });
  else downloadBlob(clock, blob, `${fileNameOf(title)}.png`);
}
