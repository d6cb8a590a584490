import type { ReactElement } from 'react';
import type { XAxis } from '#shared/api';
import { drawFigure, figureSize, type ChartLine, type ChartRanges, type Figure, type PlotSize } from '#ui/charts';
import { resolveColor } from '#ui/widgets';
import { PictureDialog } from '../frame/picture-dialog.tsx';
import type { LineConfig } from './config.ts';
import { xKindOf, xLabelOf } from './series.ts';

export interface ExportDialogProps {
  readonly title: string;
  readonly x: XAxis;
  readonly config: LineConfig;
  readonly lines: readonly ChartLine[];
  readonly ranges: ChartRanges | undefined;
  readonly onClose: () => void;
}

/** The lines as a picture for paper. */
export function ExportDialog(props: ExportDialogProps): ReactElement {
  const { title, ranges, onClose } = props;
  return (
    <PictureDialog
      title={title}
      picture={() =>
        ranges === undefined
          ? undefined
          : {
              sizeOf: (wanted) => figureSize(figureOf(props, ranges, wanted)),
              draw: (pen, wanted) => drawFigure(pen, figureOf(props, ranges, wanted)),
            }
      }
      onClose={onClose}
    />
  );
}

function figureOf({ title, x, config, lines }: ExportDialogProps, ranges: ChartRanges, size: PlotSize): Figure {
  return {
    width: size.width,
    height: size.height,
    title,
    xLabel: xLabelOf(x),
    xKind: xKindOf(x),
    x: { kind: x === '_timestamp' ? 'linear' : config.xScale, linearWidth: config.xLinearWidth },
    y: { kind: config.yScale, linearWidth: config.yLinearWidth },
    xRange: ranges.x,
    yRange: ranges.y,
    ...(lines.some((line) => line.isRight === true) && lines.some((line) => line.isRight !== true)
      ? { rightRange: ranges.right }
      : {}),
    lines: lines.map((line) => ({ ...line, color: resolveColor(line.color) })),
    // The ground is drawn by the dialog.
    background: undefined,
  };
}
