import type { XAxis } from '#shared/api';
import {
  drawFigure,
  figureSize,
  paperInk,
  type ChartLine,
  type ChartRanges,
  type Figure,
  type PlotSize,
} from '#ui/charts';
import type { Picture } from '../frame/picture.ts';
import type { LineConfig } from './config.ts';
import { xKindOf, xLabelOf } from './series.ts';

export interface LinesOnPaper {
  readonly title: string;
  readonly x: XAxis;
  readonly config: LineConfig;
  readonly lines: readonly ChartLine[];
  readonly ranges: ChartRanges;
}

/** The lines as a picture for paper. */
export function linesOnPaper(drawn: LinesOnPaper): Picture {
  return {
    sizeOf: (wanted) => figureSize(figureOf(drawn, wanted)),
    draw: (pen, wanted) => drawFigure(pen, figureOf(drawn, wanted)),
  };
}

function figureOf({ title, x, config, lines, ranges }: LinesOnPaper, size: PlotSize): Figure {
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
    lines: lines.map((line) => ({ ...line, color: paperInk(line.color) })),
    // The ground is drawn with the file.
    background: undefined,
  };
}
