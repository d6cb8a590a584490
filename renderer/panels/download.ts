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
  return key.replace(/[^\p{L}\p{N}\p{M}_.-]+/gu, '-').replace(/^-+|-+$/g, '') || 'panel';
}
