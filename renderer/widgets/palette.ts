import { useMemo } from 'react';
import { currentRunColors, useInk, type RunColors } from './theme.ts';

/** Number of run colours in tokens.css (`--run-0` … `--run-15`). */
export const RUN_PALETTE_SIZE = 16;
/** Colours that the colour-blind can tell apart are no more; tokens.css repeats them, dashes tell the rest apart. */
export const SAFE_PALETTE_SIZE = 8;

/** The palette as it stands in tokens.css, light and dark, so that a chosen palette colour is known again in either theme. */
const LIGHT: readonly string[] = [
  '#1668b8',
  '#d4590e',
  '#17834f',
  '#b3308f',
  '#6a4fc4',
  '#9a6700',
  '#0c8594',
  '#c22f3d',
  '#5b8c12',
  '#d6408c',
  '#2f4f8f',
  '#8a5a3c',
  '#47555e',
  '#8e44ad',
  '#00705f',
  '#6b5b7b',
];
const DARK: readonly string[] = [
  '#5aa9f2',
  '#ff9a57',
  '#4ccf8f',
  '#ef7fd2',
  '#a893ff',
  '#e3b341',
  '#41cfe0',
  '#ff7b85',
  '#a5cf5f',
  '#ff9ecb',
  '#8fb0ff',
  '#d9a982',
  '#b4c1c8',
  '#d59cf0',
  '#3fd0ba',
  '#bcaccd',
];

const SAFE_LIGHT: readonly string[] = [
  '#3026a4',
  '#b58b2b',
  '#089772',
  '#812e17',
  '#9079fe',
  '#490f27',
  '#9876ae',
  '#4c1f64',
];

/** The n-th colour of the palette of the moment on white paper, whatever the theme of the page. */
export function paperColor(index: number): string {
  return currentRunColors() === 'safe' ? (SAFE_LIGHT[index % SAFE_PALETTE_SIZE] ?? '#000000') : paletteColor(index);
}

/** What is stored when a person chooses the n-th palette colour; colorFor shows it in the colour of the theme. */
export function paletteColor(index: number): string {
  return LIGHT[index] ?? '#000000';
}

/**
 * CSS colour of a run, following the theme: by its place in the project (`ordinal`), so that neighbours differ; a colour
 * that a person chose (`#rrggbb`) wins. For canvas use `resolveColor`.
 */
export function colorFor(ordinal: number, chosen?: string): string {
  if (chosen === undefined) return `var(--run-${ordinal % RUN_PALETTE_SIZE})`;
  const hex = chosen.toLowerCase();
  const index = Math.max(LIGHT.indexOf(hex), DARK.indexOf(hex));
  return index < 0 ? chosen : `var(--run-${index})`;
}

/** Colours of the palette of the moment that differ. */
export function paletteSize(colors: RunColors = currentRunColors()): number {
  return colors === 'safe' ? SAFE_PALETTE_SIZE : RUN_PALETTE_SIZE;
}

/** How often the palette has begun anew before a place in the project. */
export function colorRound(ordinal: number, colors: RunColors = currentRunColors()): number {
  return Math.floor(ordinal / paletteSize(colors));
}

/** A CSS colour, or a `var(--name)` of tokens.css, as a canvas understands it in the theme of the moment. */
export function resolveColor(color: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  return name === undefined ? color : getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** `resolveColor`, another function whenever a colour of the palette changes: for what keeps resolved colours. */
export function useResolveColor(): (color: string) => string {
  const ink = useInk();
  return useMemo(() => resolverIn(ink), [ink]);
}

function resolverIn(_ink: string): (color: string) => string {
  return (color) => resolveColor(color);
}
