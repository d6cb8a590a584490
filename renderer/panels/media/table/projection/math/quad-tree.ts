/** Cells are not divided further than this: points that close are one. */
const DEEPEST = 28;

/**
 * Points of a plane in cells of four parts each, with the centre of mass of every cell (Barnes, Hut 1986). Built anew for
 * each state of a layout in the same memory.
 */
export class QuadTree {
  readonly #mostCells: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #mass: Float64Array;
  /** First of the four parts; 0 = not divided. */
  readonly #parts: Int32Array;
  readonly #size: Float64Array;
  readonly #stack = new Int32Array(4 * DEEPEST + 8);
  #cells = 0;
  /** What the last `repel` has found. */
  forceX = 0;
  forceY = 0;
  weight = 0;

  constructor(pointCount: number) {
    this.#mostCells = 8 * pointCount + 64;
    this.#x = new Float64Array(this.#mostCells);
    this.#y = new Float64Array(this.#mostCells);
    this.#mass = new Float64Array(this.#mostCells);
    this.#size = new Float64Array(this.#mostCells);
    this.#parts = new Int32Array(this.#mostCells);
  }

  /** Takes points as x and y in turn. */
  build(points: Float64Array): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    const half = Math.max(right - left, bottom - top, 1e-12) / 2 + 1e-9;
    this.#cells = 1;
    this.#clear(0, 2 * half);
    const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
    for (let at = 0; at < points.length; at += 2) this.#insert(points[at] ?? 0, points[at + 1] ?? 0, midX, midY, half);
    for (let cell = 0; cell < this.#cells; cell++) {
      const mass = this.#mass[cell] ?? 0;
      if (mass === 0) continue;
      this.#x[cell] = (this.#x[cell] ?? 0) / mass;
      this.#y[cell] = (this.#y[cell] ?? 0) / mass;
    }
  }

  /**
   * The sums over all points of 1 / (1 + distance²), into `weight`, and of its square times the difference, into `force`;
   * cells that look smaller than `theta` from here count as one point. The point itself counts with weight 1.
   */
  repel(x: number, y: number, theta: number): void {
    const bound = theta * theta;
    const stack = this.#stack;
    let [weight, forceX, forceY, depth] = [0, 0, 0, 1];
    stack[0] = 0;
    while (depth > 0) {
      const cell = stack[--depth] ?? 0;
      const mass = this.#mass[cell] ?? 0;
      if (mass === 0) continue;
      const dx = x - (this.#x[cell] ?? 0);
      const dy = y - (this.#y[cell] ?? 0);
      const square = dx * dx + dy * dy;
      const parts = this.#parts[cell] ?? 0;
      if (parts === 0 || (this.#size[cell] ?? 0) ** 2 < bound * square) {
        const near = 1 / (1 + square);
        weight += mass * near;
        forceX += mass * near * near * dx;
        forceY += mass * near * near * dy;
      } else {
        for (let part = parts; part < parts + 4; part++) stack[depth++] = part;
      }
    }
    this.weight = weight;
    this.forceX = forceX;
    this.forceY = forceY;
  }

  #clear(cell: number, size: number): void {
    this.#x[cell] = 0;
    this.#y[cell] = 0;
    this.#mass[cell] = 0;
    this.#parts[cell] = 0;
    this.#size[cell] = size;
  }

  #insert(x: number, y: number, midX: number, midY: number, half: number): void {
    let cell = 0;
    for (let depth = 0; ; depth++) {
      const mass = this.#mass[cell] ?? 0;
      const isLeaf = this.#parts[cell] === 0;
      const [oldX, oldY] = [this.#x[cell] ?? 0, this.#y[cell] ?? 0];
      this.#mass[cell] = mass + 1;
      this.#x[cell] = oldX + x;
      this.#y[cell] = oldY + y;
      if (isLeaf) {
        if (mass === 0 || depth >= DEEPEST || this.#cells + 4 > this.#mostCells) return;
        const parts = this.#cells;
        this.#cells += 4;
        for (let part = parts; part < parts + 4; part++) this.#clear(part, half);
        this.#parts[cell] = parts;
        // What was here alone (or as one with others) goes into its part.
        const own = parts + partOf(oldX / mass, oldY / mass, midX, midY);
        this.#mass[own] = mass;
        this.#x[own] = oldX;
        this.#y[own] = oldY;
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
