import { expect, test } from 'vitest';
import { PdfCanvas, type Colors } from './pdf-canvas.ts';
import { plainLetters } from './plain-letters.ts';

/** Knows two colours by name. */
const colors = (): Colors => {
  let style = '#000000';
  return {
    get fillStyle() {
      return style;
    },
    set fillStyle(next: Colors['fillStyle']) {
      style = next === 'steelblue' ? '#4682b4' : next === 'transparent' ? 'rgba(0, 0, 0, 0)' : String(next);
    },
  };
};
const newCanvas = (size: number): PdfCanvas => new PdfCanvas(size, size, colors(), plainLetters);
const textOf = async (canvas: PdfCanvas): Promise<string> => String.fromCharCode(...(await canvas.finish()));

test('a path is placed as it was moved and turned when it was built, not when it is filled', async () => {
  const canvas = newCanvas(100);
  canvas.translate(10, 20);
  canvas.beginPath();
  canvas.rect(0, 0, 30, 40);
  canvas.translate(-10, -20);
  canvas.fillStyle = 'steelblue';
  canvas.fill();
  const text = await textOf(canvas);
  expect(text).toContain('0.275 0.51 0.706 rg\n10 80 m\n40 80 l\n40 40 l\n10 40 l\nh\nf');
});

test('words keep their end where it was asked for, also when they are turned, and a minus stays one', async () => {
  const canvas = newCanvas(100);
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
  const text = await textOf(canvas);
  expect(text).toContain('/F0 10 Tf 30 50 Td (\u00960.5) Tj');
  expect(text).toContain('/F1 12 Tf 0 1 -1 0 20 28 Tm (loss) Tj');
  expect(text.match(/^q$/gm)?.length).toBe(text.match(/^Q$/gm)?.length);
});

test('a circle is four curves, nothing is drawn with what cannot be seen, and a ramp is stripes within its path', async () => {
  const canvas = newCanvas(100);
  canvas.beginPath();
  canvas.arc(50, 50, 10, 0, 2 * Math.PI);
  canvas.fillStyle = 'transparent';
  canvas.fill();
  expect(await textOf(canvas)).not.toContain(' c\n');
  canvas.fillStyle = '#ff0000';
  canvas.fill();
  expect((await textOf(canvas)).match(/ c$/gm)).toHaveLength(4);
  const ramp = canvas.createLinearGradient(0, 0, 64, 0);
  ramp.addColorStop(0, '#000000');
  ramp.addColorStop(1, '#ffffff');
  canvas.fillStyle = ramp;
  canvas.fillRect(0, 0, 64, 10);
  const text = await textOf(canvas);
  expect(text).toContain('W n');
  expect(new Set(text.match(/[\d.]+ [\d.]+ [\d.]+ rg/g)).size).toBeGreaterThan(60);
  expect(text).not.toContain('NaN');
});

test('pictures are refused in words', () => {
  expect(() => newCanvas(10).drawImage()).toThrow('holds pictures');
});

test('words with other letters are a picture at their place and angle, and can be found and copied as they were', async () => {
  const canvas = newCanvas(100);
  canvas.font = '10px Inter';
  canvas.fillText('損失 👩‍🔬', 10, 50);
  canvas.fillText('損失 👩‍🔬', 10, 70);
  canvas.translate(20, 60);
  canvas.rotate(-Math.PI / 2);
  canvas.fillText('α', 0, 0);
  canvas.fillText('ä — plain', 0, 0);
  const text = await textOf(canvas);
  expect(text).not.toContain('?');
  // Drawn once, put twice: eight units of five points each, a quarter of a letter below the line.
  expect(text.match(/\/Subtype \/Image/g)).toHaveLength(2 * 2);
  expect(text).toContain('q 40 0 0 5 10 47.5 cm /I0 Do Q');
  expect(text).toContain('q 40 0 0 5 10 27.5 cm /I0 Do Q');
  expect(text).toContain('q 0 5 -5 0 22.5 40 cm /I1 Do Q');
  // An emoji of several signs is one letter; the words lie on the picture, stretched to its width.
  expect(text).toContain('<01> <5931>\n<02> <0020>\n<03> <d83ddc69200dd83ddd2c>\n<04> <03b1>');
  expect(text).toContain('BT 0 Tr 200 Tz 10 50 Td /U0 10 Tf <00010203> Tj 100 Tz ET');
  expect(text).toContain('(\u00e4 \u0097 plain) Tj');
});
