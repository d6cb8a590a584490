/** One box; its place is a part of the picture (0 to 1 from the top left corner), so that it fits at any zoom. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly classId: number;
  readonly caption?: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** A group of boxes as its file has it. */
export interface BoxGroup {
  readonly boxes: readonly Box[];
  /** Names of classes by number. */
  readonly labels: Readonly<Record<string, string>>;
  /** Boxes that could not be understood: no place, or numbers that are none. */
  readonly badCount: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a boxes file for a picture of `width` × `height` pixels. Both forms of positions (bounds; middle with size) and
 * both domains (parts of the picture, the default; pixels), each box for itself. Edges given the wrong way round are
 * put right. Never throws; boxes that cannot be placed are counted. Source: wandb 0.31, protocol 9.3.
 */
export function readBoxes(file: unknown, width: number, height: number): BoxGroup {
  const fields = isFields(file) ? file : {};
  const data = Array.isArray(fields['box_data']) ? (fields['box_data'] as readonly unknown[]) : [];
  const boxes = data.flatMap((one) => {
    const box = isFields(one) ? readBox(one, width, height) : undefined;
    return box === undefined ? [] : [box];
  });
  return { boxes, labels: readLabels(fields['class_labels']), badCount: data.length - boxes.length };
}

/** Class names by number from any object of texts. */
export function readLabels(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([id, name]) => (typeof name === 'string' ? [[id, name]] : [])),
  );
}

function readBox(value: Fields, width: number, height: number): Box | undefined {
  const bounds = isFields(value['position']) ? boundsOf(value['position']) : undefined;
  if (bounds === undefined) return undefined;
  const isPixel = value['domain'] === 'pixel';
  const [across, down] = isPixel ? [width, height] : [1, 1];
  if (!(across > 0 && down > 0)) return undefined;
  const [x0, x1] = inOrder(bounds.x0 / across, bounds.x1 / across);
  const [y0, y1] = inOrder(bounds.y0 / down, bounds.y1 / down);
  const { class_id: classId, box_caption: caption } = value;
  return {
    x: x0,
    y: y0,
    width: x1 - x0,
    height: y1 - y0,
    classId: typeof classId === 'number' ? classId : 0,
    ...(typeof caption === 'string' && caption !== '' ? { caption } : {}),
    scores: scoresOf(value['scores']),
  };
}

function boundsOf(position: Fields): { x0: number; x1: number; y0: number; y1: number } | undefined {
  const { minX, maxX, minY, maxY, middle, width, height } = position;
  if (isNumber(minX) && isNumber(maxX) && isNumber(minY) && isNumber(maxY)) {
    return { x0: minX, x1: maxX, y0: minY, y1: maxY };
  }
  const [x, y] = Array.isArray(middle) ? (middle as readonly unknown[]) : [];
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return undefined;
  return { x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 };
}

function scoresOf(value: unknown): Readonly<Record<string, number>> {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => isNumber(entry[1])));
}

function inOrder(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
