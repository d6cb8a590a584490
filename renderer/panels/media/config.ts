import type { PointColors } from '#ui/scene';

/** How pictures and videos fill their place. `original`: one pixel of the file is one of the screen. */
export type Fit = 'fit' | 'original' | 'pixelated';

/** What of masks and boxes is shown; the same for all steps and runs of a panel. */
export interface OverlayConfig {
  /** Hidden groups (`mask/predictions`, `box/truth`) and classes of groups (`mask/predictions/3`). */
  readonly hidden: readonly string[];
  /** Of masks, 0 to 1. */
  readonly opacity: number;
  readonly hasLabels: boolean;
  /** Least and greatest score of boxes by score name; a box without that score stays. */
  readonly scores: Readonly<Record<string, ScoreRange>>;
}

/** null: without an end, so that better boxes of other steps stay. */
export type ScoreRange = readonly [from: number | null, to: number | null];

/** What texts are compared with: nothing, the step before the shown one, the first or a certain step. */
export type Against = 'none' | 'previous' | 'first' | number;

/** Own settings of a media panel. */
export interface MediaConfig {
  readonly version: 1;
  /** 0: as many as fit. */
  readonly columns: number;
  readonly fit: Fit;
  /** The step is shared with the other media of the workspace. */
  readonly isLinked: boolean;
  /** A logged number that the slider is read by; '' = the step. */
  readonly sliderKey: string;
  /** Steps a second. */
  readonly speed: number;
  readonly isLooping: boolean;
  readonly overlay: OverlayConfig;
  /** Lines of texts are broken. */
  readonly isWrapped: boolean;
  readonly against: Against;
  readonly diffLayout: 'inline' | 'split';
  readonly hasSpectrogram: boolean;
  readonly space: SpaceConfig;
}

/** How things in space are looked at. */
export interface SpaceConfig {
  /** Of points, in pixels; 0: the fewer they are, the larger. */
  readonly pointSize: number;
  readonly hasLabels: boolean;
  readonly hasAxes: boolean;
  /** What is far fades into the ground. */
  readonly hasFog: boolean;
  /** What it stands on. */
  readonly ground: Ground;
  /** auto: z for clouds, y for models. */
  readonly up: 'auto' | 'y' | 'z';
  /** Boxes with a lower score are not drawn. */
  readonly leastScore: number;
  /** What gives points their colour. */
  readonly colors: PointColors;
  /** Categories of points and labels of boxes that are left away: `category/3`, `box/car`. */
  readonly hidden: readonly string[];
  readonly molecule: MoleculeStyle;
  readonly moleculeColors: MoleculeColors;
  /** Looked at from the same place as in the other linked panels of the project. */
  readonly isCameraLinked: boolean;
}

/** auto: as the theme has it; else the same in both themes. */
export type Ground = 'auto' | 'light' | 'dark' | `#${string}`;

export type MoleculeStyle = 'cartoon' | 'stick' | 'sphere' | 'surface';
export const MOLECULE_STYLES: readonly MoleculeStyle[] = ['cartoon', 'stick', 'sphere', 'surface'];
/** auto: ribbons along their chain, atoms by their element. */
export type MoleculeColors = 'auto' | 'element' | 'chain' | 'residue';
export const MOLECULE_COLORS: readonly MoleculeColors[] = ['auto', 'element', 'chain', 'residue'];
export const POINT_COLORS: readonly PointColors[] = ['logged', 'category', 'value', 'height'];
export const POINT_SIZES: readonly number[] = [0, 1, 2, 3, 4, 6, 8];

export const NEW_SPACE: SpaceConfig = {
  pointSize: 0,
  hasLabels: true,
  hasAxes: false,
  hasFog: false,
  ground: 'auto',
  up: 'auto',
  leastScore: 0,
  colors: 'logged',
  hidden: [],
  molecule: 'cartoon',
  moleculeColors: 'auto',
  isCameraLinked: false,
};

export const SPEEDS: readonly number[] = [0.5, 1, 2, 5, 10];

export const NEW_OVERLAY: OverlayConfig = { hidden: [], opacity: 0.5, hasLabels: true, scores: {} };

export const NEW_MEDIA: MediaConfig = {
  version: 1,
  columns: 0,
  fit: 'fit',
  isLinked: true,
  sliderKey: '',
  speed: 2,
  isLooping: false,
  overlay: NEW_OVERLAY,
  isWrapped: true,
  against: 'none',
  diffLayout: 'inline',
  hasSpectrogram: false,
  space: NEW_SPACE,
};

type Fields = Readonly<Record<string, unknown>>;

/** Reads saved settings field by field; what is missing or damaged is as on a new panel. */
export function readMediaConfig(saved: unknown): MediaConfig {
  if (!isFields(saved)) return NEW_MEDIA;
  const { columns, fit, speed } = saved;
  return {
    version: 1,
    columns: typeof columns === 'number' && Number.isInteger(columns) && columns >= 0 && columns <= 20 ? columns : 0,
    fit: fit === 'original' || fit === 'pixelated' ? fit : 'fit',
    isLinked: saved['isLinked'] !== false,
    sliderKey: typeof saved['sliderKey'] === 'string' ? saved['sliderKey'] : '',
    speed: typeof speed === 'number' && SPEEDS.includes(speed) ? speed : NEW_MEDIA.speed,
    isLooping: saved['isLooping'] === true,
    overlay: readOverlay(saved['overlay']),
    isWrapped: saved['isWrapped'] !== false,
    against: readAgainst(saved['against']),
    diffLayout: saved['diffLayout'] === 'split' ? 'split' : 'inline',
    hasSpectrogram: saved['hasSpectrogram'] === true,
    space: readSpace(saved['space']),
  };
}

/** What differs from a new panel; undefined when nothing does. */
export function sparseMediaConfig(config: MediaConfig): Record<string, unknown> | undefined {
  const changed = Object.entries(config).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(NEW_MEDIA[name as keyof MediaConfig]),
  );
  return changed.length === 0 ? undefined : { version: 1, ...Object.fromEntries(changed) };
}

function readSpace(saved: unknown): SpaceConfig {
  if (!isFields(saved)) return NEW_SPACE;
  const { pointSize, up, leastScore, hidden } = saved;
  return {
    pointSize: typeof pointSize === 'number' && POINT_SIZES.includes(pointSize) ? pointSize : NEW_SPACE.pointSize,
    hasLabels: saved['hasLabels'] !== false,
    hasAxes: saved['hasAxes'] === true,
    hasFog: saved['hasFog'] === true,
    ground: readGround(saved['ground']),
    up: up === 'y' || up === 'z' ? up : 'auto',
    leastScore: typeof leastScore === 'number' && leastScore >= 0 && leastScore <= 1 ? leastScore : 0,
    colors: POINT_COLORS.find((one) => one === saved['colors']) ?? NEW_SPACE.colors,
    hidden: Array.isArray(hidden) ? hidden.filter((one): one is string => typeof one === 'string') : NEW_SPACE.hidden,
    molecule: MOLECULE_STYLES.find((one) => one === saved['molecule']) ?? NEW_SPACE.molecule,
    moleculeColors: MOLECULE_COLORS.find((one) => one === saved['moleculeColors']) ?? NEW_SPACE.moleculeColors,
    isCameraLinked: saved['isCameraLinked'] === true,
  };
}

function readAgainst(saved: unknown): Against {
  if (saved === 'previous' || saved === 'first') return saved;
  return typeof saved === 'number' && Number.isFinite(saved) ? saved : 'none';
}

function readGround(saved: unknown): Ground {
  if (saved === 'light' || saved === 'dark') return saved;
  return typeof saved === 'string' && /^#[0-9a-f]{6}$/i.test(saved) ? (saved as Ground) : 'auto';
}

function readOverlay(saved: unknown): OverlayConfig {
  if (!isFields(saved)) return NEW_OVERLAY;
  const { hidden, opacity, scores } = saved;
  return {
    hidden: Array.isArray(hidden) ? hidden.filter((one): one is string => typeof one === 'string') : [],
    opacity: typeof opacity === 'number' && opacity >= 0 && opacity <= 1 ? opacity : NEW_OVERLAY.opacity,
    hasLabels: saved['hasLabels'] !== false,
    scores: isFields(scores) ? Object.fromEntries(Object.entries(scores).flatMap(readRange)) : {},
  };
}

function readRange([name, range]: readonly [string, unknown]): [string, ScoreRange][] {
  if (!Array.isArray(range)) return [];
  const [from, to] = range as readonly unknown[];
  return isEnd(from) && isEnd(to) ? [[name, [from, to]]] : [];
}

function isEnd(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
