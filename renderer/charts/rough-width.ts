const LETTER = 6;
/** Letters as wide as high: those of East Asia, emoji. */
const WIDE =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff00-\uff60]/u;
/** What stands over or binds together others. */
const NO_ROOM = /\p{M}|\u200d|\ufe0f/u;

/** About how wide words of 10 pixels are, where nothing can measure them; rather more than less. */
export function roughWidth(words: string): number {
  let width = 0;
  for (const letter of words) width += NO_ROOM.test(letter) ? 0 : WIDE.test(letter) ? 2 * LETTER : LETTER;
  return width;
}
