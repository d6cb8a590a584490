import type { Box } from '#shared/media';
import type { OverlayConfig } from '../config.ts';

export type LayerKind = 'mask' | 'box';

/** The name of a group, or of a class of it, in the list of what is hidden. */
export function layerKey(kind: LayerKind, group: string, classId?: number): string {
  return classId === undefined ? `${kind}/${group}` : `${kind}/${group}/${classId}`;
}

/** Whether a class of a group is drawn. */
export function isClassShown(hidden: ReadonlySet<string>, kind: LayerKind, group: string, classId: number): boolean {
  return !hidden.has(layerKey(kind, group)) && !hidden.has(layerKey(kind, group, classId));
}

/** Whether a box passes the ranges of its scores; a score that it does not have passes. */
export function isBoxShown(box: Box, scores: OverlayConfig['scores']): boolean {
  return Object.entries(scores).every(([name, [from, to]]) => {
    const score = box.scores[name];
    return score === undefined || ((from === null || score >= from) && (to === null || score <= to));
  });
}

/** What a class is called: its label, else as the client calls classes without one. */
export function className(labels: Readonly<Record<string, string>> | undefined, classId: number): string {
  return labels?.[String(classId)] ?? `class_${classId}`;
}

/** Part of the circle by which hues of following classes differ: neighbours are far apart, none repeats soon. */
const GOLDEN_ANGLE = 137.508;

/** Red, green and blue (0 to 255) of a class: the same in every picture, bright enough over any. */
export function classColor(classId: number): readonly [number, number, number] {
  const hue = (classId * GOLDEN_ANGLE + 200) % 360;
  const light = 0.52 + 0.08 * (Math.floor(classId / 8) % 2);
  return hslToRgb(hue, 0.85, light);
}

/** The same as CSS. */
export function classCss(classId: number): string {
  return `rgb(${classColor(classId).join(' ')})`;
}

function hslToRgb(hue: number, saturation: number, light: number): readonly [number, number, number] {
  const chroma = saturation * Math.min(light, 1 - light);
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
