import { expect, test } from 'vitest';
import { drawFigure, figureSize, ticksOf, type Figure } from './figure.ts';
import type { ChartLine } from './lines.ts';
import { rangeWithRoom } from './plot-axis.ts';
import { PdfPen } from './pdf-pen.ts';
import { plainLetters } from './plain-letters.ts';
import { LINEAR } from './scale.ts';
import { SvgPen } from './svg-pen.ts';

const line = (label: string): ChartLine => ({
  id: label,
  label,
  color: '#1668b8',
  dash: [],
  x: Float64Array.of(0, 50, 100),
  y: Float64Array.of(1, NaN, 3),
  isOutOfOrder: false,
});
const figure: Figure = {
  width: 640,
  height: 400,
  title: 'loss <b> & (more)',
  xLabel: 'Step',
  xKind: 'step',
  x: LINEAR,
  y: LINEAR,
  xRange: [0, 100],
  yRange: [0, 4],
  lines: [line('first "run"'), line('second')],
  background: '#ffffff',
};

test('an SVG holds real vectors, its texts escaped, one clip and the legend', () => {
  const pen = new SvgPen();
  drawFigure(pen, figure);
  const svg = pen.finish(640, figureSize(figure).height);
  expect(svg).toContain('loss &lt;b&gt; &amp; (more)');
  expect(svg).toContain('first &quot;run&quot;');
  expect(svg.match(/<clipPath/g)).toHaveLength(1);
  expect(svg.match(/<g /g)?.length).toBe(svg.match(/<\/g>/g)?.length);
  expect(svg).not.toContain('<image');
  expect(svg).not.toContain('NaN');
});

test('a logged NaN leaves a cross, a gap without points none', () => {
  const crosses = (lines: readonly ChartLine[]): number => {
    const pen = new SvgPen();
    drawFigure(pen, { ...figure, lines });
    return pen.finish(640, 400).match(/stroke-width="1.25"/g)?.length ?? 0;
  };
  expect(crosses([line('a')])).toBe(1);
  expect(crosses([{ ...line('a'), count: Float64Array.of(1, 0, 1) }])).toBe(0);
});

test('a PDF has a table of objects that stand where it says', async () => {
  const pen = new PdfPen(640, figureSize(figure).height, plainLetters);
  drawFigure(pen, { ...figure, lines: [line('モデル 🚀'), line('second')] });
  const text = String.fromCharCode(...(await pen.finish()));
  expect(text.startsWith('%PDF-1.4')).toBe(true);
  expect(text).toContain('(loss <b> & \\(more\\)) Tj');
  const places = [...text.matchAll(/(\d{10}) 00000 n/g)].map((match) => Number(match[1]));
  // Page and contents, the picture of one name, and the font that it is found by.
  expect(places.map((at, i) => text.startsWith(`${i + 1} 0 obj`, at))).toEqual(places.map(() => true));
  expect(places).toHaveLength(4 + 2 + 3);
  expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1])).startsWith('xref')).toBe(true);
  expect(text).not.toContain('NaN');
});

test('names of wide letters and of emoji have their room in the legend', () => {
  const pen = new SvgPen();
  drawFigure(pen, { ...figure, lines: [line('損失モデル 👩‍🔬'), line('second')] });
  const starts = [...pen.finish(640, 420).matchAll(/<text x="([\d.]+)"[^>]*>(?:損失|second)/g)].map((match) =>
    Number(match[1]),
  );
  // Five letters and an emoji as wide as they are high (10), a space, the mark of the next line.
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(6 * 10 + 4 + 23);
});

test('ticks are round on every scale', () => {
  expect(ticksOf([0, 10], LINEAR, 5).values).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticksOf([0.01, 100], { kind: 'log', linearWidth: 1 }, 5).values).toEqual([0.01, 0.1, 1, 10, 100]);
  expect(ticksOf([-100, 100], { kind: 'symlog', linearWidth: 1 }, 8).values).toEqual([-100, -10, -1, 0, 1, 10, 100]);
});

test('a log axis for paper that has less than two powers of ten has ticks within its range', () => {
  const log = { kind: 'log', linearWidth: 1 } as const;
  expect(ticksOf([1.001, 1.002], log, 4)).toEqual({ values: [1.001, 1.0015, 1.002], increment: 0.0001 });
  expect(ticksOf([2, 90], log, 8)).toEqual({ values: [2, 5, 10, 20, 50], increment: undefined });
  const pen = new SvgPen();
  drawFigure(pen, { ...figure, y: log, yRange: [20_100, 29_500] });
  expect(pen.finish(640, 400)).toContain('>26k<');
});

test('where runs of a group have ended its line goes on in dots; runs behind are not in the legend', () => {
  const whole = { ...line('group'), y: Float64Array.of(1, 2, 3), members: Float64Array.of(3, 3, 3) };
  const drawn = (one: ChartLine, behind = line('behind')): string => {
    const pen = new SvgPen();
    drawFigure(pen, { ...figure, lines: [one, { ...behind, isBehind: true }] });
    return pen.finish(640, 400);
  };
  expect(drawn(whole)).not.toContain('stroke-dasharray="2');
  expect(drawn(whole)).not.toContain('behind');
  expect(drawn({ ...whole, members: Float64Array.of(3, 3, 1) })).toContain('stroke-dasharray="2');
});

test('an axis of values that differ by rounding alone has ticks, and ends', () => {
  const range = rangeWithRoom(2.9999999999999996, 3.0000000000000004, LINEAR);
  expect(ticksOf(range, LINEAR, 5).values.length).toBeLessThan(12);
});
