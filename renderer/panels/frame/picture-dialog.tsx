import { useState, type ReactElement } from 'react';
import { PdfPen, SvgPen, type Pen, type PlotSize } from '#ui/charts';
import { useData } from '#ui/data';
import { Button, Dialog, SegmentedControl, showToast, Switch, TextField } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { strings } from '../strings.ts';
import styles from './picture-dialog.module.css';

/** A picture for paper, drawn with any pen. */
export interface Picture {
  /** Its whole size for a wanted one: a legend below may need more. */
  readonly sizeOf: (wanted: PlotSize) => PlotSize;
  /** Draws it all but the ground. */
  readonly draw: (pen: Pen, wanted: PlotSize) => void;
}

/** A picture that makes its files by itself: what draws it knows no pens. */
export interface SelfMade {
  readonly toFile: (size: PlotSize, paper: Paper) => Promise<Blob>;
}

/** How a picture is put on paper. */
export interface Paper {
  readonly format: Format;
  /** Of PNG: pixels of the file per pixel of its size. */
  readonly scale: number;
  readonly isTransparent: boolean;
}

export interface PictureDialogProps {
  readonly title: string;
  /** Called when the file is made; undefined = there is nothing to draw. */
  readonly picture: () => Picture | SelfMade | undefined;
  readonly onClose: () => void;
}

export type Format = 'svg' | 'pdf' | 'png';

const FORMATS = [
  { value: 'svg', label: 'SVG' },
  { value: 'pdf', label: 'PDF' },
  { value: 'png', label: 'PNG' },
] as const;
export const GROUND = '#ffffff';

/** A picture for paper: format, size, ground. Its look follows no theme. */
export function PictureDialog({ title, picture, onClose }: PictureDialogProps): ReactElement {
  const { clock } = useData();
  const [format, setFormat] = useState<Format>('svg');
  const [width, setWidth] = useState('800');
  const [height, setHeight] = useState('500');
  const [scale, setScale] = useState('2');
  const [isTransparent, setTransparent] = useState(false);
  const isRight = [width, height].every((one) => Number(one) >= 100 && Number(one) <= 10_000) && Number(scale) > 0;
  const save = (): void => {
    const drawn = picture();
    if (drawn === undefined) return;
    const wanted = { width: Number(width), height: Number(height) };
    const paper = { format, scale: Number(scale), isTransparent };
    const made = 'toFile' in drawn ? drawn.toFile(wanted, paper) : render(drawn, wanted, paper);
    void made.then(
      (blob) => {
        downloadBlob(clock, blob, `${fileNameOf(title)}.${format}`);
        onClose();
      },
      (error: unknown) =>
        showToast(strings.pictureFailed(error instanceof Error ? error.message : ''), { kind: 'error' }),
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
      <div className={styles.form}>
        <SegmentedControl label="Format" items={FORMATS} value={format} onValue={setFormat} />
        <div className={styles.pair}>
          <TextField label={format === 'pdf' ? 'Width (pt)' : 'Width (px)'} value={width} onValue={setWidth} />
          <TextField label={format === 'pdf' ? 'Height (pt)' : 'Height (px)'} value={height} onValue={setHeight} />
          {format === 'png' ? <TextField label="Pixels per px" value={scale} onValue={setScale} /> : undefined}
        </div>
        <Switch label="Transparent ground" isOn={isTransparent} onToggle={setTransparent} />
      </div>
    </Dialog>
  );
}

async function render(picture: Picture, wanted: PlotSize, { format, scale, isTransparent }: Paper): Promise<Blob> {
  const { width, height } = picture.sizeOf(wanted);
  const draw = (pen: Pen): void => {
    if (!isTransparent) {
      pen.fillStyle = GROUND;
      pen.beginPath();
      pen.rect(0, 0, width, height);
      pen.fill();
    }
    picture.draw(pen, wanted);
  };
  if (format === 'svg') {
    const pen = new SvgPen();
    draw(pen);
    return new Blob([pen.finish(width, height)], { type: 'image/svg+xml' });
  }
  if (format === 'pdf') {
    const pen = new PdfPen(width, height);
    draw(pen);
    return new Blob([pen.finish()], { type: 'application/pdf' });
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas of that size');
  context.scale(scale, scale);
  draw(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('no canvas of that size');
  return blob;
}
