import type { Letters } from './pdf-letters.ts';

/** For tests: letters half as wide as high; what is painted is one grey pixel for each letter. */
export const plainLetters: Letters = {
  widthOf: (text, { size }) => text.length * size * 0.5,
  paint: (text, { size }) => ({
    width: text.length,
    height: 1,
    colors: new Uint8Array(text.length * 3).fill(128),
    alphas: new Uint8Array(text.length).fill(255),
    pixelPoints: size / 2,
    left: 0,
    below: size / 4,
  }),
};
