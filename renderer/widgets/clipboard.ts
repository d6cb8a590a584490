/**
 * Puts text on the clipboard; true when it worked. `navigator.clipboard` exists only on https and localhost, and the
 * page may be open on http://host:port, so the old selection way is the second try.
 */
export async function copyText(text: string): Promise<boolean> {
  if (typeof navigator.clipboard !== 'undefined') {
    const isWritten = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (isWritten) return true;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}

/** Whether pictures can be put on the clipboard here: not on http://host:port, nor in every browser. */
export function canCopyImages(): boolean {
  return typeof ClipboardItem !== 'undefined' && typeof navigator.clipboard?.write === 'function';
}

/** Puts a PNG on the clipboard; rejects where the browser refuses. The picture may still be on its way. */
export function copyImage(png: Promise<Blob>): Promise<void> {
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}
