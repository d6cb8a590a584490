export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window was when it closed. */
export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
}

const DEFAULT_SIZE = { width: 1440, height: 920 };
const MIN_SIZE = { width: 1024, height: 640 };
/** So much of a remembered window must lie on a screen for its title bar to be within reach. */
const MIN_VISIBLE = 120;

/** Pixels; the smallest window in which every page still fits. */
export const MIN_WINDOW = MIN_SIZE;

/**
 * The bounds to open with: the remembered ones when enough of them lies on one of `screens` (work areas), else a
 * window of the default size in the middle of the first screen, never larger than it.
 */
export function boundsOnScreens(remembered: Rectangle | undefined, screens: readonly Rectangle[]): Rectangle {
  const first = screens[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE };
  if (remembered !== undefined && screens.some((screen) => isReachable(remembered, screen))) {
    return {
      x: remembered.x,
      y: remembered.y,
      width: Math.max(MIN_SIZE.width, remembered.width),
      height: Math.max(MIN_SIZE.height, remembered.height),
    };
  }
  const width = Math.min(DEFAULT_SIZE.width, first.width);
  const height = Math.min(DEFAULT_SIZE.height, first.height);
  return {
    x: first.x + Math.round((first.width - width) / 2),
    y: first.y + Math.round((first.height - height) / 2),
    width,
    height,
  };
}

function isReachable(window: Rectangle, screen: Rectangle): boolean {
  const overlap = (a: number, aSize: number, b: number, bSize: number): number =>
    Math.min(a + aSize, b + bSize) - Math.max(a, b);
  return (
    overlap(window.x, window.width, screen.x, screen.width) >= MIN_VISIBLE &&
    overlap(window.y, window.height, screen.y, screen.height) >= MIN_VISIBLE &&
    window.y >= screen.y - 8
  );
}
