/** Cells are not divided further than this: points that close are one. */
const DEEPEST = 28;
/** Numbers of a cell: x and y of its centre of mass (sums while it is built), mass, square of its width. */
const [X, Y, MASS, SQUARE, EACH] = [0, 1, 2, 3, 4];

/**
 * Points of a plane in cells of four parts each, with the centre of mass of every cell (Barnes, Hut 1986). Built anew for
 * each state of a layout in the same memory.
 */
export class QuadTree {
  readonly #mostCells: number;
  readonly #cells: Float64Array;
  /** First of the four parts; 0 = not divided. */
  readonly #parts: Int32Array;
  readonly #stack = new Int32Array(4 * DEEPEST + 8);
  #count = 0;
  /** What the last `repel` has found. */
  forceX = 0;
  forceY = 0;
  weight = 0;

  constructor(pointCount: number) {
    this.#mostCells = 8 * pointCount + 64;
    this.#cells = new Float64Array(EACH * this.#mostCells);
    this.#parts = new Int32Array(this.#mostCells);
  }

  /** Takes points as x and y in turn. */
  build(points: Float64Array): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at] ?? 0;
      const y = points[at + 1] ?? 0;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    const half = Math.max(right - left, bottom - top, 1e-12) / 2 + 1e-9;
    this.#count = 1;
    this.#clear(0, 2 * half);
    const midX = (left + right) / 2;
    const midY = (top + bottom) / 2;
    for (let at = 0; at < points.length; at += 2) this.#insert(points[at] ?? 0, points[at + 1] ?? 0, midX, midY, half);
    const cells = this.#cells;
    for (let at = 0; at < EACH * this.#count; at += EACH) {
      const mass = cells[at + MASS] ?? 0;
      if (mass === 0) continue;
      cells[at + X] = (cells[at + X] ?? 0) / mass;
      cells[at + Y] = (cells[at + Y] ?? 0) / mass;
    }
  }

  /**
   * The sums over all points of 1 / (1 + distance²), into `weight`, and of its square times the difference, into `force`;
   * cells that look smaller than `theta` from here count as one point. The point itself counts with weight 1.
   */
  repel(x: number, y: number, theta: number): void {
    const bound = theta * theta;
    const stack = this.#stack;
    const cells = this.#cells;
    const allParts = this.#parts;
    let weight = 0;
    let forceX = 0;
    let forceY = 0;
    let depth = 1;
    stack[0] = 0;
    while (depth > 0) {
      depth -= 1;
      const cell = stack[depth] ?? 0;
      const at = EACH * cell;
      const mass = cells[at + MASS] ?? 0;
      if (mass === 0) continue;
      const dx = x - (cells[at + X] ?? 0);
      const dy = y - (cells[at + Y] ?? 0);
      const square = dx * dx + dy * dy;
      const parts = allParts[cell] ?? 0;
      if (parts === 0 || (cells[at + SQUARE] ?? 0) < bound * square) {
        const near = 1 / (1 + square);
        const push = mass * near * near;
        weight += mass * near;
        forceX += push * dx;
        forceY += push * dy;
      } else {
        stack[depth] = parts;
        stack[depth + 1] = parts + 1;
        stack[depth + 2] = parts + 2;
        stack[depth + 3] = parts + 3;
        depth += 4;
      }
    }
    this.weight = weight;
    this.forceX = forceX;
    this.forceY = forceY;
  }

  #clear(cell: number, width: number): void {
    this.#cells.fill(0, EACH * cell, EACH * cell + EACH);
    this.#cells[EACH * cell + SQUARE] = width * width;
    this.#parts[cell] = 0;
  }

  #insert(x: number, y: number, fromX: number, fromY: number, fromHalf: number): void {
    const cells = this.#cells;
    let [cell, midX, midY, half] = [0, fromX, fromY, fromHalf];
    for (let depth = 0; ; depth++) {
      const at = EACH * cell;
      const mass = cells[at + MASS] ?? 0;
      const oldX = cells[at + X] ?? 0;
      const oldY = cells[at + Y] ?? 0;
      cells[at + MASS] = mass + 1;
      cells[at + X] = oldX + x;
      cells[at + Y] = oldY + y;
      if (this.#parts[cell] === 0) {
        if (mass === 0 || depth >= DEEPEST || this.#count + 4 > this.#mostCells) return;
        const parts = this.#count;
        this.#count += 4;
        for (let part = parts; part < parts + 4; part++) this.#clear(part, half);
        this.#parts[cell] = parts;
        // What was here alone (or as one with others) goes into its part.
        const own = EACH * (parts + partOf(oldX / mass, oldY / mass, midX, midY));
        cells[own + MASS] = mass;
        cells[own + X] = oldX;
        cells[own + Y] = oldY;
      }
      const part = partOf(x, y, midX, midY);
      cell = (this.#parts[cell] ?? 0) + part;
      half /= 2;
      midX += (part & 1) === 1 ? half : -half;
      midY += (part & 2) === 2 ? half : -half;
    }
  }
}

function partOf(x: number, y: number, midX: number, midY: number): number {
  return (x > midX ? 1 : 0) + (y > midY ? 2 : 0);
}
