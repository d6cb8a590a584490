import { expect, test } from 'vitest';
import { PdfCanvas, type Ruler } from './pdf-canvas.ts';

/** A ruler that knows one colour by name and letters of half their height. */
const ruler = (): Ruler => {
  let style = '#000000';
  return {
    font: '',
    get fillStyle() {
      return style;
    },
    set fillStyle(next: Ruler['fillStyle']) {
      style = next === 'steelblue' ? '#4682b4' : next === 'transparent' ? 'rgba(0, 0, 0, 0)' : String(next);
    },
    measureText(text: string) {
      const size = Number(/([\d.]+)px/.exec(this.font)?.[1]);
      return { width: text.length * size * 0.5 } as TextMetrics;
    },
  };
};
const textOf = (canvas: PdfCanvas): string => String.fromCharCode(...canvas.finish());

test('a path is placed as it was moved and turned when it was built, not when it is filled', () => {
  const canvas = new PdfCanvas(100, 100, ruler());
  canvas.translate(10, 20);
  canvas.beginPath();
  canvas.rect(0, 0, 30, 40);
  canvas.translate(-10, -20);
  canvas.fillStyle = 'steelblue';
  canvas.fill();
  const text = textOf(canvas);
  expect(text).toContain('0.275 0.51 0.706 rg\n10 80 m\n40 80 l\n40 40 l\n10 40 l\nh\nf');
});

test('words keep their end where it was asked for, also when they are turned, and a minus stays one', () => {
  const canvas = new PdfCanvas(100, 100, ruler());
  canvas.font = '10px Inter';
  canvas.textAlign = 'right';
  canvas.fillText('−0.5', 50, 50);
  canvas.save();
  canvas.translate(20, 60);
  canvas.rotate(-Math.PI / 2);
  canvas.textAlign = 'center';
  canvas.font = 'bold 12px Inter';
  canvas.fillText('loss', 0, 0);
  canvas.restore();
  const text = textOf(canvas);
  expect(text).toContain('/F0 10 Tf 30 50 Td (\u00960.5) Tj');
  expect(text).toContain('/F1 12 Tf 0 1 -1 0 20 28 Tm (loss) Tj');
  expect(text.match(/^q$/gm)?.length).toBe(text.match(/^Q$/gm)?.length);
});

test('a circle is four curves, nothing is drawn with what cannot be seen, and a ramp is stripes within its path', () => {
  const canvas = new PdfCanvas(100, 100, ruler());
  canvas.beginPath();
  canvas.arc(50, 50, 10, 0, 2 * Math.PI);
  canvas.fillStyle = 'transparent';
  canvas.fill();
  expect(textOf(canvas)).not.toContain(' c\n');
  canvas.fillStyle = '#ff0000';
  canvas.fill();
  expect(textOf(canvas).match(/ c$/gm)).toHaveLength(4);
  const ramp = canvas.createLinearGradient(0, 0, 64, 0);
  ramp.addColorStop(0, '#000000');
  ramp.addColorStop(1, '#ffffff');
  canvas.fillStyle = ramp;
  canvas.fillRect(0, 0, 64, 10);
  const text = textOf(canvas);
  expect(text).toContain('W n');
  expect(new Set(text.match(/[\d.]+ [\d.]+ [\d.]+ rg/g)).size).toBeGreaterThan(60);
  expect(text).not.toContain('NaN');
});

test('pictures are refused in words', () => {
  expect(() => new PdfCanvas(10, 10, ruler()).drawImage()).toThrow('holds pictures');
});
