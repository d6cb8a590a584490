import type { Clock } from '#ui/data';

/** The browser reads a download's address soon after the click; by then it surely has. */
const ADDRESS_LIFE_MS = 60_000;

/** Hands a file to the browser's own download. */
export function downloadBlob(clock: Clock, blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  clock.after(ADDRESS_LIFE_MS, () => URL.revokeObjectURL(href));
}

/** A key as a file name: `train/loss` → `train-loss`. */
export function fileNameOf(key: string): string {
  return key.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'panel';
}

/** A chart's canvas with its title above, as PNG. */
export async function titledPng(
  chart: HTMLCanvasElement,
  title: string,
  background: string,
  ink: string,
): Promise<Blob | undefined> {
  const scale = devicePixelRatio;
  const head = Math.round(30 * scale);
  const canvas = document.createElement('canvas');
  canvas.width = chart.width;
  canvas.height = chart.height + head;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  context.font = `600 ${13 * scale}px "Inter Variable", system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.fillText(title, 12 * scale, head / 2 + 2 * scale);
  context.drawImage(chart, 0, head);
  return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
