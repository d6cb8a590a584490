/** The bytes asked for by a Range header, both ends included. */
export type ByteRange =
  | { readonly kind: 'all' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'none' };

/**
 * Reads one range (`bytes=0-99`, `bytes=100-`, `bytes=-50`). Several ranges, other units and nonsense are answered
 * with the whole file, which RFC 9110 section 14.2 allows; `none` is a range outside the file (status 416).
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? '').replaceAll(' ', ''));
  if (match === null) return { kind: 'all' };
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return { kind: 'all' };
  if (from === '') return tail(Number(to), sizeBytes);
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return { kind: 'all' };
  return first >= sizeBytes ? { kind: 'none' } : { kind: 'part', first, last };
}

function tail(count: number, sizeBytes: number): ByteRange {
  if (count === 0 || sizeBytes === 0) return { kind: 'none' };
  return { kind: 'part', first: Math.max(0, sizeBytes - count), last: sizeBytes - 1 };
}
