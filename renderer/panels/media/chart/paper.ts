import { paperLook } from '#ui/charts';
import { paperColor, resolveColor, RUN_PALETTE_SIZE } from '#ui/widgets';
import { GROUND, type SelfMade } from '../../frame/picture.ts';
import { isObject, type Json } from './fill.ts';
import type { ChartState } from './state.ts';

/** A chart for paper: drawn anew in the wanted size, in the colours of the light theme whatever the page shows. */
export function chartOnPaper({ spec, data }: Extract<ChartState, { kind: 'ready' }>): SelfMade {
  const onPaper = paperColors();
  return {
    toFile: async (size, { format, scale, isTransparent }) => {
      const { drawChart } = await import('./draw.ts');
      const [only] = data.runs.length === 1 ? data.runs : [];
      const { font, text, softText, grid, axis } = paperLook();
      const palette = Array.from({ length: RUN_PALETTE_SIZE }, (_, i) => paperColor(i));
      const drawn = await drawChart({
        element: document.createElement('div'),
        spec: recolor(spec, onPaper),
        rows: data.rows.map((row) => ({ ...row, _color: onPaper(String(row['_color'])) })),
        size,
        look: { font, text, quiet: softText, grid, axis, palette, mark: onPaper(only?.color ?? palette[0] ?? '') },
        onTip: () => undefined,
      });
      try {
        return await drawn.toImage(format, isTransparent ? 'transparent' : GROUND, scale);
      } finally {
        drawn.end();
      }
    },
  };
}

/** What a colour of the palette as the page shows it is on paper; others stay. */
function paperColors(): (color: string) => string {
  const colors = new Map(
    Array.from({ length: RUN_PALETTE_SIZE }, (_, i) => [resolveColor(`var(--run-${i})`), paperColor(i)]),
  );
  return (color) => colors.get(color) ?? color;
}

function recolor(value: Json, onPaper: (color: string) => string): Json {
  if (typeof value === 'string') return onPaper(value);
  if (Array.isArray(value)) return value.map((one: Json) => recolor(one, onPaper));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, recolor(one, onPaper)]));
}
