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
