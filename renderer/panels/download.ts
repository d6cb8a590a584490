/** Hands a file to the browser's own download. */
export function downloadBlob(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download reads the address after this turn; one minute is ample and the memory is freed.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
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
