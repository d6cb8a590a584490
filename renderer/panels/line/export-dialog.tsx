import { useState, type ReactElement } from 'react';
import type { XAxis } from '#shared/api';
import { drawFigure, figureSize, PdfPen, SvgPen, type ChartLine, type ChartRanges, type Figure } from '#ui/charts';
import { useData } from '#ui/data';
import { Button, Dialog, resolveColor, SegmentedControl, showToast, Switch, TextField } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { strings } from '../strings.ts';
import type { LineConfig } from './config.ts';
import styles from './line-panel.module.css';
import { xKindOf, xLabelOf } from './series.ts';

export interface ExportDialogProps {
  readonly title: string;
  readonly x: XAxis;
  readonly config: LineConfig;
  readonly lines: readonly ChartLine[];
  readonly ranges: ChartRanges | undefined;
  readonly onClose: () => void;
}

type Format = 'svg' | 'pdf' | 'png';

const FORMATS = [
  { value: 'svg', label: 'SVG' },
  { value: 'pdf', label: 'PDF' },
  { value: 'png', label: 'PNG' },
] as const;

/** A picture for paper: format, size, ground. Its look follows no theme. */
export function ExportDialog(props: ExportDialogProps): ReactElement {
  const { title, onClose } = props;
  const { clock } = useData();
  const [format, setFormat] = useState<Format>('svg');
  const [width, setWidth] = useState('800');
  const [height, setHeight] = useState('500');
  const [scale, setScale] = useState('2');
  const [isTransparent, setTransparent] = useState(false);
  const isRight = [width, height].every((one) => Number(one) >= 100 && Number(one) <= 10_000) && Number(scale) > 0;
  const save = (): void => {
    const figure = figureOf(props, { width: Number(width), height: Number(height), isTransparent });
    if (figure === undefined) return;
    void render(figure, format, Number(scale)).then(
      (blob) => {
        downloadBlob(clock, blob, `${fileNameOf(title)}.${format}`);
        onClose();
      },
      () => showToast(strings.pngFailed, { kind: 'error' }),
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Export as picture"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!isRight} onClick={save}>
            Export
          </Button>
        </>
      }
    >
      <div className={styles.export}>
        <SegmentedControl label="Format" items={FORMATS} value={format} onValue={setFormat} />
        <div className={styles.pairRow}>
          <TextField label={format === 'pdf' ? 'Width (pt)' : 'Width (px)'} value={width} onValue={setWidth} />
          <TextField label={format === 'pdf' ? 'Height (pt)' : 'Height (px)'} value={height} onValue={setHeight} />
          {format === 'png' ? <TextField label="Pixels per px" value={scale} onValue={setScale} /> : undefined}
        </div>
        <Switch label="Transparent ground" isOn={isTransparent} onToggle={setTransparent} />
      </div>
    </Dialog>
  );
}

interface Paper {
  readonly width: number;
  readonly height: number;
  readonly isTransparent: boolean;
}

function figureOf({ title, x, config, lines, ranges }: ExportDialogProps, paper: Paper): Figure | undefined {
  if (ranges === undefined) return undefined;
  return {
    width: paper.width,
    height: paper.height,
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
    background: paper.isTransparent ? undefined : '#ffffff',
  };
}

async function render(figure: Figure, format: Format, scale: number): Promise<Blob> {
  const { width, height } = figureSize(figure);
  if (format === 'svg') {
    const pen = new SvgPen();
    drawFigure(pen, figure);
    return new Blob([pen.finish(width, height)], { type: 'image/svg+xml' });
  }
  if (format === 'pdf') {
    const pen = new PdfPen(width, height);
    drawFigure(pen, figure);
    return new Blob([pen.finish()], { type: 'application/pdf' });
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas of that size');
  context.scale(scale, scale);
  drawFigure(context, figure);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('no canvas of that size');
  return blob;
}
