import { useEffect, useState } from 'react';

/** Files that may hold an animation and are pictures to the browser. */
const ANIMATIONS: Readonly<Record<string, string>> = { gif: 'image/gif', webp: 'image/webp' };

const FETCH_MS = 60_000;
/** Where a WebP says that it is animated. */
const WEBP_HEAD = 32;

/** The type of a file that may be an animated picture, by its ending. */
export function animationType(file: string): string | undefined {
  return ANIMATIONS[/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
}

/** Whether frames of animated pictures can be had one by one. */
export function canDecodeAnimations(): boolean {
  return 'ImageDecoder' in window;
}

/**
 * Whether the bytes are a WebP that is animated, or a GIF of at least two pictures; of a WebP the first 32 are enough.
 * Source: RIFF container of WebP (VP8X, bit 1 of its flags); GIF89a.
 */
export function isAnimated(bytes: Uint8Array): boolean {
  const word = (at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
  if (word(0, 4) === 'RIFF') return word(8, 8) === 'WEBPVP8X' && ((bytes[20] ?? 0) & 2) !== 0;
  return word(0, 3) === 'GIF' && picturesOfGif(bytes, 2) === 2;
}

/** Counts the pictures of a GIF, up to `most`. */
function picturesOfGif(bytes: Uint8Array, most: number): number {
  const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(bytes[10] ?? 0);
  let count = 0;
  while (at < bytes.length && count < most) {
    const kind = bytes[at];
    if (kind === 0x2c) {
      count += 1;
      at += 11 + table(bytes[at + 9] ?? 0);
    } else if (kind === 0x21) at += 2;
    else break;
    // Blocks, each after its length; one of no bytes ends them.
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  }
  return count;
}

const asked = new Map<string, Promise<boolean>>();
/** Answers, so that a step that was seen before is right at once. */
const known = new Map<string, boolean>();

async function ask(href: string, type: string): Promise<boolean> {
  const range = type === 'image/webp' ? { headers: { Range: `bytes=0-${WEBP_HEAD - 1}` } } : {};
  const response = await fetch(href, { ...range, signal: AbortSignal.timeout(FETCH_MS) });
  return response.ok && isAnimated(new Uint8Array(await response.arrayBuffer()));
}

/** Whether a stored picture is animated; undefined until that is known. What cannot be fetched counts as still. */
export function useIsAnimated(file: string, href: string): boolean | undefined {
  const type = animationType(file);
  const [, setFound] = useState('');
  useEffect(() => {
    if (type === undefined || known.has(href)) return undefined;
    let isWanted = true;
    const answer = asked.get(href) ?? ask(href, type).catch(() => false);
    asked.set(href, answer);
    void answer.then((isMoving) => {
      known.set(href, isMoving);
      if (isWanted) setFound(href);
    });
    return () => {
      isWanted = false;
    };
  }, [href, type]);
  return type === undefined ? false : known.get(href);
}
