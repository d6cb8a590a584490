/** What is known of an encoded picture from its first bytes. */
export interface ImageHead {
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

/** Reads format and size of a PNG, JPEG, GIF, WebP, BMP or SVG; undefined for anything else. Sources: the formats' own specifications. */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length >= 24 && text(1, 4) === 'PNG') {
    return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes.length >= 10 && text(0, 3) === 'GIF') {
    return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  if (bytes.length >= 26 && text(0, 2) === 'BM') {
    return { format: 'bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  }
  if (bytes.length >= 30 && text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return readWebp(view, text(12, 16));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(view);
  const start = new TextDecoder().decode(bytes.subarray(0, 1000));
  if (/<svg[\s>]/i.test(start)) return { format: 'svg', ...svgSize(start) };
  return undefined;
}

function readWebp(view: DataView, chunk: string): ImageHead | undefined {
  if (chunk === 'VP8X') {
    const at = (i: number): number => view.getUint16(i, true) + (view.getUint8(i + 2) << 16) + 1;
    return { format: 'webp', width: at(24), height: at(27) };
  }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return chunk === 'VP8 '
    ? { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    : undefined;
}

/** Walks from marker to marker to the frame header (SOF0 to SOF15 but tables). */
function readJpeg(view: DataView): ImageHead | undefined {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { format: 'jpg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function svgSize(text: string): { readonly width: number; readonly height: number } {
  const side = (name: string): number | undefined => {
    const value = new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)`, 'i').exec(text)?.[1];
    return value === undefined ? undefined : Math.round(Number(value));
  };
  return { width: side('width') ?? 0, height: side('height') ?? 0 };
}
