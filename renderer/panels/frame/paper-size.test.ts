import { expect, test } from 'vitest';
import { inUnit, START, unitName, wantedOf, type PaperDraft } from './paper-size.ts';

const draftOf = (part: Partial<PaperDraft>): PaperDraft => ({ ...START, width: '720', height: '360', ...part });

test('a size stays the same in another unit, in whatever the format counts', () => {
  for (const format of ['svg', 'pdf', 'png'] as const) {
    const draft = draftOf({ format });
    const inMm = { ...draft, ...inUnit(draft, 'mm') };
    expect([inMm.width, inMm.height]).toEqual(format === 'pdf' ? ['254', '127'] : ['190.5', '95.3']);
    expect(wantedOf(inMm)?.size.width).toBeCloseTo(720);
    expect(inUnit(inMm, 'px')).toEqual({ unit: 'px', width: '720', height: '360' });
  }
  expect([unitName('px', 'pdf'), unitName('px', 'png'), unitName('mm', 'pdf')]).toEqual(['pt', 'px', 'mm']);
});

test('what is no number stays as it was typed', () => {
  expect(inUnit(draftOf({ width: 'wide', height: '' }), 'mm')).toEqual({ unit: 'mm', width: 'wide', height: '' });
});

test('a picture of another format is as large on paper', () => {
  const draft = draftOf({ format: 'pdf', unit: 'mm', width: '127', height: '63.5' });
  expect(wantedOf(draft)?.size.width).toBeCloseTo(360);
  const copied = wantedOf(draft, 'png');
  expect(copied?.size.width).toBeCloseTo(480);
  expect(copied?.paper).toEqual({ format: 'png', scale: 300 / 96, isTransparent: false });
});
